import * as aws from "@pulumi/aws";
import { type Input, type Output, output } from "@pulumi/pulumi";
import type { Scope } from "../../contracts/common";
import { type CdnArgs, ORIGIN_KEY_HEADER, type SiteArgs } from "../../contracts/edge";
import type { BucketHandle } from "../../contracts/stores";
import { BaseComponent, type ComponentOpts } from "../../shared/base-component";
import { named } from "../../shared/tags";
import { type AwsEdgeCaching, MANAGED_POLICIES } from "./edge-caching";

/** The zone of Route 53 that every distribution's name lies in. */
export const CLOUDFRONT_ZONE = "Z2FDTNDATAQYW2";

/** CloudFront's own name for each reach. */
const PRICE_CLASS: Readonly<Record<CdnArgs["reach"], string>> = {
  europeAndNorthAmerica: "PriceClass_100",
  most: "PriceClass_200",
  everywhere: "PriceClass_All",
};

const ENTRY = "entry";
const ALL_METHODS = ["GET", "HEAD", "OPTIONS", "PUT", "POST", "PATCH", "DELETE"];
const READ_METHODS = ["GET", "HEAD", "OPTIONS"];

/** Seconds that CloudFront waits for the entry's answer: its own longest. */
const ORIGIN_SECONDS = 60;

export interface AwsDistributionArgs {
  readonly scope: Scope;
  readonly aliases: readonly string[];
  /** ARN of a certificate with all of them, in us-east-1. */
  readonly certificate: Input<string>;
  /** ARN of its web ACL. @default none */
  readonly firewall?: Input<string>;
  readonly caching: AwsEdgeCaching;
  /** Id of the identity that buckets are read with. */
  readonly access: Input<string>;
  readonly buckets: Readonly<Record<string, BucketHandle>>;
  readonly settings: Pick<CdnArgs, "allowCountries" | "blockCountries" | "reach">;
  readonly serves:
    | { readonly entry: Input<string>; readonly originKey: Input<string>; readonly cdn: CdnArgs }
    | { readonly site: SiteArgs };
}

type Behavior = Omit<aws.types.input.cloudfront.DistributionOrderedCacheBehavior, "pathPattern">;
type Origin = aws.types.input.cloudfront.DistributionOrigin;

/** A distribution of CloudFront: before the entry, where nothing is kept but assets, or before a static site's bucket. */
export class AwsDistribution extends BaseComponent {
  readonly id: Output<string>;
  readonly address: Output<string>;
  readonly distribution: aws.cloudfront.Distribution;

  constructor(name: string, args: AwsDistributionArgs, opts?: ComponentOpts) {
    super("slipway:aws:Distribution", name, opts);
    const { scope, settings } = args;
    const countries = [...settings.allowCountries, ...settings.blockCountries];
    const restrictionType = settings.allowCountries.length > 0 ? "whitelist" : "blacklist";
    this.distribution = new aws.cloudfront.Distribution(
      name,
      {
        ...("site" in args.serves ? site(args.serves.site, args) : beforeEntry(args.serves, args)),
        comment: `${args.aliases[0]} of ${scope.name}`,
        ...{ enabled: true, isIpv6Enabled: true, httpVersion: "http2and3" },
        aliases: [...args.aliases],
        priceClass: PRICE_CLASS[settings.reach],
        viewerCertificate: {
          acmCertificateArn: args.certificate,
          sslSupportMethod: "sni-only",
          minimumProtocolVersion: "TLSv1.2_2021",
        },
        restrictions: {
          geoRestriction:
            countries.length > 0 ? { restrictionType, locations: countries } : { restrictionType: "none" },
        },
        ...(args.firewall && { webAclId: args.firewall }),
        tags: named(scope.tags, name),
      },
      this.child(),
    );
    this.id = this.distribution.id;
    this.address = this.distribution.domainName;
    this.registerOutputs({ id: this.id, address: this.address });
  }
}

type Parts = Pick<
  aws.cloudfront.DistributionArgs,
  "origins" | "defaultCacheBehavior" | "orderedCacheBehaviors" | "customErrorResponses" | "defaultRootObject"
>;

/** Everything goes to the entry and nothing is kept, but for assets, and for what buckets answer. */
function beforeEntry(
  { entry, originKey, cdn }: Extract<AwsDistributionArgs["serves"], { entry: unknown }>,
  { caching, access, buckets }: AwsDistributionArgs,
): Parts {
  const toEntry = { ...common(ENTRY), originRequestPolicyId: MANAGED_POLICIES.allViewer };
  const asset = {
    ...{ ...toEntry, allowedMethods: READ_METHODS },
    ...{ cachePolicyId: caching.assets, responseHeadersPolicyId: caching.immutable },
  };
  return {
    origins: [
      {
        originId: ENTRY,
        domainName: entry,
        customHeaders: [{ name: ORIGIN_KEY_HEADER, value: originKey }],
        customOriginConfig: {
          ...{ httpPort: 80, httpsPort: 443 },
          // Over plain HTTP the gateway would send back to HTTPS, and so on for ever.
          originProtocolPolicy: "https-only",
          originSslProtocols: ["TLSv1.2"],
          originReadTimeout: ORIGIN_SECONDS,
          originKeepaliveTimeout: ORIGIN_SECONDS,
        },
      },
      ...Object.keys(cdn.buckets).map((store) => bucketOrigin(store, buckets[store]!, access)),
    ],
    defaultCacheBehavior: {
      ...{ ...toEntry, allowedMethods: ALL_METHODS },
      cachePolicyId: MANAGED_POLICIES.cachingDisabled,
      grpcConfig: { enabled: true },
    },
    orderedCacheBehaviors: [
      ...Object.entries(cdn.buckets).map(([store, pathPattern]) => ({ pathPattern, ...objects(store, caching) })),
      ...cdn.cache.map((pathPattern) => ({ pathPattern, ...asset })),
    ],
    customErrorResponses: [
      ...Object.entries(cdn.errorPages).map(([status, page]) => ({
        ...{ errorCode: Number(status), responseCode: Number(status), responsePagePath: page },
        errorCachingMinTtl: 0,
      })),
      // Without a page it would keep an error for ten seconds all the same.
      ...[500, 502, 503, 504]
        .filter((errorCode) => cdn.errorPages[errorCode] === undefined)
        .map((errorCode) => ({ errorCode, errorCachingMinTtl: 0 })),
    ],
  };
}

/** A bucket's pages, kept for a minute, and its assets, kept for a year. */
function site(args: SiteArgs, { caching, access, buckets }: AwsDistributionArgs): Parts {
  const page = args.notFound ?? `/${args.index}`;
  const responseCode = args.notFound === undefined ? 200 : 404;
  return {
    origins: [bucketOrigin(args.bucket, buckets[args.bucket]!, access)],
    defaultRootObject: args.index,
    defaultCacheBehavior: {
      ...objects(args.bucket, caching),
      ...{ cachePolicyId: caching.pages, responseHeadersPolicyId: caching.secure },
    },
    orderedCacheBehaviors: args.cache.map((pathPattern) => ({ pathPattern, ...objects(args.bucket, caching) })),
    customErrorResponses: [403, 404].map((errorCode) => ({
      ...{ errorCode, responseCode, responsePagePath: page, errorCachingMinTtl: 10 },
    })),
  };
}

const common = (targetOriginId: string) => ({
  targetOriginId,
  viewerProtocolPolicy: "redirect-to-https",
  cachedMethods: ["GET", "HEAD"],
  compress: true,
});

const objects = (store: string, caching: AwsEdgeCaching): Behavior => ({
  ...{ ...common(store), allowedMethods: READ_METHODS },
  cachePolicyId: caching.objects,
  originRequestPolicyId: MANAGED_POLICIES.corsS3,
  responseHeadersPolicyId: caching.immutable,
});

/** The bucket's own address in its region: the one without it redirects for hours after a bucket is made. */
const bucketOrigin = (originId: string, bucket: BucketHandle, access: Input<string>): Origin => ({
  originId,
  domainName: output(bucket.name).apply((name) => `${name}.s3.${bucket.region}.amazonaws.com`),
  originAccessControlId: access,
});
