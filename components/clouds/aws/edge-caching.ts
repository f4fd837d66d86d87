import * as aws from "@pulumi/aws";
import type { Output } from "@pulumi/pulumi";
import type { Scope } from "../../contracts/common";
import { BaseComponent, type ComponentOpts } from "../../shared/base-component";
import { physicalName } from "../../shared/naming";

/** Seconds of a year: as long as HTTP caches keep anything. */
const YEAR = 31_536_000;

/** Policies that AWS itself keeps, by their ids (CloudFront developer guide, "Use managed cache policies"). */
export const MANAGED_POLICIES = {
  /** Nothing is kept. */
  cachingDisabled: "4135ea2d-6df8-44a3-9df3-4b5a84be39ad",
  /** The origin gets the viewer's whole request, its Host included: TLS with the origin is checked by that name. */
  allViewer: "216adef6-5c7f-47e4-b989-5492eafa07d3",
  /** A bucket gets what CORS takes, and not the viewer's Host, which it would not know itself by. */
  corsS3: "88a5eaf4-2fd4-4709-b370-b4c650ea3fcf",
} as const;

/** What CloudFront keeps, and what it says beside it: policies that the distributions of one stack share. */
export class AwsEdgeCaching extends BaseComponent {
  /** Assets of the entry: a year, for each host apart. */
  readonly assets: Output<string>;
  /** Objects of a bucket: a year. */
  readonly objects: Output<string>;
  /** Pages of a bucket: a minute, or as they say themselves. */
  readonly pages: Output<string>;
  /** Says to browsers that what they got never changes. */
  readonly immutable: Output<string>;
  /** Headers that protect a static site's visitors. */
  readonly secure: Output<string>;

  constructor(
    private readonly name: string,
    private readonly scope: Scope,
    opts?: ComponentOpts,
  ) {
    super("slipway:aws:EdgeCaching", name, opts);
    this.assets = this.keep("assets", YEAR, ["Host"]);
    this.objects = this.keep("objects", YEAR, []);
    this.pages = this.keep("pages", 60, []);
    this.immutable = this.say("immutable", {
      customHeadersConfig: {
        items: [{ header: "Cache-Control", value: `public, max-age=${YEAR}, immutable`, override: true }],
      },
      securityHeadersConfig: { contentTypeOptions: { override: true } },
    });
    this.secure = this.say("secure", {
      securityHeadersConfig: {
        contentTypeOptions: { override: true },
        frameOptions: { frameOption: "DENY", override: false },
        referrerPolicy: { referrerPolicy: "strict-origin-when-cross-origin", override: false },
        strictTransportSecurity: { accessControlMaxAgeSec: YEAR, includeSubdomains: true, override: false },
      },
    });
    this.registerOutputs({});
  }

  private keep(kind: string, seconds: number, headers: readonly string[]): Output<string> {
    return new aws.cloudfront.CachePolicy(
      `${this.name}-${kind}`,
      {
        name: physicalName([this.name, kind], 128),
        comment: `${kind} of ${this.scope.name}`,
        // What the origin says of an answer's age counts, between nothing and a year.
        ...{ minTtl: 0, defaultTtl: seconds, maxTtl: YEAR },
        parametersInCacheKeyAndForwardedToOrigin: {
          ...{ enableAcceptEncodingBrotli: true, enableAcceptEncodingGzip: true },
          cookiesConfig: { cookieBehavior: "none" },
          headersConfig:
            headers.length > 0
              ? { headerBehavior: "whitelist", headers: { items: [...headers] } }
              : { headerBehavior: "none" },
          queryStringsConfig: { queryStringBehavior: "all" },
        },
      },
      this.child(),
    ).id;
  }

  private say(
    kind: string,
    headers: Pick<aws.cloudfront.ResponseHeadersPolicyArgs, "customHeadersConfig" | "securityHeadersConfig">,
  ): Output<string> {
    return new aws.cloudfront.ResponseHeadersPolicy(
      `${this.name}-${kind}`,
      { name: physicalName([this.name, kind], 128), comment: `${kind} of ${this.scope.name}`, ...headers },
      this.child(),
    ).id;
  }
}
