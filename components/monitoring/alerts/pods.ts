import type { AlertGroup } from "../../contracts/monitoring";

/** The label `workload`, which inhibition and links go by. KEDA calls its autoscalers `keda-hpa-<workload>`. */
const asWorkload = (query: string, label: string): string =>
  `label_replace(${query}, "workload", "$1", "${label}", "(?:keda-hpa-)?(.+)")`;
const pod = "{{ $labels.namespace }}/{{ $labels.pod }}";
const workload = "{{ $labels.namespace }}/{{ $labels.workload }}";

const waiting = (reasons: string): string =>
  `max by (namespace, pod, container, reason) (kube_pod_container_status_waiting_reason{reason=~"${reasons}"})`;

/** A pod's alert bears the workload's name, so that a workload that is down silences it. */
const named = (query: string): string =>
  `(${query}) * on (namespace, pod) group_left (workload) slipway:workload_pods:info`;

const pods: AlertGroup = {
  name: "workload-pods",
  rules: [
    {
      alert: "WorkloadCrashLooping",
      expr: `${named(waiting("CrashLoopBackOff"))} >= 1`,
      for: "5m",
      severity: "critical",
      summary: `${pod} crashes again and again`,
      description:
        "The container {{ $labels.container }} has been in CrashLoopBackOff for 5 minutes (value {{ $value }}).",
      runbook: "workload-crash-looping",
      dashboard: "slipway-workload",
      panel: "Containers that wait",
    },
    {
      alert: "WorkloadImageUnavailable",
      expr: `${named(waiting("ImagePullBackOff|ErrImagePull|InvalidImageName"))} >= 1`,
      for: "10m",
      severity: "warning",
      summary: `${pod} cannot get its image`,
      description: "The container {{ $labels.container }} waits: {{ $labels.reason }} (value {{ $value }}).",
      runbook: "workload-image-unavailable",
      dashboard: "slipway-workload",
      panel: "Containers that wait",
    },
    {
      alert: "WorkloadMisconfigured",
      expr: `${named(waiting("CreateContainerConfigError|CreateContainerError|RunContainerError"))} >= 1`,
      for: "5m",
      severity: "warning",
      summary: `${pod} cannot start`,
      description:
        "The container {{ $labels.container }} waits: {{ $labels.reason }} (value {{ $value }}); a secret may be missing.",
      runbook: "workload-misconfigured",
      dashboard: "slipway-workload",
      panel: "Containers that wait",
    },
    {
      alert: "WorkloadOutOfMemory",
      expr: `${named(
        'sum by (namespace, pod, container) (increase(kube_pod_container_status_restarts_total[15m])) > 0 and on (namespace, pod, container) max by (namespace, pod, container) (kube_pod_container_status_last_terminated_reason{reason="OOMKilled"}) == 1',
      )}`,
      for: "0m",
      severity: "warning",
      summary: `${pod} was killed for want of memory`,
      description:
        "The container {{ $labels.container }} passed its memory limit; {{ $value | humanize }} restarts in 15 minutes.",
      runbook: "workload-out-of-memory",
      dashboard: "slipway-workload",
      panel: "Restarts",
    },
    {
      alert: "WorkloadRestarting",
      expr: `${named("sum by (namespace, pod, container) (increase(kube_pod_container_status_restarts_total[1h]))")} > 3`,
      for: "5m",
      severity: "warning",
      summary: `${pod} restarts often`,
      description: "The container {{ $labels.container }} has restarted {{ $value | humanize }} times within an hour.",
      runbook: "workload-restarting",
      dashboard: "slipway-workload",
      panel: "Restarts",
    },
    {
      alert: "WorkloadNotReady",
      expr: `${asWorkload("max by (namespace, deployment) (kube_deployment_spec_replicas - kube_deployment_status_replicas_available)", "deployment")} > 0`,
      for: "15m",
      severity: "warning",
      summary: `${workload} lacks pods`,
      description: "{{ $value }} of its pods have not been ready for 15 minutes.",
      runbook: "workload-not-ready",
      dashboard: "slipway-workload",
      panel: "Pods",
    },
    {
      alert: "WorkloadDown",
      expr: `${asWorkload("max by (namespace, deployment) (kube_deployment_status_replicas_available) == 0 and on (namespace, deployment) max by (namespace, deployment) (kube_deployment_spec_replicas) > 0", "deployment")}`,
      for: "3m",
      severity: "critical",
      summary: `${workload} is down`,
      description: "It should run, and has {{ $value }} pods that are ready.",
      runbook: "workload-not-ready",
      dashboard: "slipway-workload",
      panel: "Pods",
    },
    {
      alert: "WorkloadThrottled",
      expr: `${named(
        'sum by (namespace, pod, container) (rate(container_cpu_cfs_throttled_periods_total{container!=""}[10m])) / sum by (namespace, pod, container) (rate(container_cpu_cfs_periods_total{container!=""}[10m]))',
      )} > 0.5`,
      for: "30m",
      severity: "info",
      summary: `${pod} is held back by its CPU limit`,
      description:
        "The container {{ $labels.container }} was slowed in {{ $value | humanizePercentage }} of its periods.",
      runbook: "workload-throttled",
      dashboard: "slipway-workload",
      panel: "Held back by the CPU limit",
    },
    {
      alert: "WorkloadAtMaximum",
      expr: `${asWorkload("max by (namespace, horizontalpodautoscaler) (kube_horizontalpodautoscaler_status_current_replicas) >= on (namespace, horizontalpodautoscaler) max by (namespace, horizontalpodautoscaler) (kube_horizontalpodautoscaler_spec_max_replicas)", "horizontalpodautoscaler")} > 1`,
      for: "30m",
      severity: "warning",
      summary: `${workload} can grow no further`,
      description: "It has run with its largest number of pods, {{ $value }}, for half an hour.",
      runbook: "workload-at-maximum",
      dashboard: "slipway-workload",
      panel: "Pods",
    },
    {
      alert: "WorkloadScalingBlind",
      expr: `${asWorkload('max by (namespace, horizontalpodautoscaler) (kube_horizontalpodautoscaler_status_condition{condition="ScalingActive",status="false"}) == 1 unless on (namespace, horizontalpodautoscaler) max by (namespace, horizontalpodautoscaler) (kube_horizontalpodautoscaler_status_desired_replicas) == 0', "horizontalpodautoscaler")}`,
      for: "15m",
      severity: "warning",
      summary: `${workload} cannot be scaled`,
      description: "The autoscaler has had no figures to go by for 15 minutes (condition {{ $value }}).",
      runbook: "workload-scaling-blind",
      dashboard: "slipway-workload",
      panel: "Autoscalers without figures",
    },
  ],
};

const jobs: AlertGroup = {
  name: "workload-jobs",
  rules: [
    {
      alert: "JobFailed",
      expr: 'max by (namespace, job_name) (kube_job_failed{condition="true"}) > 0',
      for: "1m",
      severity: "warning",
      summary: "The job {{ $labels.namespace }}/{{ $labels.job_name }} failed",
      description: "It gave up after its last try (value {{ $value }}).",
      runbook: "job-failed",
      dashboard: "slipway-workload",
      panel: "Jobs that failed",
    },
    {
      alert: "JobHanging",
      expr: "time() - max by (namespace, job_name) (kube_job_status_start_time) > 6 * 3600 and on (namespace, job_name) max by (namespace, job_name) (kube_job_status_active) > 0",
      for: "5m",
      severity: "warning",
      summary: "The job {{ $labels.namespace }}/{{ $labels.job_name }} does not end",
      description: "It has run for {{ $value | humanizeDuration }}.",
      runbook: "job-hanging",
      dashboard: "slipway-workload",
      panel: "Jobs that run",
    },
    {
      alert: "ScheduledJobLate",
      expr: `time() - ${asWorkload("max by (namespace, cronjob) (kube_cronjob_next_schedule_time)", "cronjob")} > 1800`,
      for: "5m",
      severity: "warning",
      summary: `The scheduled job ${workload} has not started`,
      description: "It is late by {{ $value | humanizeDuration }}.",
      runbook: "scheduled-job-late",
      dashboard: "slipway-workload",
      panel: "Scheduled jobs, late by",
    },
  ],
};

/** What Kubernetes says of pods and jobs. */
export const podAlerts: readonly AlertGroup[] = [pods, jobs];
