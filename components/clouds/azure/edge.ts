import type { EdgeArgs, EdgeHandle } from "../../contracts/edge";
import { BaseComponent, type ComponentOpts } from "../../shared/base-component";
import { AzureRecords } from "./dns";
import type { AzurePlace } from "./place";

export interface AzureEdgeArgs extends EdgeArgs {
  readonly place: AzurePlace;
}

/** What is before the entry: the records of its names. */
export class AzureEdge extends BaseComponent implements EdgeHandle {
  readonly sites: EdgeHandle["sites"] = {};

  constructor(name: string, { entry, hosts, zones }: AzureEdgeArgs, opts?: ComponentOpts) {
    super("slipway:azure:Edge", name, opts);
    if (entry)
      new AzureRecords(`${name}-records`, { hosts, zones, target: { address: entry.address } }, { parent: this });
    this.registerOutputs({ sites: this.sites });
  }
}
