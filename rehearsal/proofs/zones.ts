import { objectAt, texts } from "../clouds/paths";
import { shapeOf, typesOf, zonalWaysOut } from "../clouds/shapes";
import type { ResourceRecord } from "../engine/record";
import type { Graph } from "./graph";
import { subnetsOf } from "./stores";

/** Zones by what stands in them, worked out from subnets. */
export class Zones {
  private readonly ofSubnet = new Map<string, string>();
  /** Zones that pools say themselves, where subnets span them. */
  private readonly said = new Set<string>();

  constructor(private readonly graph: Graph) {
    for (const subnet of graph.ofType("aws:ec2/subnet:Subnet"))
      if (subnet.id) this.ofSubnet.set(subnet.id, String(subnet.inputs["availabilityZone"]));
    for (const pool of graph.ofType(...typesOf("pools")))
      for (const zone of shapeOf(pool).zones?.(pool) ?? []) this.said.add(zone);
  }

  /** Every zone that the stack has a subnet in, sorted. */
  get all(): string[] {
    return [...new Set([...this.ofSubnet.values(), ...this.said])].sort();
  }

  of(subnets: readonly string[]): string[] {
    return [...new Set(subnets.flatMap((id) => this.ofSubnet.get(id) ?? []))].sort();
  }

  /** Zones of the nodes of a group. */
  ofNodes(pool: ResourceRecord): string[] {
    const said = shapeOf(pool).zones?.(pool);
    return said ? [...said].sort() : this.of(texts(pool.inputs, "subnetIds[]"));
  }

  /** Zones that a store may stand in: those of its subnets, or any where subnets span zones. */
  ofStore(store: ResourceRecord): string[] {
    return shapeOf(store).zones ? this.all : this.of(subnetsOf(this.graph, store));
  }

  /** Zone → the zone whose gateway its private subnets go out through. */
  ways(): ReadonlyMap<string, string> {
    // A gateway of the region serves each zone for itself.
    const ways = new Map([...this.said].map((zone) => [zone, zone]));
    // Where nobody says which zone it stands in, it may be any: the first stands for it.
    for (const { inputs } of this.graph.ofType(...zonalWaysOut())) {
      const through = texts(inputs, "zones[]")[0] ?? this.all[0]!;
      for (const zone of this.said) ways.set(zone, through);
    }
    for (const route of this.graph.ofType("aws:ec2/route:Route")) {
      const gateway = this.graph.find("aws:ec2/natGateway:NatGateway", "id", route.inputs["natGatewayId"]);
      const [through] = this.of([String(gateway?.inputs["subnetId"])]);
      if (through === undefined) continue;
      for (const { inputs } of this.graph.ofType("aws:ec2/routeTableAssociation:RouteTableAssociation"))
        if (inputs["routeTableId"] === route.inputs["routeTableId"])
          for (const zone of this.of([String(inputs["subnetId"])])) ways.set(zone, through);
    }
    return ways;
  }
}

/** Copies of a store that can take over; where its first one is bound to be, nobody knows: in any of its zones. */
export const standbys = (store: ResourceRecord, graph: Graph): number => {
  const { members, standbys: said } = shapeOf(store);
  const own = members?.[store.type];
  if (own === undefined) return said(store);
  return graph.ofType(own.type).filter(({ inputs }) => inputs[own.of] === store.id).length - 1;
};

/** Fewest pods of a workload's release, or nothing where it does not run all the time. */
export function fewestPods({ inputs }: ResourceRecord): number | undefined {
  const values = objectAt(inputs, "values");
  if (values["kind"] !== "web" && values["kind"] !== "worker") return undefined;
  const min = objectAt(values, "autoscaling")["min"] ?? values["replicas"];
  return typeof min === "number" ? min : 1;
}
