import type { ResourceRecord } from "../engine/record";
import { type Graph, objectAt, texts } from "./graph";

/** Zones by what stands in them, worked out from subnets. */
export class Zones {
  private readonly ofSubnet = new Map<string, string>();

  constructor(private readonly graph: Graph) {
    for (const subnet of graph.ofType("aws:ec2/subnet:Subnet"))
      if (subnet.id) this.ofSubnet.set(subnet.id, String(subnet.inputs["availabilityZone"]));
  }

  /** Every zone that the stack has a subnet in, sorted. */
  get all(): string[] {
    return [...new Set(this.ofSubnet.values())].sort();
  }

  of(subnets: readonly string[]): string[] {
    return [...new Set(subnets.flatMap((id) => this.ofSubnet.get(id) ?? []))].sort();
  }

  /** Zones of the nodes of a group. */
  ofNodes({ inputs }: ResourceRecord): string[] {
    return this.of(texts(inputs, "subnetIds[]"));
  }

  /** Zone → the zone whose gateway its private subnets go out through. */
  ways(): ReadonlyMap<string, string> {
    const ways = new Map<string, string>();
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

/** Copies of a store that can take over, and where its first one is bound to be; none: it may be in any of its zones. */
export function standbys({ type, inputs }: ResourceRecord): number {
  if (type.startsWith("aws:elasticache/"))
    return inputs["automaticFailoverEnabled"] === true ? Number(inputs["numCacheClusters"] ?? 1) - 1 : 0;
  return inputs["multiAz"] === true ? 1 : 0;
}

/** Fewest pods of a workload's release, or nothing where it does not run all the time. */
export function fewestPods({ inputs }: ResourceRecord): number | undefined {
  const values = objectAt(inputs, "values");
  if (values["kind"] !== "web" && values["kind"] !== "worker") return undefined;
  const min = objectAt(values, "autoscaling")["min"] ?? values["replicas"];
  return typeof min === "number" ? min : 1;
}
