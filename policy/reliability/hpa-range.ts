import { at } from "../read";
import type { ResourceRule } from "../rule";
import { AUTOSCALERS } from "../types";

export const hpaRange: ResourceRule = {
  name: "hpa-range",
  pack: "reliability",
  description: "An autoscaler has two pods or more, and room to add some.",
  severity: "medium",
  frameworks: ["SOC 2 A1.1"],
  why: "With one pod each drain is an outage; with the maximum at the minimum the autoscaler does nothing.",
  mend: "Set 2 ≤ minReplicas < maxReplicas.",
  link: "https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/",
  types: AUTOSCALERS,
  level: "mandatory",
  levels: { dev: "disabled", staging: "advisory" },
  onUnknown: { behaviour: "judges-the-rest", text: "An unknown number passes." },
  check: ({ props }) => {
    const [min, max] = [at(props, "spec.minReplicas") ?? 1, at(props, "spec.maxReplicas")];
    return [
      ...(typeof min === "number" && min < 2 ? [`it goes down to ${min} ${min === 1 ? "pod" : "pods"}`] : []),
      ...(typeof min === "number" && typeof max === "number" && max <= min ? [`it cannot go beyond ${max}`] : []),
    ];
  },
};
