import { flat, grow, judged, type RuleCase, type Series } from "./case";

const owner = { 'slipway:workload_pods:info{namespace="shop",pod="api-7d4b9-x1",workload="api"}': flat(1) };
const ofPod = { namespace: "shop", pod: "api-7d4b9-x1", container: "app", workload: "api" };
const ofApi = { namespace: "shop", workload: "api" };
const pod = 'namespace="shop",pod="api-7d4b9-x1",container="app"';

const waits =
  (reason: string) =>
  (value: number): Series => ({
    ...owner,
    [`kube_pod_container_status_waiting_reason{${pod},reason="${reason}"}`]: flat(value),
  });

/** Desired and available pods of a Deployment. */
const replicas = ([wanted, there]: readonly [number, number]): Series => ({
  'kube_deployment_spec_replicas{namespace="shop",deployment="api"}': flat(wanted),
  'kube_deployment_status_replicas_available{namespace="shop",deployment="api"}': flat(there),
});
const hpa = 'namespace="shop",horizontalpodautoscaler="keda-hpa-api"';

/** What Kubernetes says of pods, jobs and new versions. */
export const podCases: readonly RuleCase[] = [
  judged("WorkloadCrashLooping", "critical", "10m", ofPod, waits("CrashLoopBackOff"), 1, 0),
  judged(
    "WorkloadImageUnavailable",
    "warning",
    "15m",
    { ...ofPod, reason: "ImagePullBackOff" },
    waits("ImagePullBackOff"),
    1,
    0,
  ),
  judged(
    "WorkloadMisconfigured",
    "warning",
    "10m",
    { ...ofPod, reason: "CreateContainerConfigError" },
    waits("CreateContainerConfigError"),
    1,
    0,
  ),
  judged(
    "WorkloadOutOfMemory",
    "warning",
    "20m",
    ofPod,
    (restarts: string) => ({
      ...owner,
      [`kube_pod_container_status_restarts_total{${pod}}`]: restarts,
      [`kube_pod_container_status_last_terminated_reason{${pod},reason="OOMKilled"}`]: flat(1),
    }),
    "0+0x9 1+0x20",
    flat(1),
  ),
  judged(
    "WorkloadRestarting",
    "warning",
    "70m",
    ofPod,
    (every: number) => ({ ...owner, [`kube_pod_container_status_restarts_total{${pod}}`]: grow(1 / every) }),
    12,
    25,
  ),
  judged("WorkloadNotReady", "warning", "20m", ofApi, replicas, [3, 2] as const, [3, 3] as const),
  judged("WorkloadDown", "critical", "5m", ofApi, replicas, [3, 0] as const, [0, 0] as const),
  judged(
    "WorkloadThrottled",
    "info",
    "50m",
    ofPod,
    (part: number) => ({
      ...owner,
      [`container_cpu_cfs_periods_total{${pod}}`]: grow(600),
      [`container_cpu_cfs_throttled_periods_total{${pod}}`]: grow(600 * part),
    }),
    0.6,
    0.4,
  ),
  judged(
    "WorkloadAtMaximum",
    "warning",
    "40m",
    ofApi,
    (count: number) => ({
      [`kube_horizontalpodautoscaler_status_current_replicas{${hpa}}`]: flat(count),
      [`kube_horizontalpodautoscaler_spec_max_replicas{${hpa}}`]: flat(10),
    }),
    10,
    9,
  ),
  judged(
    "WorkloadScalingBlind",
    "warning",
    "20m",
    ofApi,
    (wanted: number) => ({
      [`kube_horizontalpodautoscaler_status_condition{${hpa},condition="ScalingActive",status="false"}`]: flat(1),
      [`kube_horizontalpodautoscaler_status_desired_replicas{${hpa}}`]: flat(wanted),
    }),
    3,
    // Scaled to none on purpose: there is nothing to measure.
    0,
  ),
  judged(
    "JobFailed",
    "warning",
    "5m",
    { namespace: "shop", job_name: "reports-28000000" },
    (value: number) => ({
      'kube_job_failed{namespace="shop",job_name="reports-28000000",condition="true"}': flat(value),
    }),
    1,
    0,
  ),
  judged(
    "JobHanging",
    "warning",
    "10m",
    { namespace: "shop", job_name: "reports-28000000" },
    (active: number) => ({
      'kube_job_status_start_time{namespace="shop",job_name="reports-28000000"}': flat(-22_000),
      'kube_job_status_active{namespace="shop",job_name="reports-28000000"}': flat(active),
    }),
    1,
    0,
  ),
  judged(
    "ScheduledJobLate",
    "warning",
    "10m",
    { namespace: "shop", workload: "reports" },
    (next: number) => ({ 'kube_cronjob_next_schedule_time{namespace="shop",cronjob="reports"}': flat(next) }),
    -2000,
    -1000,
  ),
  judged(
    "RolloutStuck",
    "critical",
    "5m",
    ofApi,
    (value: number) => ({
      'kube_deployment_status_condition{namespace="shop",deployment="api",condition="Progressing",status="false"}':
        flat(value),
    }),
    1,
    0,
  ),
  judged("RolloutRefused", "critical", "5m", ofApi, rollout, "Degraded", "Healthy"),
  judged(
    "RolloutDown",
    "critical",
    "5m",
    ofApi,
    (there: number) => ({
      'rollout_info_replicas_available{exported_namespace="shop",name="api"}': flat(there),
      'rollout_info_replicas_desired{exported_namespace="shop",name="api"}': flat(3),
    }),
    0,
    1,
  ),
  judged("RolloutWaits", "warning", "25h", ofApi, rollout, "Paused", "Progressing"),
  judged(
    "RolloutAnalysisFailed",
    "warning",
    "5m",
    { namespace: "shop", workload: "api-6-2" },
    (phase: string) => ({ [`analysis_run_info{exported_namespace="shop",name="api-6-2",phase="${phase}"}`]: flat(1) }),
    "Failed",
    "Successful",
  ),
  judged(
    "HelmReleaseStuck",
    "warning",
    "50m",
    { namespace: "shop", label_name: "api" },
    (status: string) => ({
      [`kube_secret_labels{namespace="shop",secret="sh.helm.release.v1.api.v7",label_owner="helm",label_name="api",label_status="${status}"}`]:
        flat(1),
    }),
    "pending-upgrade",
    "deployed",
  ),
];

function rollout(phase: string): Series {
  return {
    [`rollout_info{namespace="argo-rollouts",exported_namespace="shop",name="api",phase="${phase}"}`]: flat(1, 1600),
  };
}
