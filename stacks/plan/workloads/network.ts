import type { NetworkValues, Opening, PodPeer } from "../../../components/workloads/values/network";
import type { StackConfig } from "../../config/schema";
import type { WorkloadConfig } from "../../config/workloads/kinds";

/** Ways out of a workload. */
export const networkOf = (workload: WorkloadConfig, config: StackConfig): NetworkValues => ({
  egressInternet: workload.internet,
  openings: workload.calls.map((called) => opening(called, config)),
});

const labelsOf = (name: string): Record<string, string> => ({ "app.kubernetes.io/name": name });

function opening(called: string, config: StackConfig): Opening {
  const workload = config.workloads[called];
  return { name: called, pods: { labels: labelsOf(called) }, port: workload?.kind === "web" ? workload.port : 80 };
}

/** The workloads of the stack that call this one. */
export function callersOf(name: string, config: StackConfig): PodPeer[] {
  return Object.entries(config.workloads)
    .filter(([, workload]) => workload.calls.includes(name))
    .map(([caller]) => ({ labels: labelsOf(caller) }));
}
