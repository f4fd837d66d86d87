import type { RecordingRule, WatchedWorkload, WorkloadThresholds } from "../../contracts/monitoring";
import {
  BACKLOG,
  BUCKETS,
  BY_WORKLOAD,
  CPU,
  ERROR_RATIO,
  ERRORS,
  inUnit,
  LIMIT,
  limitsOf,
  MEMORY,
  ofPods,
  ofRoutes,
  PODS,
  REQUESTS,
  SECONDS,
} from "../queries";

const QUANTILES = [0.5, 0.95, 0.99] as const;

/** Rate, errors and duration of each workload, once: alerts, objectives and dashboards read them from here. */
export const trafficRecords: readonly RecordingRule[] = [
  {
    record: REQUESTS,
    expr: `sum by (${BY_WORKLOAD}) (${ofRoutes((routes) => `rate(envoy_cluster_upstream_rq_xx{${routes}}[5m])`)})`,
  },
  {
    record: ERRORS,
    // A workload that never failed has no such series, and still an error ratio of 0.
    expr: `sum by (${BY_WORKLOAD}) (${ofRoutes((routes) => `rate(envoy_cluster_upstream_rq_xx{${routes},envoy_response_code_class="5"}[5m])`)}) or ${REQUESTS} * 0`,
  },
  { record: ERROR_RATIO, expr: `${ERRORS} / (${REQUESTS} > 0)` },
  {
    record: BUCKETS,
    expr: `sum by (${BY_WORKLOAD}, le) (${ofRoutes((routes) => `rate(envoy_cluster_upstream_rq_time_bucket{${routes}}[5m])`)})`,
  },
  ...QUANTILES.map((quantile) => ({
    record: SECONDS,
    // Envoy counts milliseconds.
    expr: `histogram_quantile(${quantile}, ${BUCKETS}) / 1000`,
    labels: { quantile: String(quantile) },
  })),
];

/** Which pods are whose, and how much of what they have been given they use. */
export const useRecords: readonly RecordingRule[] = [
  {
    record: PODS,
    // Deployments and Rollouts name their ReplicaSets `<name>-<hash>`, CronJobs their Jobs `<name>-<minutes since 1970>`.
    expr: `max by (namespace, pod, workload) (label_replace(kube_pod_owner{owner_kind="ReplicaSet"}, "workload", "$1", "owner_name", "(.+)-[^-]+") or label_replace(kube_pod_owner{owner_kind!="ReplicaSet"}, "workload", "$1", "owner_name", "(.+?)(?:-[0-9]{8})?"))`,
  },
  {
    record: CPU,
    expr: part(
      `sum by (namespace, pod) (rate(container_cpu_usage_seconds_total{container!=""}[5m]))`,
      "requests",
      "cpu",
    ),
  },
  {
    record: MEMORY,
    expr: part(`sum by (namespace, pod) (container_memory_working_set_bytes{container!=""})`, "limits", "memory"),
  },
];

function part(used: string, given: "requests" | "limits", resource: "cpu" | "memory"): string {
  const all = `sum by (namespace, pod) (kube_pod_container_resource_${given}{resource="${resource}"})`;
  return `sum by (${BY_WORKLOAD}) (${ofPods(used)}) / sum by (${BY_WORKLOAD}) (${ofPods(all)})`;
}

/** The limits that workloads have of their own. */
export function limitRecords(workloads: readonly WatchedWorkload[]): readonly RecordingRule[] {
  return workloads.flatMap(({ name, namespace, thresholds }) =>
    (Object.keys(thresholds) as (keyof WorkloadThresholds)[]).flatMap((limit) =>
      limitsOf(thresholds[limit] ?? {}).map(([severity, value]) => ({
        record: LIMIT,
        expr: `vector(${inUnit(limit, value)})`,
        labels: { namespace, workload: name, limit, severity },
      })),
    ),
  );
}

/** Jobs that wait: as KEDA counts them, since it scales by them, or as a workload's own metric says. */
export function queueRecords(workloads: readonly WatchedWorkload[]): readonly RecordingRule[] {
  const own = workloads.flatMap(({ name, namespace, backlogQuery }) =>
    backlogQuery === undefined
      ? []
      : [{ record: BACKLOG, expr: `sum(${backlogQuery})`, labels: { namespace, workload: name } }],
  );
  const counted = own.map(({ labels }) => labels.workload);
  const keda = `keda_scaler_metrics_value{scaler!~"cpuScaler|memoryScaler|cronScaler|prometheusScaler"}`;
  const named = `label_replace(label_replace(${keda}, "namespace", "$1", "exported_namespace", "(.+)"), "workload", "$1", "scaledObject", "(.+)")`;
  const others =
    counted.length === 0
      ? ""
      : ` unless on (workload) (sum by (workload) (${counted.map((name) => `label_replace(vector(0), "workload", "${name}", "", "")`).join(" or ")}))`;
  return [{ record: BACKLOG, expr: `sum by (${BY_WORKLOAD}) (${named})${others}` }, ...own];
}
