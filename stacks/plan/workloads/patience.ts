import type { WorkloadConfig, WorkloadOf } from "../../config/workloads/kinds";

type Running = WorkloadOf<"web" | "worker" | "scheduler">;

/** Seconds in which a node comes (an autoscaler's machine is Ready within one to two minutes) and an image is fetched to it. */
const NODE = 120;

/** Seconds that the chart's own startup probe gives a pod: 60 tries, one every 2 seconds. */
const PROBE = { periodSeconds: 2, failureThreshold: 60 } as const;

/**
 * The usual start of a pod, as a part of the longest that its startup probe allows. A good version's pods come at the usual speed in
 * each wave; a bad one hangs in the first.
 */
const USUAL = 1 / 4;

/** Of the chart: a quarter more pods than wanted, so that a version takes over in four waves at most, however many pods there are. */
const ROLLING = { maxSurge: "25%", maxUnavailable: 0 } as const;

/** What no other config raises. The chart's own `rollout.progressDeadlineSeconds`, and below five minutes: a bad version is over by then. */
export const PATIENCE = NODE + PROBE.periodSeconds * PROBE.failureThreshold;

/**
 * Seconds until a new version must be ready, where config does not say (`readySeconds`): a node, and then the longest that one
 * pod may take to start or, where pods are replaced in more than four waves, the usual start of each.
 */
export function patienceOf(workload: Running): number {
  if (workload.readySeconds !== undefined) return workload.readySeconds;
  const { periodSeconds = PROBE.periodSeconds, failureThreshold = PROBE.failureThreshold } =
    workload.probes.startup ?? PROBE;
  const longest = periodSeconds * failureThreshold;
  const needed = NODE + Math.ceil(longest * Math.max(1, wavesOf(workload) * USUAL));
  return Math.max(PATIENCE, needed) + smokeOf(workload);
}

/** In how many rounds all pods are replaced. */
function wavesOf(workload: Running): number {
  if (workload.kind === "scheduler") return 1;
  const { scaling, rollout = { strategy: "rolling" } } = workload;
  // Argo Rollouts starts the second version's pods at once.
  if (rollout.strategy !== "rolling") return 1;
  const { maxSurge, maxUnavailable } = { ...ROLLING, ...rollout };
  const most = scaling.max;
  // Rounded as Kubernetes does it.
  const together = podsIn(maxSurge, most, Math.ceil) + podsIn(maxUnavailable, most, Math.floor);
  return Math.ceil(most / Math.max(1, together));
}

const podsIn = (count: number | string, of: number, round: (pods: number) => number): number =>
  typeof count === "number" ? count : round((of * Number.parseFloat(count)) / 100);

/** Seconds of the job that a new version passes before `up` ends. */
function smokeOf(workload: WorkloadConfig): number {
  if (workload.kind !== "web" || !workload.rollout || workload.rollout.strategy === "rolling") return 0;
  return workload.rollout.gates.smoke?.timeoutSeconds ?? 0;
}
