import * as aws from "@pulumi/aws";
import { type Input, type Output, RunError } from "@pulumi/pulumi";
import type { Scope } from "../../contracts/common";
import {
  type CdnArgs,
  type EdgeArgs,
  type EdgeHandle,
  type EdgeHost,
  ORIGIN_KEY_HEADER,
  type OriginProof,
} from "../../contracts/edge";
import { BaseComponent, type ComponentOpts } from "../../shared/base-component";
import { physicalName } from "../../shared/naming";
import { AwsCertificate } from "./certificate";
import { AwsDistribution, CLOUDFRONT_ZONE } from "./distribution";
import { type AliasTarget, AwsRecords } from "./dns";
import { AwsEdgeCaching } from "./edge-caching";
import { AwsEdgeLogs } from "./edge-logs";
import { AwsEntry } from "./entry";
import { AwsFirewall } from "./firewall";

export interface AwsEdgeArgs extends EdgeArgs {
  readonly scope: Scope;
}

/** What is before the entry: records, and with a CDN its distributions, certificate, firewall and logs. */
export class AwsEdge extends BaseComponent implements EdgeHandle {
  readonly address?: Output<string>;
  readonly proof?: OriginProof;
  readonly sites: EdgeHandle["sites"];

  constructor(
    private readonly name: string,
    private readonly args: AwsEdgeArgs,
    opts?: ComponentOpts,
  ) {
    super("slipway:aws:Edge", name, opts);
    const { cdn, entry, hosts } = args;
    if (cdn === undefined) {
      if (entry instanceof AwsEntry && hosts.some(({ zone }) => zone !== undefined))
        this.records("records", hosts, {
          ...{ name: entry.address, zoneId: entry.zoneId, evaluateHealth: true },
          ipv4Only: true,
        });
      this.sites = {};
    } else {
      const made = this.distributions(cdn);
      this.address = made.address;
      if (made.address !== undefined)
        this.proof = { header: ORIGIN_KEY_HEADER, key: this.originKey(), clientAddress: 1 };
      this.sites = made.sites;
    }
    this.registerOutputs({ address: this.address, sites: this.sites });
  }

  private distributions(cdn: CdnArgs): { readonly address?: Output<string>; readonly sites: EdgeHandle["sites"] } {
    const { name, args } = this;
    const { scope, firewall, entry, hosts, sites, buckets } = args;
    const logs = new AwsEdgeLogs(`${name}-logs`, { scope, days: cdn.logDays }, { parent: this });
    const acl =
      firewall && new AwsFirewall(`${name}-firewall`, { ...firewall, scope, logs: logs.arn }, { parent: this });
    const caching = new AwsEdgeCaching(`${name}-caching`, scope, { parent: this });
    const access = this.access();
    const make = (
      part: string,
      own: readonly EdgeHost[],
      serves: ConstructorParameters<typeof AwsDistribution>[1]["serves"],
    ) => {
      const certificate = new AwsCertificate(
        `${name}-${part}-certificate`,
        { scope, hosts: own, zones: args.zones },
        { parent: this },
      );
      const made = new AwsDistribution(
        `${name}-${part}`,
        {
          ...{ scope, caching, access, buckets, settings: cdn, serves },
          ...{ aliases: own.map((host) => host.name), certificate: certificate.arn, firewall: acl?.arn },
        },
        { parent: this },
      );
      logs.deliver(`${name}-${part}-log`, made.distribution);
      this.records(`${part}-records`, own, { name: made.address, zoneId: CLOUDFRONT_ZONE, evaluateHealth: false });
      return made;
    };
    const ofSites = new Set(sites.flatMap((site) => site.hosts));
    const ofEntry = hosts.filter((host) => !ofSites.has(host.name));
    const before =
      entry && ofEntry.length > 0
        ? make("cdn", ofEntry, { entry: entry.address, originKey: this.originKey(), cdn })
        : undefined;
    return {
      ...(before && { address: before.address }),
      sites: Object.fromEntries(
        sites.map((site) => {
          const own = hosts.filter((host) => site.hosts.includes(host.name));
          const made = make(`site-${site.name}`, own, { site });
          return [site.name, { bucket: buckets[site.bucket]!.name, distribution: made.id }];
        }),
      ),
    };
  }

  private records(part: string, hosts: readonly EdgeHost[], target: AliasTarget): void {
    const { scope, zones, routing } = this.args;
    new AwsRecords(`${this.name}-${part}`, { scope, hosts, zones, target, routing }, { parent: this });
  }

  /** The identity that buckets are read with: it signs every request, so that buckets open to nobody else. */
  private access(): Input<string> {
    return new aws.cloudfront.OriginAccessControl(
      `${this.name}-access`,
      {
        name: physicalName([this.name, "access"], 64),
        ...{ originAccessControlOriginType: "s3", signingBehavior: "always", signingProtocol: "sigv4" },
      },
      this.child(),
    ).id;
  }

  private originKey(): Input<string> {
    const { originKey } = this.args;
    if (originKey === undefined) throw new RunError("a CDN before the entry needs the key that it shows the gateway");
    return originKey();
  }
}
