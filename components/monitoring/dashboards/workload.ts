import type { Dashboard, Limits, MonitoringSettings, WorkloadThresholds } from "../../contracts/monitoring";
import { BACKLOG, CPU, ERROR_RATIO, inUnit, limitFor, MEMORY, REQUESTS, SECONDS } from "../queries";
import { choice, dashboard, lines, type PanelSpec } from "./panels";

const CHOSEN = 'namespace=~"$namespace",workload=~"$workload"';

/** A series of the chosen workload's containers. */
const ofPods = (metric: string): string => `${metric}{namespace=~"$namespace",pod=~"$workload-.*",container!=""}`;

/** The chosen workload's own series. */
const chosen = (metric: string): string =>
  metric.endsWith("}") ? metric.replace("}", `,${CHOSEN}}`) : `${metric}{${CHOSEN}}`;

/** The limit that its alerts go by, drawn beside a metric: the workload's own, or the stack's. */
function drawn(metric: string, name: keyof WorkloadThresholds, { critical, warning }: Limits): PanelSpec["queries"] {
  const severity = critical === undefined ? "warning" : "critical";
  const value = critical ?? warning;
  if (value === undefined) return [];
  return [[limitFor(chosen(metric), name, severity, inUnit(name, value)), `limit (${severity})`]];
}

/** One workload: rate, errors and duration of its requests; use, saturation and errors of its pods. */
export function workloadDashboard({ thresholds }: MonitoringSettings): Dashboard {
  const p95 = `${SECONDS}{quantile="0.95"}`;
  const requests = [
    lines({ title: "Requests a second", unit: "reqps", queries: [[chosen(REQUESTS), "{{workload}}"]] }),
    lines({
      title: "Requests that failed",
      unit: "percentunit",
      queries: [[chosen(ERROR_RATIO), "{{workload}}"], ...drawn(ERROR_RATIO, "errorPercent", thresholds.errorPercent)],
    }),
    lines({
      title: "Duration",
      unit: "s",
      queries: [
        [chosen(`${SECONDS}{quantile="0.5"}`), "{{workload}} half"],
        [chosen(p95), "{{workload}} 95%"],
        [chosen(`${SECONDS}{quantile="0.99"}`), "{{workload}} 99%"],
        ...drawn(p95, "p95Ms", thresholds.p95Ms),
      ],
    }),
    lines({
      title: "Jobs that wait",
      unit: "short",
      queries: [[chosen(BACKLOG), "{{workload}}"], ...drawn(BACKLOG, "backlog", thresholds.backlog)],
    }),
  ];
  const use = [
    lines({
      title: "CPU, of what is requested",
      unit: "percentunit",
      queries: [[chosen(CPU), "{{workload}}"], ...drawn(CPU, "cpuPercent", thresholds.cpuPercent)],
    }),
    lines({
      title: "Memory, of its limit",
      unit: "percentunit",
      queries: [[chosen(MEMORY), "{{workload}}"], ...drawn(MEMORY, "memoryPercent", thresholds.memoryPercent)],
    }),
    lines({
      title: "Cores",
      unit: "short",
      queries: [[`sum by (pod) (rate(${ofPods("container_cpu_usage_seconds_total")}[5m]))`, "{{pod}}"]],
    }),
    lines({
      title: "Memory",
      unit: "bytes",
      queries: [[`sum by (pod) (${ofPods("container_memory_working_set_bytes")})`, "{{pod}}"]],
    }),
    lines({
      title: "Held back by the CPU limit",
      unit: "percentunit",
      limits: { warning: 0.5 },
      queries: [
        [
          `sum by (pod) (rate(${ofPods("container_cpu_cfs_throttled_periods_total")}[5m])) / sum by (pod) (rate(${ofPods("container_cpu_cfs_periods_total")}[5m]))`,
          "{{pod}}",
        ],
      ],
    }),
  ];
  return dashboard({
    name: "slipway-workload",
    title: "Workload",
    panels: [...requests, ...use, ...pods, ...jobs],
    choices: [
      choice("namespace", "label_values(kube_deployment_spec_replicas, namespace)", false),
      choice("workload", 'label_values(kube_deployment_spec_replicas{namespace=~"$namespace"}, deployment)', false),
    ],
  });
}

const pods = [
  lines({
    title: "Pods",
    unit: "short",
    queries: [
      ['kube_deployment_status_replicas_available{namespace=~"$namespace",deployment=~"$workload"}', "ready"],
      ['kube_deployment_spec_replicas{namespace=~"$namespace",deployment=~"$workload"}', "wanted"],
      ['rollout_info_replicas_available{exported_namespace=~"$namespace",name=~"$workload"}', "ready (Rollout)"],
      ['rollout_info_replicas_desired{exported_namespace=~"$namespace",name=~"$workload"}', "wanted (Rollout)"],
      [
        'kube_horizontalpodautoscaler_spec_max_replicas{namespace=~"$namespace",horizontalpodautoscaler=~"(keda-hpa-)?$workload"}',
        "at most",
      ],
    ],
  }),
  lines({
    title: "Autoscalers without figures",
    empty: "all have them",
    unit: "short",
    queries: [
      [
        'max by (horizontalpodautoscaler) (kube_horizontalpodautoscaler_status_condition{namespace=~"$namespace",horizontalpodautoscaler=~"(keda-hpa-)?$workload",condition="ScalingActive",status="false"})',
        "{{horizontalpodautoscaler}}",
      ],
    ],
  }),
  lines({
    title: "Containers that wait",
    empty: "none waits",
    unit: "short",
    queries: [
      [`sum by (pod, reason) (${ofPods("kube_pod_container_status_waiting_reason")}) > 0`, "{{pod}}: {{reason}}"],
    ],
  }),
  lines({
    title: "Restarts",
    unit: "short",
    limits: { warning: 3 },
    queries: [[`sum by (pod) (increase(${ofPods("kube_pod_container_status_restarts_total")}[1h]))`, "{{pod}}"]],
  }),
  lines({
    title: "Rollouts that do not get on",
    empty: "all get on",
    unit: "short",
    queries: [
      [
        'max by (deployment) (kube_deployment_status_condition{namespace=~"$namespace",deployment=~"$workload",condition="Progressing",status="false"}) > 0',
        "{{deployment}} missed its deadline",
      ],
      [
        'max by (name, phase) (rollout_info{exported_namespace=~"$namespace",name=~"$workload",phase=~"Degraded|Error|Timeout|Paused"}) > 0',
        "{{name}}: {{phase}}",
      ],
      [
        'max by (name, phase) (analysis_run_info{exported_namespace=~"$namespace",phase=~"Failed|Error"}) > 0',
        "{{name}}: {{phase}}",
      ],
    ],
  }),
  lines({
    title: "Helm releases that are stuck",
    empty: "none is stuck",
    unit: "short",
    queries: [
      [
        'max by (label_name, label_status) (kube_secret_labels{namespace=~"$namespace",label_owner="helm",label_status=~"pending-.*|uninstalling"})',
        "{{label_name}}: {{label_status}}",
      ],
    ],
  }),
];

const jobs = [
  lines({
    title: "Jobs that failed",
    empty: "none failed",
    unit: "short",
    queries: [['max by (job_name) (kube_job_failed{namespace=~"$namespace",condition="true"}) > 0', "{{job_name}}"]],
  }),
  lines({
    title: "Jobs that run",
    empty: "none runs",
    unit: "s",
    queries: [
      [
        'time() - max by (job_name) (kube_job_status_start_time{namespace=~"$namespace"}) and on (job_name) max by (job_name) (kube_job_status_active{namespace=~"$namespace"}) > 0',
        "{{job_name}}",
      ],
    ],
  }),
  lines({
    title: "Scheduled jobs, late by",
    unit: "s",
    limits: { warning: 1800 },
    queries: [
      [
        'clamp_min(time() - max by (cronjob) (kube_cronjob_next_schedule_time{namespace=~"$namespace"}), 0)',
        "{{cronjob}}",
      ],
    ],
  }),
];
