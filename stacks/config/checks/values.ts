import chart from "../../../charts/workload/values.schema.json";
import { planWorkloads } from "../../plan/workloads";
import { type Problem, show, written } from "../errors";
import { schemaProblems } from "../json-schema";
import type { StackConfig } from "../schema";
import { ownWorkloads } from "../workloads/kinds";

/** What the chart would refuse of the values that config lays over a workload's: said here, before Helm says it. */
export function valuesProblems(config: StackConfig): Problem[] {
  const overlaid = new Set(
    ownWorkloads(config).flatMap(([name, { values }]) => (Object.keys(values).length > 0 ? [name] : [])),
  );
  if (overlaid.size === 0) return [];
  return planWorkloads(config)
    .filter(({ name }) => overlaid.has(name))
    .flatMap(({ name, values }) =>
      schemaProblems(chart, JSON.parse(JSON.stringify(values))).map(({ path, message }) => ({
        path: written(["workloads", name, "values", ...path]),
        given: show(path.reduce<unknown>((node, key) => (node as Record<string, unknown> | undefined)?.[key], values)),
        allowed: `what charts/workload/values.schema.json allows; it ${message}`,
        mend: "mend it, or take it out and use the workload's other keys",
      })),
    );
}
