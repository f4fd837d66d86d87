import type { StackConfig } from "../stack/stack-file";

/** What is to be done after a deploy: where traffic moves in steps, `up` ends at the first of them. */
export function followUp(
  { workloads, stack }: Pick<StackConfig, "workloads" | "stack">,
  names: readonly string[],
): string {
  const stepwise = names.filter((name) => !["rolling", undefined].includes(workloads[name]?.rollout?.strategy));
  return stepwise.map((name) => `Follow its traffic: npm run ops -- traffic ${name} watch --stack ${stack}`).join("; ");
}
