import * as compute from "@pulumi/gcp/compute";
import type { Output } from "@pulumi/pulumi";
import type { Scope } from "../../contracts/common";
import type { EntryHandle, EntryService } from "../../contracts/entry";
import { BaseComponent, type ComponentOpts } from "../../shared/base-component";
import { labelled } from "./labels";

/**
 * Where Google's front ends call origins on the internet from ("Set up a global external Application Load Balancer with an
 * external backend"; also in DNS, as TXT of _cloud-eoips.googleusercontent.com).
 */
const FRONT_ENDS = ["34.96.0.0/20", "34.127.192.0/18"];

export interface GcpEntryArgs {
  readonly scope: Scope;
  /** Google's front ends alone reach it. @default anybody does */
  readonly behindCdn?: boolean;
}

/**
 * The address that the internet comes in by. The gateway's Service takes it: GKE makes a passthrough load balancer for the
 * Service, and takes it away with it. Deleting the Service comes before the cluster's end, so nothing stays behind; the
 * address outlives any new Service, and names need not move.
 */
export class GcpEntry extends BaseComponent implements EntryHandle {
  readonly address: Output<string>;
  readonly targets: EntryHandle["targets"] = [];
  readonly service: EntryService;

  constructor(name: string, { scope, behindCdn }: GcpEntryArgs, opts?: ComponentOpts) {
    super("slipway:gcp:Entry", name, opts);
    const address = new compute.Address(
      name,
      {
        region: scope.region,
        addressType: "EXTERNAL",
        networkTier: "PREMIUM",
        description: `Public entry of ${scope.name}`,
        labels: labelled(scope.tags, name),
      },
      this.child({ protect: scope.protect }),
    );
    this.address = address.address;
    // Backend services instead of target pools: health checks of its own, and connections that drain.
    this.service = {
      annotations: { "cloud.google.com/l4-rbs": "enabled" },
      address: address.address,
      ...(behindCdn && { sourceRanges: FRONT_ENDS }),
    };
    this.registerOutputs({ address: this.address });
  }
}
