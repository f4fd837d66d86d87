import * as compute from "@pulumi/gcp/compute";
import type { Output } from "@pulumi/pulumi";
import type { Scope } from "../../contracts/common";
import type { EntryHandle, EntryService } from "../../contracts/entry";
import { BaseComponent, type ComponentOpts } from "../../shared/base-component";
import { labelled } from "./labels";

/**
 * The address that the internet comes in by. The gateway's Service takes it: GKE makes a passthrough load balancer for the
 * Service, and takes it away with it. Deleting the Service comes before the cluster's end, so nothing stays behind; the
 * address outlives any new Service, and names need not move.
 */
export class GcpEntry extends BaseComponent implements EntryHandle {
  readonly address: Output<string>;
  readonly targets: EntryHandle["targets"] = [];
  readonly service: EntryService;

  constructor(name: string, { scope }: { readonly scope: Scope }, opts?: ComponentOpts) {
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
    this.service = { annotations: { "cloud.google.com/l4-rbs": "enabled" }, address: address.address };
    this.registerOutputs({ address: this.address });
  }
}
