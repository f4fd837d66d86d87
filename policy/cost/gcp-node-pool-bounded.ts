import { mustBeGiven, where } from "../checks";
import { GCP_NODE_POOL } from "../gcp-types";
import { at, isMissing } from "../read";
import type { ResourceRule } from "../rule";

export const gcpNodePoolBounded: ResourceRule = {
  name: "gcp-node-pool-bounded",
  pack: "cost",
  description: "Node pools say how far they grow.",
  severity: "low",
  frameworks: [],
  why: "A loop in a deployment would add machines until the quota ends it.",
  mend: "Give autoscaling.maxNodeCount or totalMaxNodeCount.",
  link: "https://cloud.google.com/kubernetes-engine/docs/concepts/cluster-autoscaler",
  types: [GCP_NODE_POOL],
  level: "advisory",
  onUnknown: { behaviour: "passes", text: "An unknown autoscaling passes, and is judged at the update." },
  check: where(
    (props) => !isMissing(props["autoscaling"]) && isMissing(at(props, "autoscaling.totalMaxNodeCount")),
    mustBeGiven("autoscaling.maxNodeCount", "nothing bounds its growth"),
  ),
};
