import type { Limits, Severity, WatchedWorkload, WorkloadThresholds } from "../contracts/monitoring";

/** The parts that alerts and dashboards are written in, so that both say the same. All are PromQL. */

/**
 * What Envoy measures of a workload's requests. Envoy Gateway calls each rule of an HTTPRoute
 * `httproute/<namespace>/<route>/rule/<n>`, and a route is called as its workload.
 */
const ROUTE = "httproute/([^/]+)/([^/]+)/.*";

/** A query over Envoy's clusters, with the labels `namespace` and `workload` of whom the requests were for. */
export function ofRoutes(rate: (selector: string) => string): string {
  const named = `label_replace(${rate(`envoy_cluster_name=~"httproute/.*"`)}, "workload", "$2", "envoy_cluster_name", "${ROUTE}")`;
  return `label_replace(${named}, "namespace", "$1", "envoy_cluster_name", "${ROUTE}")`;
}

/** Requests a second of one route, `<namespace>/<workload>`, within a window such as `2m`: one number. */
export function requestsOf(route: string, window: string): string {
  return `sum(rate(envoy_cluster_upstream_rq_xx{envoy_cluster_name=~"httproute/${route}/.*"}[${window}]))`;
}

/** Requests a second, for each workload. */
export const REQUESTS = "slipway:workload_requests:rate5m";
/** Requests a second that ended with a server error. */
export const ERRORS = "slipway:workload_errors:rate5m";
/** The same, as a part of all requests. */
export const ERROR_RATIO = "slipway:workload_errors:ratio5m";
/** Requests a second that took at most `le` milliseconds: Envoy's buckets by workload, for all that is said of duration. */
export const BUCKETS = "slipway:workload_milliseconds_bucket:rate5m";
/** Seconds within which a part (`quantile`) of requests is answered. */
export const SECONDS = "slipway:workload_seconds:quantile5m";
/** Which workload a pod belongs to: 1, with the labels `namespace`, `pod` and `workload`. */
export const PODS = "slipway:workload_pods:info";
/** CPU in use, as a part of what the workload's pods request. */
export const CPU = "slipway:workload_cpu:of_request";
/** Memory in use, as a part of what the workload's pods may use. */
export const MEMORY = "slipway:workload_memory:of_limit";
/** Jobs that wait in a workload's queue. */
export const BACKLOG = "slipway:workload_backlog:jobs";
/** A limit that a workload has of its own, by `limit` and `severity`. */
export const LIMIT = "slipway:workload_limit:value";

/**
 * When a release of a workload was made, in Unix seconds, for each revision that Helm keeps: `outcome` says whether it
 * was `deployed` or `failed`. A release that is still on its way has none.
 */
export const RELEASED = "slipway:delivery_release:timestamp";

/**
 * How often figures of config are recorded. Each is a rule of its own and changes with an update alone, so they need not
 * be as fresh as what is measured; Prometheus takes a series to be gone 5 minutes after its last sample.
 */
export const CONFIG_INTERVAL = "1m";

/** The labels that a workload's series are matched by. */
export const BY_WORKLOAD = "namespace, workload";

/** A series of pods, with the label `workload`. */
export function ofPods(perPod: string): string {
  return `${perPod} * on (namespace, pod) group_left (workload) ${PODS}`;
}

/** Severities that a limit is given for, gravest first. */
export function limitsOf(limits: Limits): readonly (readonly [severity: "critical" | "warning", value: number])[] {
  return (["critical", "warning"] as const).flatMap((severity) => {
    const value = limits[severity];
    return value === undefined ? [] : [[severity, value] as const];
  });
}

type LimitName = keyof WorkloadThresholds;

/**
 * The limit of each workload that `metric` speaks of: its own, or the stack's. An alert that compares with it needs
 * one rule for all workloads, and a dashboard can draw it.
 */
export function limitFor(metric: string, name: LimitName, severity: Severity, ofStack: number | undefined): string {
  const own = `${LIMIT}{limit="${name}",severity="${severity}"}`;
  if (ofStack === undefined) return own;
  return `(${own} or on (${BY_WORKLOAD}) ${metric} * 0 + ${ofStack})`;
}

/** Severities of a limit for which the stack or a workload of it has a value. */
export function severitiesOf(
  name: LimitName,
  ofStack: Limits,
  workloads: readonly WatchedWorkload[],
): readonly ("critical" | "warning")[] {
  return (["critical", "warning"] as const).filter(
    (severity) =>
      ofStack[severity] !== undefined || workloads.some(({ thresholds }) => thresholds[name]?.[severity] !== undefined),
  );
}

/** What a limit's value in config is divided by, to be in the unit of its metric. */
export const UNIT: Readonly<Record<LimitName, number>> = {
  errorPercent: 100,
  p95Ms: 1000,
  p99Ms: 1000,
  cpuPercent: 100,
  memoryPercent: 100,
  backlog: 1,
};

/** A limit in the unit of its metric, without the noise of binary fractions. */
export function inUnit(name: LimitName, value: number): number {
  return Number((value / UNIT[name]).toPrecision(12));
}
