import { at, isMissing, isUnknown } from "../read";
import type { Resource, Stack, StackRule } from "../rule";
import { leastPods } from "../scaling";
import { podLabelsOf, sameNamespace, selects } from "../selectors";
import { DISRUPTION_BUDGET, SCALED } from "../types";

function problem(stack: Stack, budget: Resource): string | undefined {
  const most = at(budget.props, "spec.maxUnavailable");
  const least = at(budget.props, "spec.minAvailable");
  if (isUnknown(most) || isUnknown(least)) return undefined;
  if (most === 0 || most === "0" || most === "0%") return "it allows no pod to be moved";
  if (least === "100%") return "it wants every pod to stay";
  if (typeof least !== "number" || isMissing(least)) return undefined;
  const selector = at(budget.props, "spec.selector");
  const counts = stack
    .ofType(...SCALED)
    .filter(
      (workload) => sameNamespace(workload, budget) === "yes" && selects(selector, podLabelsOf(workload)) === "yes",
    )
    .map((workload) => leastPods(stack, workload));
  const pods = counts.reduce<number | undefined>(
    (sum, count) => (sum === undefined || count === undefined ? undefined : sum + count),
    0,
  );
  return counts.length > 0 && pods !== undefined && least >= pods
    ? `it wants ${least} pods to stay of the ${pods} that there are`
    : undefined;
}

export const disruptionBudgetAllows: StackRule = {
  name: "disruption-budget-allows",
  pack: "reliability",
  description: "A disruption budget lets a node be drained.",
  severity: "high",
  frameworks: ["SOC 2 A1.2"],
  why: "A budget that allows nothing holds up every upgrade of the nodes until somebody deletes it, or the pods.",
  mend: "Set maxUnavailable: 1, or have more pods than minAvailable.",
  link: "https://kubernetes.io/docs/tasks/run-application/configure-pdb/",
  types: [DISRUPTION_BUDGET],
  level: "mandatory",
  levels: { dev: "advisory" },
  onUnknown: { behaviour: "passes", text: "Unknown numbers, and pods that this stack does not have, pass." },
  checkStack: (stack) =>
    stack.ofType(DISRUPTION_BUDGET).flatMap((resource) => {
      const message = problem(stack, resource);
      return message ? [{ resource, message }] : [];
    }),
};
