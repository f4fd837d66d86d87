import type { WorkloadValues } from "../../../components/workloads/values";
import type { WorkloadConfig, WorkloadOf } from "../../config/workloads/kinds";

/** Which nodes carry it, and who goes first. The classes of priority are called after the namespace. */
export function placementOf(workload: WorkloadConfig, namespace: string): Partial<WorkloadValues> {
  const { architecture, spot, priority } = workload;
  return {
    ...(architecture && { nodeSelector: { "kubernetes.io/arch": architecture } }),
    ...(spot && { spot }),
    ...(priority !== "normal" && { priorityClassName: `${namespace}-${priority}` }),
  };
}

const policies = { preferred: "ScheduleAnyway", required: "DoNotSchedule" } as const;

/** How several pods keep apart. */
export const spreadOf = ({ zones, nodes, apart }: WorkloadOf<"web">["spread"]): WorkloadValues["spread"] => ({
  zone: policies[zones],
  host: policies[nodes],
  antiAffinity: apart,
});
