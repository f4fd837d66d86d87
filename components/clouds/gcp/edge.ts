import { getProjectOutput } from "@pulumi/gcp/organizations";
import { type Input, interpolate, type Output, type ProviderResource, RunError } from "@pulumi/pulumi";
import type { Scope } from "../../contracts/common";
import {
  type CdnArgs,
  type EdgeArgs,
  type EdgeHandle,
  ORIGIN_KEY_HEADER,
  type OriginProof,
  type SiteArgs,
} from "../../contracts/edge";
import { BaseComponent, type ComponentOpts } from "../../shared/base-component";
import { type BalancedHosts, GcpBalancer } from "./balancer";
import { GcpCertificates } from "./certificate";
import { GcpRecords, type GcpRecordsArgs } from "./dns";
import { GcpBucketBackend, GcpEntryBackends, type Kept, readByBalancer } from "./edge-backends";
import { GcpEdgeLogs } from "./edge-logs";
import { beforeEntry, ofSite } from "./edge-paths";
import { GcpFirewall } from "./firewall";

export interface GcpEdgeArgs extends EdgeArgs {
  readonly scope: Scope;
  /** For asking who the project's load balancers act as. */
  readonly provider: ProviderResource;
}

/** What is before the entry: records, and with a CDN a global load balancer, its certificates, firewall and logs. */
export class GcpEdge extends BaseComponent implements EdgeHandle {
  readonly address?: Output<string>;
  readonly proof?: OriginProof;
  readonly sites: EdgeHandle["sites"] = {};
  /** Name → backend. */
  private readonly backends = new Map<string, Output<string>>();
  /** Stores that the load balancer may read. */
  private readonly read = new Set<string>();
  private firewall?: GcpFirewall;

  constructor(
    private readonly name: string,
    private readonly args: GcpEdgeArgs,
    opts?: ComponentOpts,
  ) {
    super("slipway:gcp:Edge", name, opts);
    const { cdn, entry, hosts, sites, buckets, scope, zones } = args;
    if (cdn === undefined) {
      if (entry) this.records("records", hosts, { A: entry.address });
    } else {
      this.firewall = this.judge(cdn);
      const entryHosts = this.entryHosts(cdn);
      const balancer = new GcpBalancer(
        `${name}-cdn`,
        {
          scope,
          hosts: [...entryHosts, ...sites.map((site) => this.siteHosts(site))],
          certificates: new GcpCertificates(`${name}-certificates`, { scope, hosts, zones }, { parent: this }).map,
        },
        { parent: this },
      );
      new GcpEdgeLogs(`${name}-logs`, { scope, days: cdn.logDays, urlMap: balancer.urlMap }, { parent: this });
      this.records("cdn-records", hosts, { A: balancer.ipv4, AAAA: balancer.ipv6 });
      if (entryHosts.length > 0) {
        this.address = balancer.ipv4;
        // After the client's address the load balancer writes its own.
        this.proof = { header: ORIGIN_KEY_HEADER, key: this.originKey(), clientAddress: 2 };
      }
      this.sites = Object.fromEntries(
        sites.map(({ name: site, bucket }) => [site, { bucket: buckets[bucket]!.name, distribution: balancer.urlMap }]),
      );
    }
    this.registerOutputs({ address: this.address, sites: this.sites });
  }

  private judge(cdn: CdnArgs): GcpFirewall | undefined {
    const { scope, firewall } = this.args;
    if (firewall === undefined && cdn.allowCountries.length + cdn.blockCountries.length === 0) return undefined;
    return new GcpFirewall(`${this.name}-firewall`, { scope, firewall, countries: cdn }, { parent: this });
  }

  /** The names of workloads, none where there are only sites. */
  private entryHosts(cdn: CdnArgs): BalancedHosts[] {
    const { scope, entry, hosts, origin, sites } = this.args;
    const ofSites = new Set(sites.flatMap((site) => site.hosts));
    const own = hosts.map((host) => host.name).filter((host) => !ofSites.has(host));
    if (entry === undefined || origin === undefined || own.length === 0) return [];
    this.records("origin", [origin], { A: entry.address });
    const backends = new GcpEntryBackends(
      `${this.name}-origin`,
      { ...{ scope, origin, originKey: this.originKey(), keeps: cdn.cache.length > 0 }, firewall: this.firewall },
      { parent: this },
    );
    const buckets = Object.fromEntries(Object.keys(cdn.buckets).map((store) => [store, this.bucket(store, "year")]));
    return [{ name: "entry", hosts: own, paths: beforeEntry(cdn, backends, buckets) }];
  }

  private siteHosts(site: SiteArgs): BalancedHosts {
    const [pages, assets] = [this.bucket(site.bucket, "minute"), this.bucket(site.bucket, "year")];
    return { name: `site-${site.name}`, hosts: site.hosts, paths: ofSite(site, { pages, assets }) };
  }

  /** A bucket as something to answer from, made once for each time that its objects are kept. */
  private bucket(store: string, kept: Kept): Input<string> {
    const bucket = this.args.buckets[store]!;
    const name = `${this.name}-${kept === "year" ? "bucket" : "pages"}-${store}`;
    const known = this.backends.get(name);
    if (known !== undefined) return known;
    if (!this.read.has(store)) readByBalancer(`${this.name}-read-${store}`, bucket, this.agent(), this.child());
    this.read.add(store);
    const made = new GcpBucketBackend(name, { bucket, kept, firewall: this.firewall }, { parent: this }).id;
    this.backends.set(name, made);
    return made;
  }

  /** Who load balancers of the project read buckets as ("Configure private bucket access", Cloud CDN). */
  private agent(): Output<string> {
    const { scope, provider } = this.args;
    const { number } = getProjectOutput({ projectId: scope.account }, { provider, parent: this });
    return interpolate`service-${number}@https-lb.iam.gserviceaccount.com`;
  }

  private records(part: string, hosts: EdgeArgs["hosts"], addresses: GcpRecordsArgs["addresses"]): void {
    const { zones } = this.args;
    new GcpRecords(`${this.name}-${part}`, { hosts, zones, addresses }, { parent: this });
  }

  private originKey(): Input<string> {
    const { originKey } = this.args;
    if (originKey === undefined) throw new RunError("a CDN before the entry needs the key that it shows the gateway");
    return originKey();
  }
}
