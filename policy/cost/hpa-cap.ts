import { at } from "../read";
import type { ResourceRule } from "../rule";
import { AUTOSCALERS } from "../types";

export const hpaCap: ResourceRule = {
  name: "hpa-cap",
  pack: "cost",
  description: "An autoscaler stops at a number of pods that somebody has thought of (slipway:policy.maxPods).",
  severity: "low",
  frameworks: ["SOC 2 A1.1"],
  why: "A loop, or an attack, is otherwise paid for until somebody looks at the bill.",
  mend: "Lower maxReplicas, or raise slipway:policy.maxPods.",
  link: "https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/",
  types: AUTOSCALERS,
  level: "advisory",
  onUnknown: { behaviour: "passes", text: "An unknown maximum passes." },
  check: ({ props }, { maxPods }) => {
    const max = at(props, "spec.maxReplicas");
    return typeof max === "number" && max > maxPods ? [`it may make ${max} pods; ${maxPods} are allowed`] : [];
  },
};
