import * as aws from "@pulumi/aws";
import { interpolate, type Output, type ProviderResource } from "@pulumi/pulumi";
import type { Scope } from "../../contracts/common";
import type { BucketArgs, BucketHandle } from "../../contracts/stores";
import { BaseComponent, type ChildOptions, type ComponentOpts } from "../../shared/base-component";
import { baselineBucket, lifecycleRule, versionedBucket } from "./bucket-baseline";
import { type Copied, copyProvider, replicate } from "./bucket-copy";
import { AwsKey } from "./key";
import { type PolicyStatement, partitionOf, principal } from "./statements";

export interface AwsBucketArgs extends BucketArgs {
  readonly scope: Scope;
}

/** Days that access logs are kept. */
const ACCESS_LOG_DAYS = 90;

const ACCESS_LOG_PREFIX = "access/";

/**
 * A bucket on S3 with a key of its own, a second bucket that records who reached it, and where asked for a third in another
 * region that every object is copied to.
 */
export class AwsBucket extends BaseComponent implements BucketHandle {
  readonly kind = "bucket";
  readonly name: Output<string>;
  readonly id: Output<string>;
  readonly region: string;
  readonly keyId: Output<string>;
  readonly copy?: { readonly name: Output<string>; readonly id: Output<string>; readonly keyId: Output<string> };

  constructor(name: string, args: AwsBucketArgs, opts?: ComponentOpts) {
    super("slipway:aws:Bucket", name, opts);
    const { scope, copyTo } = args;
    const here = this.place(name, args);
    const { bucket, key } = here;
    this.logAccess(name, scope, bucket);
    if (copyTo !== undefined) {
      const away = { ...scope, region: copyTo };
      const there = this.place(`${name}-copy`, { ...args, scope: away, atEdge: false }, copyProvider(name, away, this));
      const child = (extra?: ChildOptions) => this.child(extra);
      const places = { here: { ...here, scope }, there: { ...there, scope: away } };
      replicate(name, { component: this, child, ...places, ...(args.copyBack && { inUse: true }) });
      if (args.copyBack) {
        const back = { component: this, child, here: places.there, there: places.here, inUse: true };
        replicate(`${name}-copy`, { ...back, provider: there.provider });
      }
      this.copy = { name: there.bucket.bucket, id: there.bucket.arn, keyId: there.key.arn };
    }

    this.name = bucket.bucket;
    this.id = bucket.arn;
    this.region = scope.region;
    this.keyId = key.arn;
    this.registerOutputs({ kind: this.kind, name: this.name, id: this.id, region: this.region, keyId: this.keyId });
  }

  private place(
    name: string,
    args: AwsBucketArgs,
    provider?: ProviderResource,
  ): Copied & { readonly provider?: ProviderResource } {
    const { scope, atEdge } = args;
    const key = new AwsKey(
      `${name}-key`,
      {
        ...{ scope, description: `Objects of bucket ${name}`, services: ["s3"] },
        ...(atEdge && { statements: [decryptAtEdge(scope)] }),
      },
      { parent: this, provider },
    );
    const { bucket, versioning } = versionedBucket(name, {
      scope,
      child: (extra) => this.child({ ...extra, provider }),
      keyId: key.arn,
      oldVersionDays: args.oldVersionDays,
      rules: ageing(args),
      ...(atEdge && { statements: (own) => readAtEdge(own, scope) }),
    });
    return { bucket, versioning, key, provider };
  }

  private logAccess(name: string, scope: Scope, bucket: aws.s3.Bucket): void {
    const logs = baselineBucket(`${name}-logs`, {
      scope,
      child: (extra) => this.child(extra),
      oldVersionDays: ACCESS_LOG_DAYS,
      rules: [lifecycleRule("expire", { expiration: { days: ACCESS_LOG_DAYS } })],
      statements: (target) => [
        {
          Sid: "DeliverAccessLogs",
          Effect: "Allow",
          Principal: principal("Service", "logging.s3.amazonaws.com"),
          Action: ["s3:PutObject"],
          Resource: interpolate`${target.arn}/${ACCESS_LOG_PREFIX}*`,
          Condition: {
            ArnLike: { "aws:SourceArn": bucket.arn },
            StringEquals: { "aws:SourceAccount": scope.account },
          },
        },
      ],
    });
    new aws.s3.BucketLogging(
      `${name}-logging`,
      { bucket: bucket.id, targetBucket: logs.id, targetPrefix: ACCESS_LOG_PREFIX },
      this.child(),
    );
  }
}

function ageing({
  coldAfterDays,
  expireAfterDays,
}: AwsBucketArgs): aws.types.input.s3.BucketLifecycleConfigurationRule[] {
  return [
    // Unlike the infrequent-access classes, intelligent tiering charges nothing for reading an object back.
    ...(coldAfterDays === undefined
      ? []
      : [lifecycleRule("cool", { transitions: [{ days: coldAfterDays, storageClass: "INTELLIGENT_TIERING" }] })]),
    expireAfterDays === undefined
      ? lifecycleRule("markers", { expiration: { expiredObjectDeleteMarker: true } })
      : lifecycleRule("expire", { expiration: { days: expireAfterDays } }),
  ];
}

/**
 * Distributions of this account, of which only those with the stack's own access control sign their requests. None is
 * named: a distribution is made after its buckets, and may come and go without them.
 */
const ownDistributions = ({ region, account }: Scope) => ({
  StringEquals: { "aws:SourceAccount": account },
  ArnLike: { "aws:SourceArn": `arn:${partitionOf(region)}:cloudfront::${account}:distribution/*` },
});

const CDN = principal("Service", "cloudfront.amazonaws.com");

const readAtEdge = (bucket: aws.s3.Bucket, scope: Scope): PolicyStatement[] => [
  {
    ...{ Sid: "ReadAtEdge", Effect: "Allow", Principal: CDN, Action: ["s3:GetObject"] },
    Resource: interpolate`${bucket.arn}/*`,
    Condition: ownDistributions(scope),
  },
  {
    // Without it, what is not there is answered 403 and not 404.
    ...{ Sid: "TellWhatIsMissing", Effect: "Allow", Principal: CDN, Action: ["s3:ListBucket"] },
    Resource: bucket.arn,
    Condition: ownDistributions(scope),
  },
];

const decryptAtEdge = (scope: Scope): PolicyStatement => ({
  ...{ Sid: "DecryptAtEdge", Effect: "Allow", Principal: CDN, Action: ["kms:Decrypt"], Resource: "*" },
  Condition: ownDistributions(scope),
});
