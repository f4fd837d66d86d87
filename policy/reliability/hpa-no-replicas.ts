import { at, isMissing, isUnknown } from "../read";
import type { StackRule } from "../rule";
import { autoscaled } from "../scaling";
import { AUTOSCALERS } from "../types";

export const hpaNoReplicas: StackRule = {
  name: "hpa-no-replicas",
  pack: "reliability",
  description: "What an autoscaler scales says no number of replicas itself.",
  severity: "medium",
  frameworks: ["SOC 2 A1.1"],
  why: "Each deployment sets the number back, in the middle of the load that it was raised for.",
  mend: "Leave spec.replicas out where a HorizontalPodAutoscaler decides.",
  link: "https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/#migrating-deployments-and-statefulsets-to-horizontal-autoscaling",
  types: AUTOSCALERS,
  level: "mandatory",
  levels: { dev: "advisory" },
  onUnknown: { behaviour: "passes", text: "A target that is not in this stack, and an unknown number, pass." },
  checkStack: (stack) =>
    [...autoscaled(stack).keys()].flatMap((resource) => {
      const replicas = at(resource.props, "spec.replicas");
      return isMissing(replicas) || isUnknown(replicas)
        ? []
        : [{ resource, message: `it sets replicas to ${String(replicas)} beside an autoscaler` }];
    }),
};
