import { at, isDict, isMissing, isUnknown } from "../read";
import type { ResourceRule } from "../rule";

export const nodePoolLimits: ResourceRule = {
  name: "node-pool-limits",
  pack: "cost",
  description: "A Karpenter pool has a limit.",
  severity: "medium",
  frameworks: ["SOC 2 A1.1"],
  why: "Without one it buys nodes for as long as pods are waiting, whatever made them.",
  mend: "Set spec.limits.cpu, or memory.",
  link: "https://karpenter.sh/docs/concepts/nodepools/#speclimits",
  types: ["kubernetes:karpenter.sh/v1:NodePool"],
  level: "mandatory",
  levels: { dev: "advisory" },
  onUnknown: { behaviour: "passes", text: "Unknown limits pass." },
  check: ({ props }) => {
    const limits = at(props, "spec.limits");
    if (isUnknown(limits)) return [];
    return isDict(limits) && !Object.values(limits).every(isMissing) ? [] : ["it may buy nodes without end"];
  },
};
