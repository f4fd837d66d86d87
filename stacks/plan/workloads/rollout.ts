import { images } from "../../../components/helm/images";
import { prometheusAddress } from "../../../components/monitoring/address";
import type { WorkloadValues } from "../../../components/workloads/values";
import type { ProgressiveValues } from "../../../components/workloads/values/rollout";
import type { RetryTrigger, TrafficValues } from "../../../components/workloads/values/traffic";
import type { WorkloadConfig, WorkloadOf } from "../../config/workloads/kinds";
import type { ResilienceConfig } from "../../config/workloads/resilience";
import type { ProgressiveConfig } from "../../config/workloads/rollout";
import { flowOf } from "./ingress";
import { PATIENCE, patienceOf } from "./patience";

type Scaled = Extract<WorkloadConfig, { kind: "web" | "worker" }>;

/**
 * Seconds between the end of the job that waits for a Rollout and the end of Helm's own patience: Helm's error would
 * otherwise be that it ran out, and not why.
 */
const LAST_WORDS = 10;

/** How a new version takes over; nothing where the chart's own way will do. */
export function rolloutOf(workload: Scaled): Partial<WorkloadValues> {
  const { rollout = { strategy: "rolling" } } = workload;
  const patience = patienceOf(workload);
  if (rollout.strategy === "rolling") {
    const { strategy: _strategy, ...counts } = rollout;
    // Kubernetes gives up on it when Helm does.
    const given = { ...counts, ...(patience !== PATIENCE && { progressDeadlineSeconds: patience }) };
    return Object.keys(given).length > 0 ? { rollout: given } : {};
  }
  const seconds = patience - LAST_WORDS;
  return { rollout: { progressDeadlineSeconds: seconds }, progressive: progressiveOf(rollout, seconds) };
}

function progressiveOf(rollout: ProgressiveConfig, seconds: number): ProgressiveValues {
  const { strategy, steps, promotion, retireSeconds, gates } = rollout;
  const { restarts, errorPercent, p95Milliseconds, smoke } = gates;
  return {
    scale: strategy === "blueGreen" ? "full" : "traffic",
    steps: steps.map(({ weight, watchSeconds }) => ({ weight, ...(promotion === "automatic" && { watchSeconds }) })),
    retireSeconds,
    gates: {
      prometheus: prometheusAddress,
      restarts,
      ...(errorPercent < 100 && { errorPercent }),
      ...(p95Milliseconds !== undefined && { p95Milliseconds }),
      ...(smoke && { smoke }),
    },
    wait: { image: images.kubectl, seconds },
  };
}

const notSent: readonly RetryTrigger[] = ["connect-failure", "refused-stream", "reset-before-request"];
const failed: readonly RetryTrigger[] = ["connect-failure", "refused-stream", "5xx"];

/** Seconds that a WebSocket may be silent, where config says nothing: above what clients ping by. */
const SILENCE = 3600;

/** How the gateway treats requests. */
export function trafficOf(workload: WorkloadOf<"web">): { traffic?: TrafficValues } {
  const traffic = { ...flowOf(workload), ...(workload.resilience && calmOf(workload.resilience)) };
  return Object.keys(traffic).length > 0 ? { traffic } : {};
}

function calmOf(resilience: ResilienceConfig): TrafficValues {
  const { timeoutSeconds, connectSeconds, webSockets, retries, circuitBreaker, affinity } = resilience;
  const requestSeconds = webSockets ? 0 : timeoutSeconds;
  const idleSeconds = resilience.idleSeconds ?? (webSockets ? SILENCE : undefined);
  const timeouts = {
    ...(requestSeconds !== undefined && { requestSeconds }),
    ...(idleSeconds !== undefined && { idleSeconds }),
    ...(connectSeconds !== undefined && { connectSeconds }),
  };
  return {
    ...(Object.keys(timeouts).length > 0 && { timeouts }),
    ...(retries && { retries: { ...retries, after: retries.after === "notSent" ? notSent : failed } }),
    ...(circuitBreaker && { circuitBreaker }),
    ...(affinity?.by === "cookie" && {
      cookie: { name: affinity.cookie, ...(affinity.ttlSeconds && { ttlSeconds: affinity.ttlSeconds }) },
    }),
    ...(affinity?.by === "address" && { byAddress: true }),
  };
}
