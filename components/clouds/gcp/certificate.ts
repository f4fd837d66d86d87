import * as certificatemanager from "@pulumi/gcp/certificatemanager";
import * as dns from "@pulumi/gcp/dns";
import { interpolate, type Output } from "@pulumi/pulumi";
import type { Scope } from "../../contracts/common";
import type { EdgeHost, ZoneHandle } from "../../contracts/edge";
import { BaseComponent, type ComponentOpts } from "../../shared/base-component";
import { hostPart } from "../../shared/naming";
import { zoneParts } from "./dns";
import { labelled } from "./labels";

/** Seconds that a record of a proof may be kept: Google asks again at each renewal. */
const PROOF_TTL = 300;

export interface GcpCertificatesArgs {
  readonly scope: Scope;
  /** Each lies in one of the zones. */
  readonly hosts: readonly EdgeHost[];
  readonly zones: Readonly<Record<string, ZoneHandle>>;
}

/**
 * Certificates of Certificate Manager, one for each name, so that another name changes no other's. Google renews them for as
 * long as the records are there that prove the names.
 */
export class GcpCertificates extends BaseComponent {
  /** What a load balancer knows the map of them by. */
  readonly map: Output<string>;

  constructor(
    private readonly name: string,
    private readonly args: GcpCertificatesArgs,
    opts?: ComponentOpts,
  ) {
    super("slipway:gcp:Certificates", name, opts);
    const { scope, hosts } = args;
    const map = new certificatemanager.CertificateMap(
      name,
      { description: `Names of ${scope.name}`, labels: labelled(scope.tags, name) },
      this.child(),
    );
    for (const host of hosts) this.certify(map, host);
    this.map = interpolate`//certificatemanager.googleapis.com/${map.id}`;
    this.registerOutputs({ map: this.map });
  }

  private certify(map: certificatemanager.CertificateMap, host: EdgeHost): void {
    const { scope, zones } = this.args;
    const name = `${this.name}-${hostPart(host.name)}`;
    const labels = labelled(scope.tags, name);
    const authorization = new certificatemanager.DnsAuthorization(
      name,
      // Its record is named for the project too, and so is none that cert-manager writes.
      { domain: host.name, type: "PER_PROJECT_RECORD", labels },
      this.child(),
    );
    const record = authorization.dnsResourceRecords.apply(([first]) => first!);
    const proof = new dns.RecordSet(
      `${name}-proof`,
      {
        ...zoneParts(zones[host.zone!]!.id),
        ...{ name: record.apply((each) => each.name!), type: "CNAME", ttl: PROOF_TTL },
        rrdatas: [record.apply((each) => each.data!)],
      },
      this.child(),
    );
    const certificate = new certificatemanager.Certificate(
      name,
      { managed: { domains: [host.name], dnsAuthorizations: [authorization.id] }, labels },
      this.child({ dependsOn: [proof] }),
    );
    new certificatemanager.CertificateMapEntry(
      name,
      { map: map.name, hostname: host.name, certificates: [certificate.id], labels },
      this.child(),
    );
  }
}
