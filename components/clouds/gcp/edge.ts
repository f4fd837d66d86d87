import type { Scope } from "../../contracts/common";
import type { EdgeArgs, EdgeHandle } from "../../contracts/edge";
import { BaseComponent, type ComponentOpts } from "../../shared/base-component";
import { GcpRecords } from "./dns";

export interface GcpEdgeArgs extends EdgeArgs {
  readonly scope: Scope;
}

/** What is before the entry: the records of its names. */
export class GcpEdge extends BaseComponent implements EdgeHandle {
  readonly sites: EdgeHandle["sites"] = {};

  constructor(name: string, { entry, hosts, zones }: GcpEdgeArgs, opts?: ComponentOpts) {
    super("slipway:gcp:Edge", name, opts);
    if (entry) new GcpRecords(`${name}-records`, { hosts, zones, addresses: { A: entry.address } }, { parent: this });
    this.registerOutputs({ sites: this.sites });
  }
}
