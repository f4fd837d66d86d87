import { at } from "../read";
import type { StackRule } from "../rule";
import { leastPods } from "../scaling";
import { hasUnseenRelease, podLabelsOf, sameNamespace, selects } from "../selectors";
import { DISRUPTION_BUDGET, SCALED } from "../types";
import { webWorkloads } from "../web";

export const webWorkloadBudget: StackRule = {
  name: "web-workload-budget",
  pack: "reliability",
  description: "Every web workload with several pods has a disruption budget.",
  severity: "medium",
  frameworks: ["SOC 2 A1.2"],
  why: "Without one an upgrade of the nodes may take all its pods away at once.",
  mend: "Add a PodDisruptionBudget with maxUnavailable: 1 that selects its pods.",
  link: "https://kubernetes.io/docs/tasks/run-application/configure-pdb/",
  types: SCALED,
  level: "mandatory",
  levels: { dev: "disabled", staging: "advisory" },
  onUnknown: {
    behaviour: "passes",
    text: "Unknown labels, selectors and numbers pass, and so does a namespace with a release that was not rendered.",
  },
  checkStack: (stack) =>
    webWorkloads(stack)
      .filter((workload) => {
        const covered = stack
          .ofType(DISRUPTION_BUDGET)
          .some(
            (budget) =>
              sameNamespace(budget, workload) !== "no" &&
              selects(at(budget.props, "spec.selector"), podLabelsOf(workload)) !== "no",
          );
        return !covered && (leastPods(stack, workload) ?? 0) >= 2 && !hasUnseenRelease(stack, workload);
      })
      .map((resource) => ({ resource, message: "nothing keeps some of its pods while nodes are drained" })),
};
