import { at, stringsAt } from "../read";
import type { ResourceRule } from "../rule";
import { EC2_INSTANCE, EKS_NODE_GROUP, LAUNCH_TEMPLATE, RDS_INSTANCE, REPLICATION_GROUP } from "../types";

/** The largest size that is taken without asking, in multiples of xlarge (4 vCPU). */
const LARGEST = { dev: 2, staging: 4, prod: 16 } as const;

function sizeOf(kind: string): number {
  if (/\.metal/.test(kind)) return Number.POSITIVE_INFINITY;
  return Number(/\.(\d+)xlarge$/.exec(kind)?.[1] ?? 1);
}

export const largeInstances: ResourceRule = {
  name: "large-instances",
  pack: "cost",
  description: "Machines are no larger than their environment may ask for.",
  severity: "low",
  frameworks: [],
  why: "A test that was forgotten over a month costs more than what it was to find out.",
  mend: "Take a smaller class, or exempt it with the reason.",
  link: "https://docs.aws.amazon.com/wellarchitected/latest/cost-optimization-pillar/cost_type_size_number_resources_data.html",
  types: [EC2_INSTANCE, LAUNCH_TEMPLATE, EKS_NODE_GROUP, RDS_INSTANCE, REPLICATION_GROUP],
  level: "advisory",
  onUnknown: { behaviour: "judges-the-rest", text: "Unknown types pass; known ones beside them are judged." },
  check: ({ props }, { environment }) =>
    [
      ...["instanceType", "instanceClass", "nodeType"].map((key) => at(props, key)),
      ...stringsAt(props, "instanceTypes"),
    ]
      .filter((kind): kind is string => typeof kind === "string" && sizeOf(kind) > LARGEST[environment])
      .map((kind) => `it is a ${kind} in ${environment}`),
};
