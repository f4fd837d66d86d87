import { at } from "../read";
import type { StackRule } from "../rule";
import { autoscaled } from "../scaling";

const TYPES = ["kubernetes:apps/v1:Deployment", "kubernetes:argoproj.io/v1alpha1:Rollout"] as const;

export const enoughReplicas: StackRule = {
  name: "enough-replicas",
  pack: "reliability",
  description: "A Deployment in production has two pods or more.",
  severity: "medium",
  frameworks: ["SOC 2 A1.1"],
  why: "With one pod each update of a node, and each crash, is an outage.",
  mend: "Set replicas: 2 or more, or scale it; what must run alone belongs in a StatefulSet or elects a leader.",
  link: "https://kubernetes.io/docs/concepts/workloads/pods/disruptions/",
  types: TYPES,
  level: "advisory",
  levels: { dev: "disabled" },
  onUnknown: { behaviour: "passes", text: "An unknown number, and one that an autoscaler decides, pass." },
  checkStack: (stack) =>
    stack
      .ofType(...TYPES)
      .filter((workload) => (at(workload.props, "spec.replicas") ?? 1) === 1 && !autoscaled(stack).has(workload))
      .map((resource) => ({ resource, message: "it has a single pod" })),
};
