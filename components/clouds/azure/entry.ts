import { getUserAssignedIdentityOutput } from "@pulumi/azure-native/managedidentity/getUserAssignedIdentity";
import { PublicIPAddress } from "@pulumi/azure-native/network/publicIPAddress";
import { ResourceGroup } from "@pulumi/azure-native/resources/resourceGroup";
import { type Output, output, type ProviderResource } from "@pulumi/pulumi";
import type { ClusterHandle } from "../../contracts/cluster";
import type { EntryHandle, EntryService } from "../../contracts/entry";
import { BaseComponent, type ComponentOpts } from "../../shared/base-component";
import { named } from "../../shared/tags";
import { controlIdentity } from "./names";
import type { AzurePlace } from "./place";
import { assign } from "./roles";

export interface AzureEntryArgs {
  readonly place: AzurePlace;
  readonly cluster: Pick<ClusterHandle, "name">;
  /** Front Door alone reaches it, by HTTPS. @default anybody does */
  readonly behindCdn?: boolean;
  /** For asking who the cluster's control plane is. */
  readonly provider: ProviderResource;
}

/**
 * The address that the internet comes in by, zone-redundant. The gateway's Service takes it: AKS binds its load balancer to it,
 * and frees it with the Service. It is alone in a group of its own, since that is what the control plane may change.
 */
export class AzureEntry extends BaseComponent implements EntryHandle {
  readonly address: Output<string>;
  readonly targets: EntryHandle["targets"] = [];
  readonly service: EntryService;

  constructor(name: string, { place, cluster, provider, behindCdn }: AzureEntryArgs, opts?: ComponentOpts) {
    super("slipway:azure:Entry", name, opts);
    const { scope } = place;
    const group = new ResourceGroup(
      name,
      { resourceGroupName: name, location: scope.region, tags: named(scope.tags, name) },
      this.child({ protect: scope.protect }),
    );
    const address = new PublicIPAddress(
      name,
      {
        resourceGroupName: group.name,
        location: scope.region,
        publicIpAddressName: name,
        sku: { name: "Standard" },
        publicIPAllocationMethod: "Static",
        zones: ["1", "2", "3"],
        tags: named(scope.tags, name),
      },
      this.child({ protect: scope.protect }),
    );
    const { principalId } = getUserAssignedIdentityOutput(
      {
        resourceGroupName: place.group,
        // The identity is there once the cluster is.
        resourceName: output(cluster.name).apply(() => controlIdentity(scope)),
      },
      { provider, parent: this },
    );
    const right = assign(name, scope, { role: "changeNetwork", on: group.id, to: principalId }, this.child());
    this.address = address.ipAddress.apply((ip) => ip ?? "");
    this.service = {
      annotations: {
        // The Service waits for the right to take the address.
        "service.beta.kubernetes.io/azure-load-balancer-resource-group": output([group.name, right.id]).apply(
          ([of]) => of!,
        ),
        // Every Front Door calls from there; the gateway tells them apart.
        ...(behindCdn && { "service.beta.kubernetes.io/azure-allowed-service-tags": "AzureFrontDoor.Backend" }),
      },
      address: this.address,
    };
    this.registerOutputs({ address: this.address });
  }
}
