import { RecordSet } from "@pulumi/azure-native/dns/recordSet";
import { Zone } from "@pulumi/azure-native/dns/zone";
import { type Input, type Output, output } from "@pulumi/pulumi";
import type { EdgeHost, ZoneArgs, ZoneHandle } from "../../contracts/edge";
import { BaseComponent, type ComponentOpts } from "../../shared/base-component";
import { hostPart } from "../../shared/naming";
import { named } from "../../shared/tags";
import type { AzurePlace } from "./place";

/** Seconds that resolvers keep an answer: the address of an entry stays for years. */
const TTL = 300;

/** A public zone of Azure DNS. */
export class AzureZone extends BaseComponent implements ZoneHandle {
  readonly name: string;
  readonly id: Output<string>;
  readonly nameServers: Output<string[]>;

  constructor(name: string, args: ZoneArgs & { readonly place: AzurePlace }, opts?: ComponentOpts) {
    super("slipway:azure:Zone", name, opts);
    const { scope, group } = args.place;
    const zone = new Zone(
      name,
      {
        resourceGroupName: group,
        location: "Global",
        zoneName: args.name,
        zoneType: "Public",
        tags: named(scope.tags, name),
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

/** What records name a zone by: it may lie in a group of its own. */
export function zoneParts({ name, id }: ZoneHandle): {
  readonly resourceGroupName: Output<string>;
  readonly zoneName: Output<string>;
} {
  const known = output(id);
  return {
    resourceGroupName: known.apply((full) => {
      const [, group] = /\/resourceGroups\/([^/]+)\//i.exec(full) ?? [];
      if (group === undefined) throw new Error(`"${full}" is no full id of a DNS zone`);
      return group;
    }),
    zoneName: known.apply(() => name),
  };
}

/** Where names lead: an address, or something of Azure's that the record follows by itself. */
export type RecordTarget = { readonly address: Input<string> } | { readonly resource: Input<string> };

export interface AzureRecordsArgs {
  /** Those that lie in no zone are made by people. */
  readonly hosts: readonly EdgeHost[];
  readonly zones: Readonly<Record<string, ZoneHandle>>;
  readonly target: RecordTarget;
}

/** The records of public names. */
export class AzureRecords extends BaseComponent {
  constructor(name: string, { hosts, zones, target }: AzureRecordsArgs, opts?: ComponentOpts) {
    super("slipway:azure:Records", name, opts);
    for (const host of hosts) {
      const zone = host.zone === undefined ? undefined : zones[host.zone];
      if (zone === undefined) continue;
      for (const recordType of "address" in target ? ["A"] : ["A", "AAAA"]) {
        new RecordSet(
          `${name}-${hostPart(host.name)}-${recordType.toLowerCase()}`,
          {
            ...zoneParts(zone),
            relativeRecordSetName: relativeName(host.name, zone.name),
            ...{ recordType, ttl: TTL },
            ...("address" in target
              ? { aRecords: [{ ipv4Address: target.address }] }
              : { targetResource: { id: target.resource } }),
          },
          this.child(),
        );
      }
    }
    this.registerOutputs({});
  }
}

/** A name as its zone writes it: `shop` for `shop.example.com`, `@` for the zone itself. */
export const relativeName = (host: string, zone: string): string =>
  host === zone ? "@" : host.slice(0, -zone.length - 1);
