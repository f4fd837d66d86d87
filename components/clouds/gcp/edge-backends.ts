import * as compute from "@pulumi/gcp/compute";
import * as storage from "@pulumi/gcp/storage";
import { type CustomResourceOptions, type Input, interpolate, type Output, secret } from "@pulumi/pulumi";
import type { Scope } from "../../contracts/common";
import { type EdgeHost, ORIGIN_KEY_HEADER } from "../../contracts/edge";
import type { BucketHandle } from "../../contracts/stores";
import { BaseComponent, type ComponentOpts } from "../../shared/base-component";
import type { GcpFirewall } from "./firewall";

/** Seconds of a year: as long as HTTP caches keep anything. */
const YEAR = 31_536_000;

/** Seconds that pages of a static site are kept. */
const MINUTE = 60;

/** Seconds of one exchange, a WebSocket's whole life among them: the gateway's own limits are shorter. */
const EXCHANGE = 3600;

/** Only the load balancer of this scheme answers from buckets that are closed to everybody else. */
export const SCHEME = "EXTERNAL_MANAGED";

export interface GcpEntryBackendsArgs {
  readonly scope: Scope;
  /** The entry's own name: the load balancer calls it, and checks its certificate by it. */
  readonly origin: EdgeHost;
  readonly originKey: Input<string>;
  /** Whether some of its answers are kept. */
  readonly keeps: boolean;
  readonly firewall?: GcpFirewall;
}

/** The entry as the load balancer fetches from it: over HTTPS, by an address on the internet, with a key. */
export class GcpEntryBackends extends BaseComponent {
  /** Nothing is kept, and nothing compressed: the gateway does that. */
  readonly plain: Output<string>;
  /** Assets are kept for a year, unless they say otherwise. */
  readonly assets: Output<string>;

  constructor(name: string, args: GcpEntryBackendsArgs, opts?: ComponentOpts) {
    super("slipway:gcp:EntryBackends", name, opts);
    const group = new compute.GlobalNetworkEndpointGroup(
      name,
      { networkEndpointType: "INTERNET_FQDN_PORT", defaultPort: 443 },
      this.child(),
    );
    const endpoint = new compute.GlobalNetworkEndpoint(
      name,
      { globalNetworkEndpointGroup: group.name, fqdn: args.origin.name, port: 443 },
      this.child(),
    );
    const make = (part: string, over: compute.BackendServiceArgs): Output<string> =>
      new compute.BackendService(
        part,
        {
          ...{ loadBalancingScheme: SCHEME, protocol: "HTTPS", timeoutSec: EXCHANGE },
          description: `The entry of ${args.scope.name}`,
          backends: [{ group: group.id }],
          customRequestHeaders: [secret(interpolate`${ORIGIN_KEY_HEADER}: ${args.originKey}`)],
          logConfig: { enable: true, sampleRate: 1 },
          ...(args.firewall && { securityPolicy: args.firewall.entry }),
          ...over,
        },
        this.child({ dependsOn: [endpoint] }),
      ).id;
    this.plain = make(name, {});
    this.assets = args.keeps
      ? make(`${name}-assets`, {
          ...{ enableCdn: true, compressionMode: "AUTOMATIC" },
          cdnPolicy: {
            ...{ cacheMode: "CACHE_ALL_STATIC", defaultTtl: YEAR, maxTtl: YEAR, clientTtl: YEAR },
            cacheKeyPolicy: { includeHost: true, includeProtocol: true, includeQueryString: true },
          },
          ...(args.firewall && { edgeSecurityPolicy: args.firewall.edge }),
        })
      : this.plain;
    this.registerOutputs({ plain: this.plain, assets: this.assets });
  }
}

/** How long a bucket's objects are kept. */
export type Kept = "year" | "minute";

export interface GcpBucketBackendArgs {
  readonly bucket: BucketHandle;
  readonly kept: Kept;
  readonly firewall?: GcpFirewall;
}

/** A bucket as the load balancer answers from it. */
export class GcpBucketBackend extends BaseComponent {
  readonly id: Output<string>;

  constructor(name: string, { bucket, kept, firewall }: GcpBucketBackendArgs, opts?: ComponentOpts) {
    super("slipway:gcp:BucketBackend", name, opts);
    const ttl = kept === "year" ? YEAR : MINUTE;
    this.id = new compute.BackendBucket(
      name,
      {
        ...{ bucketName: bucket.name, enableCdn: true, compressionMode: "AUTOMATIC" },
        // Objects of a closed bucket say that they are private, which is said to whoever asks the bucket itself.
        cdnPolicy: { cacheMode: "FORCE_CACHE_ALL", defaultTtl: ttl, clientTtl: ttl, negativeCaching: false },
        customResponseHeaders: ["X-Content-Type-Options: nosniff", ...(kept === "minute" ? PAGE_HEADERS : [])],
        ...(firewall && { edgeSecurityPolicy: firewall.edge }),
      },
      this.child(),
    ).id;
    this.registerOutputs({ id: this.id });
  }
}

/** Headers that protect a static site's visitors. */
const PAGE_HEADERS = [
  "X-Frame-Options: DENY",
  "Referrer-Policy: strict-origin-when-cross-origin",
  `Strict-Transport-Security: max-age=${YEAR}; includeSubDomains`,
];

/**
 * Lets the project's load balancers read a bucket, and nobody else ("Configure private bucket access", Cloud CDN).
 * @param agent e-mail of the service agent of load balancers
 */
export const readByBalancer = (
  name: string,
  bucket: BucketHandle,
  agent: Input<string>,
  opts: CustomResourceOptions,
): storage.BucketIAMMember =>
  new storage.BucketIAMMember(
    name,
    { bucket: bucket.name, role: "roles/storage.objectViewer", member: interpolate`serviceAccount:${agent}` },
    opts,
  );
