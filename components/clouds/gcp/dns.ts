import * as dns from "@pulumi/gcp/dns";
import { type Input, type Output, output } from "@pulumi/pulumi";
import type { Scope } from "../../contracts/common";
import type { EdgeHost, ZoneArgs, ZoneHandle } from "../../contracts/edge";
import { BaseComponent, type ComponentOpts } from "../../shared/base-component";
import { hostPart } from "../../shared/naming";
import { labelled } from "./labels";

/** Seconds that resolvers keep an answer: addresses of an entry and of a load balancer stay for years. */
const TTL = 300;

/** A public zone of Cloud DNS, signed; resolvers check that once the registrar has its DS record. */
export class GcpZone extends BaseComponent implements ZoneHandle {
  readonly name: string;
  /** `projects/<project>/managedZones/<name>` */
  readonly id: Output<string>;
  readonly nameServers: Output<string[]>;

  constructor(name: string, args: ZoneArgs & { readonly scope: Scope }, opts?: ComponentOpts) {
    super("slipway:gcp:Zone", name, opts);
    const { scope } = args;
    const zone = new dns.ManagedZone(
      name,
      {
        dnsName: `${args.name}.`,
        description: `Public names of ${scope.name}`,
        visibility: "public",
        dnssecConfig: { state: "on" },
        labels: labelled(scope.tags, name),
      },
      // A zone that is made anew has other name servers: its names are gone until the registrar knows them.
      this.child({ protect: scope.protect }),
    );
    this.name = args.name;
    this.id = zone.id;
    this.nameServers = zone.nameServers;
    this.registerOutputs({ id: this.id, nameServers: this.nameServers });
  }
}

/** What most of Cloud DNS names a zone by. */
export function zoneParts(id: Input<string>): {
  readonly project: Output<string>;
  readonly managedZone: Output<string>;
} {
  const parts = output(id).apply((known) => {
    const [, project, managedZone] = /^projects\/([^/]+)\/managedZones\/([^/]+)$/.exec(known) ?? [];
    if (project === undefined || managedZone === undefined)
      throw new Error(`"${known}" is no id of a zone: it is written projects/<project>/managedZones/<name>`);
    return { project, managedZone };
  });
  return { project: parts.project, managedZone: parts.managedZone };
}

export interface GcpRecordsArgs {
  /** Those that lie in no zone are made by people. */
  readonly hosts: readonly EdgeHost[];
  readonly zones: Readonly<Record<string, ZoneHandle>>;
  /** Type of record → the address that names lead to. */
  readonly addresses: Readonly<Partial<Record<"A" | "AAAA", Input<string>>>>;
}

/** The records of public names. */
export class GcpRecords extends BaseComponent {
  constructor(name: string, { hosts, zones, addresses }: GcpRecordsArgs, opts?: ComponentOpts) {
    super("slipway:gcp:Records", name, opts);
    for (const host of hosts) {
      const zone = host.zone === undefined ? undefined : zones[host.zone];
      if (zone === undefined) continue;
      for (const [type, address] of Object.entries(addresses)) {
        new dns.RecordSet(
          `${name}-${hostPart(host.name)}-${type.toLowerCase()}`,
          { ...zoneParts(zone.id), name: `${host.name}.`, type, ttl: TTL, rrdatas: [address] },
          this.child(),
        );
      }
    }
    this.registerOutputs({});
  }
}
