import { type Output, secret } from "@pulumi/pulumi";
import type { CdnArgs, EdgeArgs, EdgeHandle, OriginProof } from "../../contracts/edge";
import { BaseComponent, type ComponentOpts } from "../../shared/base-component";
import { AzureRecords, type RecordTarget } from "./dns";
import { AzureEdgeLogs } from "./edge-logs";
import { AzureFirewall } from "./firewall";
import { AzureFrontDoor } from "./front-door";
import type { AzurePlace } from "./place";

export interface AzureEdgeArgs extends EdgeArgs {
  readonly place: AzurePlace;
}

/** What is before the entry: records, and with a CDN Front Door, its firewall and its logs. */
export class AzureEdge extends BaseComponent implements EdgeHandle {
  readonly address?: Output<string>;
  readonly proof?: OriginProof;
  readonly sites: EdgeHandle["sites"] = {};

  constructor(
    private readonly name: string,
    private readonly args: AzureEdgeArgs,
    opts?: ComponentOpts,
  ) {
    super("slipway:azure:Edge", name, opts);
    const { cdn, entry, hosts, origin } = args;
    if (entry && cdn === undefined) this.records("records", hosts, { address: entry.address });
    if (entry && cdn !== undefined && origin !== undefined) {
      this.records("origin", [origin], { address: entry.address });
      const door = this.frontDoor(cdn, origin);
      this.records("cdn-records", hosts, { resource: door.endpoint });
      this.address = door.address;
      this.proof = { header: "x-azure-fdid", key: secret(door.frontDoorId), clientAddress: 1 };
    }
    this.registerOutputs({ address: this.address, sites: this.sites });
  }

  private frontDoor(cdn: CdnArgs, origin: NonNullable<EdgeArgs["origin"]>): AzureFrontDoor {
    const { name } = this;
    const { place, firewall, hosts, zones } = this.args;
    const judged = firewall !== undefined || cdn.allowCountries.length + cdn.blockCountries.length > 0;
    const policy = judged
      ? new AzureFirewall(`${name}-firewall`, { place, firewall, countries: cdn }, { parent: this })
      : undefined;
    const door = new AzureFrontDoor(
      `${name}-cdn`,
      { ...{ place, hosts, zones, origin, cache: cdn.cache }, ...(policy && { firewall: policy.id }) },
      { parent: this },
    );
    new AzureEdgeLogs(`${name}-logs`, { place, days: cdn.logDays, profile: door.id }, { parent: this });
    return door;
  }

  private records(part: string, hosts: EdgeArgs["hosts"], target: RecordTarget): void {
    const { zones } = this.args;
    new AzureRecords(`${this.name}-${part}`, { hosts, zones, target }, { parent: this });
  }
}
