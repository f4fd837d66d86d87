import type { WorkloadValues } from "../../../components/workloads/values";
import type { WorkloadConfig } from "../../config/workloads/kinds";

/** One number of pods, or a range with what scales it. */
export function podsOf(scaling: Extract<WorkloadConfig, { kind: "web" }>["scaling"]): Partial<WorkloadValues> {
  const { min, max, cpu, memory, up, down } = scaling;
  if (min === max) return { replicas: min };
  return {
    autoscaling: {
      min,
      max,
      ...(cpu !== undefined && { cpu }),
      ...(memory !== undefined && { memory }),
      ...((up || down) && { behaviour: { ...(up && { up }), ...(down && { down }) } }),
    },
  };
}
