import * as azure from "@pulumi/azure-native/network";
import type { Output, Resource } from "@pulumi/pulumi";
import type { Inputs } from "../../contracts/common";
import type { NetworkArgs, NetworkHandle } from "../../contracts/network";
import { BaseComponent, type ComponentOpts } from "../../shared/base-component";
import { named } from "../../shared/tags";
import type { AzureOptions } from "./options";
import { type AzurePlace, at } from "./place";

export type AzureNetworkArgs = NetworkArgs & AzureOptions["network"] & { readonly place: AzurePlace };

/** Ports that stores listen on behind their private endpoints: PostgreSQL and its pool, Managed Redis, Key Vault. */
const STORE_PORTS = ["5432", "6432", "10000", "443"];

/**
 * A VNet with a subnet for nodes, one that AKS puts the cluster's API into, and one for private endpoints of stores. A NAT
 * gateway with a fixed address is the only way out. Storage and the vault of secrets are reached by service endpoints: over
 * Azure's own network, and by nodes of this subnet alone.
 */
export class AzureNetwork extends BaseComponent implements NetworkHandle {
  readonly id: Output<string>;
  readonly cidr: string;
  readonly publicSubnetIds: Inputs<string> = [];
  /** Of nodes, then of the cluster's API. */
  readonly privateSubnetIds: Inputs<string>;
  readonly dataSubnetIds: Inputs<string>;
  readonly dataCidrs: Inputs<string>;
  private last?: Resource;

  constructor(
    private readonly name: string,
    private readonly args: AzureNetworkArgs,
    opts: ComponentOpts = {},
  ) {
    super("slipway:azure:Network", name, opts);
    const { scope } = args.place;
    const network = new azure.VirtualNetwork(
      name,
      {
        ...this.base(name),
        virtualNetworkName: name,
        addressSpace: { addressPrefixes: [args.cidr] },
      },
      this.child({ protect: scope.protect }),
    );
    const gateway = args.nat === "none" ? undefined : this.makeNat();
    const nodes = this.makeSubnet(network, "nodes", this.cidrOf("private"), {
      ...(gateway && { natGateway: { id: gateway.id } }),
      serviceEndpoints: [{ service: "Microsoft.Storage" }, { service: "Microsoft.KeyVault" }],
    });
    const control = this.makeSubnet(network, "control", args.controlCidr, {
      delegations: [{ name: "aks", serviceName: "Microsoft.ContainerService/managedClusters" }],
    });
    const data = this.makeSubnet(network, "data", this.cidrOf("data"), {
      networkSecurityGroup: { id: this.makeGuard().id },
      // Without it the group's rules do not hold for private endpoints.
      privateEndpointNetworkPolicies: "Enabled",
    });

    this.id = network.id;
    this.cidr = args.cidr;
    this.privateSubnetIds = [nodes.id, control.id];
    this.dataSubnetIds = [data.id];
    this.dataCidrs = [this.cidrOf("data")];
    this.registerOutputs({ id: this.id, cidr: this.cidr });
  }

  private base(name: string) {
    const { place } = this.args;
    return { ...at(place), tags: named(place.scope.tags, name) };
  }

  private cidrOf(kind: "private" | "data"): string {
    const subnet = this.args.subnets.find((each) => each.kind === kind);
    if (subnet === undefined) throw new Error(`${this.name} has no ${kind} range`);
    return subnet.cidr;
  }

  /** One after the other: a VNet takes one change at a time. */
  private makeSubnet(
    network: azure.VirtualNetwork,
    what: string,
    addressPrefix: string,
    over: Partial<azure.SubnetArgs>,
  ): azure.Subnet {
    const subnet = new azure.Subnet(
      `${this.name}-${what}`,
      {
        resourceGroupName: this.args.place.group,
        virtualNetworkName: network.name,
        subnetName: what,
        addressPrefix,
        defaultOutboundAccess: false,
        ...over,
      },
      this.child(this.last ? { dependsOn: [this.last] } : {}),
    );
    this.last = subnet;
    return subnet;
  }

  private makeNat(): azure.NatGateway {
    const name = `${this.name}-nat`;
    const address = new azure.PublicIPAddress(
      name,
      {
        ...this.base(name),
        publicIpAddressName: name,
        sku: { name: "Standard" },
        publicIPAllocationMethod: "Static",
        zones: ["1", "2", "3"],
      },
      this.child(),
    );
    return new azure.NatGateway(
      name,
      {
        ...this.base(name),
        natGatewayName: name,
        sku: { name: "Standard" },
        publicIpAddresses: [{ id: address.id }],
        idleTimeoutInMinutes: 4,
      },
      this.child(),
    );
  }

  /** Nodes, pods behind them and the cluster's API reach stores on their ports; nobody else reaches anything. */
  private makeGuard(): azure.NetworkSecurityGroup {
    const name = `${this.name}-data`;
    const rule = { protocol: "*", sourcePortRange: "*", destinationAddressPrefix: "*", direction: "Inbound" };
    return new azure.NetworkSecurityGroup(
      name,
      {
        ...this.base(name),
        networkSecurityGroupName: name,
        securityRules: [
          {
            ...rule,
            name: "stores",
            priority: 100,
            access: "Allow",
            protocol: "Tcp",
            sourceAddressPrefixes: [this.cidrOf("private"), this.args.controlCidr],
            destinationPortRanges: STORE_PORTS,
          },
          {
            ...rule,
            name: "nobody-else",
            priority: 4096,
            access: "Deny",
            sourceAddressPrefix: "*",
            destinationPortRange: "*",
          },
        ],
      },
      this.child(),
    );
  }
}
