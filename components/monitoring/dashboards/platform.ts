import type { Dashboard } from "../../contracts/monitoring";
import { nodePanels } from "./nodes";
import { dashboard, lines, numbers } from "./panels";

const answers = [
  ["apiserver", "Kubernetes API"],
  ["kube-state-metrics", "kube-state-metrics"],
  ["node-exporter", "node exporters"],
  ["metrics-server", "metrics-server"],
  ["kube-prometheus-stack-grafana", "Grafana"],
] as const;

const now = [
  numbers({
    title: "Critical alerts",
    unit: "short",
    queries: [['count(ALERTS{alertstate="firing",severity="critical"}) or vector(0)', "firing"]],
    limits: { critical: 1 },
  }),
  numbers({
    title: "Warnings",
    unit: "short",
    queries: [['count(ALERTS{alertstate="firing",severity="warning"}) or vector(0)', "firing"]],
    limits: { warning: 1 },
  }),
  numbers({
    title: "Nodes",
    unit: "short",
    queries: [['sum(kube_node_status_condition{condition="Ready",status="true"})', "ready"]],
  }),
  numbers({
    title: "Pods without a node",
    unit: "short",
    queries: [["sum(kube_pod_status_unschedulable) or vector(0)", "waiting"]],
    limits: { warning: 1 },
  }),
  numbers({
    title: "Parts of the platform that answer",
    unit: "short",
    width: 8,
    queries: answers.map(([job, name]) => [`count(up{job="${job}"} == 1) or vector(0)`, name] as const),
  }),
];

const capacity = [
  lines({
    title: "Cores",
    unit: "short",
    queries: [
      ['sum(kube_node_status_allocatable{resource="cpu"})', "there"],
      ['sum(kube_pod_container_resource_requests{resource="cpu"})', "asked for"],
      ['sum(rate(container_cpu_usage_seconds_total{container!=""}[5m]))', "used"],
    ],
  }),
  lines({
    title: "Memory",
    unit: "bytes",
    queries: [
      ['sum(kube_node_status_allocatable{resource="memory"})', "there"],
      ['sum(kube_pod_container_resource_requests{resource="memory"})', "asked for"],
      ['sum(container_memory_working_set_bytes{container!=""})', "used"],
    ],
  }),
  lines({
    title: "Machines bought by Karpenter, against the limit",
    empty: "no Karpenter, or no limit",
    unit: "percentunit",
    limits: { warning: 0.9 },
    queries: [
      [
        'max by (nodepool) (karpenter_nodepools_usage{resource_type="cpu"}) / max by (nodepool) (karpenter_nodepools_limit{resource_type="cpu"})',
        "{{nodepool}}",
      ],
    ],
  }),
  lines({
    title: "Errors of the cloud, by Karpenter",
    empty: "none",
    unit: "short",
    queries: [["sum by (controller, error) (increase(karpenter_cloudprovider_errors_total[15m]))", "{{error}}"]],
  }),
  lines({
    title: "Cluster autoscaler",
    empty: "there is none",
    unit: "short",
    queries: [
      ["min(cluster_autoscaler_cluster_safe_to_autoscale)", "safe"],
      ["sum by (reason) (increase(cluster_autoscaler_failed_scale_ups_total[30m]))", "refused: {{reason}}"],
    ],
  }),
  lines({
    title: "Volumes that are free",
    unit: "percentunit",
    limits: { warning: 0.2, critical: 0.05 },
    worse: "below",
    queries: [
      [
        "bottomk(10, kubelet_volume_stats_available_bytes / kubelet_volume_stats_capacity_bytes)",
        "{{namespace}}/{{persistentvolumeclaim}}",
      ],
    ],
  }),
];

const objects = [
  lines({
    title: "Pods that are missing",
    empty: "none is missing",
    unit: "short",
    queries: [
      [
        "max by (namespace, daemonset) (kube_daemonset_status_desired_number_scheduled - kube_daemonset_status_number_ready) > 0",
        "{{namespace}}/{{daemonset}}",
      ],
      [
        "max by (namespace, statefulset) (kube_statefulset_replicas - kube_statefulset_status_replicas_ready) > 0",
        "{{namespace}}/{{statefulset}}",
      ],
    ],
  }),
  lines({
    title: "Disruptions that are allowed",
    unit: "short",
    queries: [
      [
        "min by (namespace, poddisruptionbudget) (kube_poddisruptionbudget_status_pod_disruptions_allowed)",
        "{{namespace}}/{{poddisruptionbudget}}",
      ],
    ],
  }),
  lines({
    title: "Quotas",
    unit: "percentunit",
    limits: { warning: 0.9 },
    queries: [
      [
        'max by (namespace, resource) (kube_resourcequota{type="used"}) / on (namespace, resource) (max by (namespace, resource) (kube_resourcequota{type="hard"}) > 0)',
        "{{namespace}}: {{resource}}",
      ],
    ],
  }),
  lines({
    title: "Namespaces that are going",
    empty: "none is going",
    unit: "short",
    queries: [['sum by (namespace) (kube_namespace_status_phase{phase="Terminating"}) > 0', "{{namespace}}"]],
  }),
  lines({
    title: "Claims without a disk",
    empty: "each has its disk",
    unit: "short",
    queries: [
      [
        'sum by (namespace, persistentvolumeclaim) (kube_persistentvolumeclaim_status_phase{phase=~"Pending|Lost"}) > 0',
        "{{namespace}}/{{persistentvolumeclaim}}",
      ],
    ],
  }),
  lines({
    title: "Secrets that cannot be read",
    empty: "all can be read",
    unit: "short",
    queries: [
      [
        'sum by (exported_namespace, name) (externalsecret_status_condition{condition="Ready",status="False"}) > 0',
        "{{exported_namespace}}/{{name}}",
      ],
    ],
  }),
  lines({
    title: "Secrets, failed reads",
    unit: "short",
    queries: [
      [
        "sum by (exported_namespace, name) (increase(externalsecret_sync_calls_error[30m]))",
        "{{exported_namespace}}/{{name}}",
      ],
    ],
  }),
  lines({
    title: "Restarts for new secrets",
    unit: "short",
    queries: [["sum by (success) (increase(reloader_reload_executed_total[15m]))", "succeeded: {{success}}"]],
  }),
  lines({
    title: "Verified images",
    unit: "short",
    queries: [
      [
        "sum by (policy_name, result) (increase(kyverno_image_validating_policy_results_total[15m]))",
        "{{policy_name}}: {{result}}",
      ],
      ['sum(up{namespace="kyverno"})', "verifiers that answer"],
    ],
  }),
  lines({
    title: "Time to verify an image",
    unit: "s",
    limits: { warning: 7.5 },
    queries: [
      [
        "histogram_quantile(0.95, sum by (le) (rate(kyverno_image_validating_policy_execution_duration_seconds_bucket[10m])))",
        "95%",
      ],
    ],
  }),
  lines({
    title: "Scalers that fail",
    empty: "none fails",
    unit: "short",
    queries: [
      [
        "sum by (exported_namespace, scaledObject) (rate(keda_scaler_detail_errors_total[5m]))",
        "{{exported_namespace}}/{{scaledObject}}",
      ],
    ],
  }),
];

const api = [
  lines({
    title: "Kubernetes API, errors",
    unit: "percentunit",
    limits: { critical: 0.03 },
    queries: [
      ['sum(rate(apiserver_request_total{code=~"5.."}[5m])) / sum(rate(apiserver_request_total[5m]))', "errors"],
    ],
  }),
  lines({
    title: "Kubernetes API, duration",
    unit: "s",
    limits: { warning: 2 },
    queries: [
      [
        'histogram_quantile(0.99, sum by (le, verb) (rate(apiserver_request_duration_seconds_bucket{verb=~"GET|POST|PUT|PATCH|DELETE",subresource!~"log|exec|attach|portforward|proxy"}[5m])))',
        "{{verb}} 99%",
      ],
    ],
  }),
];

const monitoring = [
  lines({
    title: "Targets that are down",
    empty: "all are up",
    unit: "short",
    queries: [["sum by (namespace, job) (up == bool 0) > 0", "{{namespace}}/{{job}}"]],
  }),
  lines({
    title: "Rules that fail",
    unit: "short",
    queries: [
      ["topk(5, sum by (rule_group) (increase(prometheus_rule_evaluation_failures_total[5m])))", "{{rule_group}}"],
    ],
  }),
  lines({
    title: "Configurations that are taken",
    unit: "short",
    queries: [
      ["min by (pod) (prometheus_config_last_reload_successful)", "{{pod}}"],
      ["min by (pod) (alertmanager_config_last_reload_successful)", "{{pod}}"],
    ],
  }),
  lines({
    title: "Notifications that fail",
    unit: "short",
    queries: [
      ["sum by (integration) (rate(alertmanager_notifications_failed_total[10m]))", "{{integration}}"],
      ["sum by (pod) (rate(prometheus_notifications_dropped_total[5m]))", "dropped by {{pod}}"],
    ],
  }),
  lines({
    title: "Disk of Prometheus",
    unit: "percentunit",
    limits: { warning: 0.98 },
    queries: [
      [
        "max by (pod) (prometheus_tsdb_storage_blocks_bytes) / on (pod) (max by (pod) (prometheus_tsdb_retention_limit_bytes) > 0)",
        "{{pod}}",
      ],
    ],
  }),
  lines({
    title: "Time that rules take",
    unit: "s",
    queries: [["topk(5, max by (rule_group) (prometheus_rule_group_last_duration_seconds))", "{{rule_group}}"]],
  }),
  lines({
    title: "Samples that are refused",
    unit: "short",
    queries: [
      [
        "sum by (pod) (rate(prometheus_target_scrapes_sample_out_of_order_total[5m]) + rate(prometheus_target_scrapes_sample_duplicate_timestamp_total[5m]))",
        "{{pod}}",
      ],
    ],
  }),
  lines({
    title: "Alertmanagers",
    unit: "short",
    queries: [
      ["max(alertmanager_cluster_members)", "seen by each other"],
      ["count(alertmanager_build_info)", "there"],
    ],
  }),
];

/** How the platform is: what is wrong now, how full it is, and what it does by itself. */
export const platformDashboard: Dashboard = dashboard({
  name: "slipway-platform",
  title: "Platform",
  panels: [...now, ...capacity, ...nodePanels, ...objects, ...api, ...monitoring],
});
