import type { AlertGroup } from "../../contracts/monitoring";
import { byRoute, requests, seconds } from "../queries";

/** Judged at the gateway, so that a workload need not measure itself. Thresholds are starting points, not promises. */
const traffic: AlertGroup = {
  name: "workload-traffic",
  rules: [
    {
      alert: "WorkloadErrorRatioHigh",
      // Below one request in ten seconds, a single failure would be a large part.
      expr: `${byRoute(requests("5m", "5"))} / ${byRoute(requests("5m"))} > 0.05 and ${byRoute(requests("5m"))} > 0.1`,
      for: "5m",
      severity: "critical",
      summary: "{{ $labels.route }} fails",
      description: "{{ $value | humanizePercentage }} of its requests ended with a server error (more than 5%).",
      runbook: "workload-error-ratio-high",
    },
    {
      alert: "WorkloadSlow",
      expr: `${seconds(0.95, "5m")} > 1`,
      for: "10m",
      severity: "warning",
      summary: "{{ $labels.route }} is slow",
      description: "One request in twenty takes longer than {{ $value | humanizeDuration }} (more than 1 s).",
      runbook: "workload-slow",
    },
  ],
};

const pods: AlertGroup = {
  name: "workload-pods",
  rules: [
    {
      alert: "WorkloadCrashLooping",
      expr: 'max by (namespace, pod, container) (kube_pod_container_status_waiting_reason{reason="CrashLoopBackOff"}) >= 1',
      for: "5m",
      severity: "critical",
      summary: "{{ $labels.namespace }}/{{ $labels.pod }} crashes again and again",
      description:
        "The container {{ $labels.container }} has been in CrashLoopBackOff for 5 minutes (value {{ $value }}).",
      runbook: "workload-crash-looping",
    },
    {
      alert: "WorkloadOutOfMemory",
      expr: 'sum by (namespace, pod, container) (increase(kube_pod_container_status_restarts_total[15m])) > 0 and on (namespace, pod, container) max by (namespace, pod, container) (kube_pod_container_status_last_terminated_reason{reason="OOMKilled"}) == 1',
      for: "0m",
      severity: "warning",
      summary: "{{ $labels.namespace }}/{{ $labels.pod }} was killed for want of memory",
      description:
        "The container {{ $labels.container }} passed its memory limit; {{ $value | humanize }} restarts in 15 minutes.",
      runbook: "workload-out-of-memory",
    },
    {
      alert: "WorkloadNotReady",
      expr: "max by (namespace, deployment) (kube_deployment_spec_replicas - kube_deployment_status_replicas_available) > 0",
      for: "15m",
      severity: "warning",
      summary: "{{ $labels.namespace }}/{{ $labels.deployment }} lacks pods",
      description: "{{ $value }} of its pods have not been ready for 15 minutes.",
      runbook: "workload-not-ready",
    },
    {
      alert: "WorkloadDown",
      expr: "max by (namespace, deployment) (kube_deployment_status_replicas_available) == 0 and on (namespace, deployment) max by (namespace, deployment) (kube_deployment_spec_replicas) > 0",
      for: "3m",
      severity: "critical",
      summary: "{{ $labels.namespace }}/{{ $labels.deployment }} is down",
      description: "It should run, and has {{ $value }} pods that are ready.",
      runbook: "workload-not-ready",
    },
    {
      alert: "WorkloadThrottled",
      expr: 'sum by (namespace, pod, container) (rate(container_cpu_cfs_throttled_periods_total{container!=""}[10m])) / sum by (namespace, pod, container) (rate(container_cpu_cfs_periods_total{container!=""}[10m])) > 0.5',
      for: "30m",
      severity: "info",
      summary: "{{ $labels.namespace }}/{{ $labels.pod }} is held back by its CPU limit",
      description:
        "The container {{ $labels.container }} was slowed in {{ $value | humanizePercentage }} of its periods.",
      runbook: "workload-throttled",
    },
    {
      alert: "WorkloadAtMaximum",
      expr: "max by (namespace, horizontalpodautoscaler) (kube_horizontalpodautoscaler_status_current_replicas) >= on (namespace, horizontalpodautoscaler) max by (namespace, horizontalpodautoscaler) (kube_horizontalpodautoscaler_spec_max_replicas) > 1",
      for: "30m",
      severity: "warning",
      summary: "{{ $labels.namespace }}/{{ $labels.horizontalpodautoscaler }} can grow no further",
      description: "It has run with its largest number of pods, {{ $value }}, for half an hour.",
      runbook: "workload-at-maximum",
    },
    {
      alert: "WorkloadScalingBlind",
      expr: 'max by (namespace, horizontalpodautoscaler) (kube_horizontalpodautoscaler_status_condition{condition="ScalingActive",status="false"}) == 1 unless on (namespace, horizontalpodautoscaler) max by (namespace, horizontalpodautoscaler) (kube_horizontalpodautoscaler_status_desired_replicas) == 0',
      for: "15m",
      severity: "warning",
      summary: "{{ $labels.namespace }}/{{ $labels.horizontalpodautoscaler }} cannot be scaled",
      description: "The autoscaler has had no figures to go by for 15 minutes (condition {{ $value }}).",
      runbook: "workload-scaling-blind",
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
    },
    {
      alert: "ScheduledJobLate",
      expr: "time() - max by (namespace, cronjob) (kube_cronjob_next_schedule_time) > 1800",
      for: "5m",
      severity: "warning",
      summary: "The scheduled job {{ $labels.namespace }}/{{ $labels.cronjob }} has not started",
      description: "It is late by {{ $value | humanizeDuration }}.",
      runbook: "scheduled-job-late",
    },
  ],
};

export const workloadAlerts: readonly AlertGroup[] = [traffic, pods, jobs];
