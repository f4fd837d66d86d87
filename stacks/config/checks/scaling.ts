import { type Check, workloadsOf } from "./check";

const scalingBounds: Check = ({ config }) =>
  workloadsOf(config).flatMap(([name, workload]) => {
    if (workload.kind === "cron") return [];
    const { min, max, cpu, memory } = workload.scaling;
    const path = `workloads.${name}.scaling`;
    return [
      ...(min > max
        ? [
            {
              path: `${path}.min`,
              given: `min ${min}, max ${max}`,
              allowed: "min at most max",
              mend: `raise max to ${min} or more, or lower min`,
            },
          ]
        : []),
      ...(min < max && cpu === undefined && memory === undefined
        ? [{ path, given: "neither cpu nor memory", allowed: "a target for cpu, memory or both", mend: "add cpu: 70" }]
        : []),
    ];
  });

/** How many pods, and what scales them. */
export const scalingChecks: readonly Check[] = [scalingBounds];
