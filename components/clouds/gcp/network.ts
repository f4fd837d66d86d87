import * as compute from "@pulumi/gcp/compute";
import * as servicenetworking from "@pulumi/gcp/servicenetworking";
import type { Output, Resource } from "@pulumi/pulumi";
import type { Inputs, Scope } from "../../contracts/common";
import type { NetworkArgs, NetworkHandle } from "../../contracts/network";
import { BaseComponent, type ComponentOpts } from "../../shared/base-component";
import { labelled } from "./labels";
import type { GcpOptions } from "./options";

export type GcpNetworkArgs = NetworkArgs & GcpOptions["network"] & { readonly scope: Scope };

/** Names of the secondary ranges in the subnet of nodes. */
export const ranges = { pods: "pods", services: "services" } as const;

/** Ports of a VM behind NAT at first, and at most: GKE nodes open many connections to few names. */
const NAT_PORTS = { min: 64, max: 8192 };

/**
 * A VPC with one regional subnet for nodes, whose secondary ranges are those of pods and services; a range of its own for
 * managed stores, peered to Google's side (private services access); Cloud NAT as the only way out. Google's own APIs are
 * reached inside; nothing gets in that no firewall rule names.
 */
export class GcpNetwork extends BaseComponent implements NetworkHandle {
  readonly id: Output<string>;
  readonly cidr: string;
  readonly publicSubnetIds: Inputs<string> = [];
  readonly privateSubnetIds: Inputs<string>;
  readonly dataSubnetIds: Inputs<string>;
  readonly dataCidrs: Inputs<string>;

  constructor(
    private readonly name: string,
    private readonly args: GcpNetworkArgs,
    opts: ComponentOpts = {},
  ) {
    super("slipway:gcp:Network", name, opts);
    const network = new compute.Network(
      name,
      { autoCreateSubnetworks: false, routingMode: "REGIONAL", description: `Network of ${args.scope.name}` },
      this.child({ protect: args.scope.protect }),
    );
    const subnet = this.makeSubnet(network);
    if (args.nat !== "none") this.makeNat(network, subnet);
    this.refuse(network);
    const data = this.makeDataRange(network);

    this.id = network.id;
    this.cidr = args.cidr;
    this.privateSubnetIds = [subnet.id];
    this.dataSubnetIds = [data.name];
    this.dataCidrs = [this.cidrOf("data")];
    this.registerOutputs({ id: this.id, cidr: this.cidr });
  }

  private cidrOf(kind: "private" | "data"): string {
    const subnet = this.args.subnets.find((each) => each.kind === kind);
    if (subnet === undefined) throw new Error(`${this.name} has no ${kind} range`);
    return subnet.cidr;
  }

  private makeSubnet(network: compute.Network): compute.Subnetwork {
    const { podsCidr, servicesCidr, flowLogDays } = this.args;
    return new compute.Subnetwork(
      `${this.name}-nodes`,
      {
        network: network.id,
        region: this.args.scope.region,
        ipCidrRange: this.cidrOf("private"),
        secondaryIpRanges: [
          { rangeName: ranges.pods, ipCidrRange: podsCidr },
          { rangeName: ranges.services, ipCidrRange: servicesCidr },
        ],
        privateIpGoogleAccess: true,
        ...(flowLogDays > 0 && {
          logConfig: {
            aggregationInterval: "INTERVAL_10_MIN",
            flowSampling: 0.5,
            metadata: "INCLUDE_ALL_METADATA",
          },
        }),
      },
      this.child(),
    );
  }

  /** One gateway for the region, with a fixed address that others may let in; Google keeps it up in every zone. */
  private makeNat(network: compute.Network, subnet: compute.Subnetwork): Resource {
    const { region, tags } = this.args.scope;
    const address = new compute.Address(
      `${this.name}-nat`,
      { region, addressType: "EXTERNAL", networkTier: "PREMIUM", labels: labelled(tags, `${this.name}-nat`) },
      this.child(),
    );
    const router = new compute.Router(`${this.name}-router`, { network: network.id, region }, this.child());
    return new compute.RouterNat(
      `${this.name}-nat`,
      {
        router: router.name,
        region,
        natIpAllocateOption: "MANUAL_ONLY",
        natIps: [address.selfLink],
        sourceSubnetworkIpRangesToNat: "LIST_OF_SUBNETWORKS",
        subnetworks: [{ name: subnet.id, sourceIpRangesToNats: ["ALL_IP_RANGES"] }],
        enableDynamicPortAllocation: true,
        enableEndpointIndependentMapping: false,
        minPortsPerVm: NAT_PORTS.min,
        maxPortsPerVm: NAT_PORTS.max,
        logConfig: { enable: true, filter: "ERRORS_ONLY" },
      },
      this.child(),
    );
  }

  /** What no other rule lets in is refused anyway; this writes down who tried. */
  private refuse(network: compute.Network): void {
    new compute.Firewall(
      `${this.name}-refuse`,
      {
        network: network.id,
        description: "Refuses and logs what no other rule lets in",
        direction: "INGRESS",
        priority: 65534,
        sourceRanges: ["0.0.0.0/0"],
        denies: [{ protocol: "all" }],
        logConfig: { metadata: "INCLUDE_ALL_METADATA" },
      },
      this.child(),
    );
  }

  /** Where Google puts managed stores: a range that is reserved here and routed to their side. */
  private makeDataRange(network: compute.Network): compute.GlobalAddress {
    const [address, prefix] = this.cidrOf("data").split("/") as [string, string];
    const range = new compute.GlobalAddress(
      `${this.name}-data`,
      {
        network: network.id,
        purpose: "VPC_PEERING",
        addressType: "INTERNAL",
        address,
        prefixLength: Number(prefix),
        labels: labelled(this.args.scope.tags, `${this.name}-data`),
      },
      this.child(),
    );
    new servicenetworking.Connection(
      `${this.name}-data`,
      {
        network: network.id,
        service: "servicenetworking.googleapis.com",
        reservedPeeringRanges: [range.name],
        // Google holds it for days after the last store has gone, and refuses to delete it; it goes with the network
        // (hashicorp/terraform-provider-google#16275).
        deletionPolicy: "ABANDON",
      },
      this.child(),
    );
    return range;
  }
}
