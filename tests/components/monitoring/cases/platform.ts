import { flat, grow, judged, type RuleCase, type Series } from "./case";

const gauge =
  (selector: string, others: Series = {}) =>
  (value: number): Series => ({ ...others, [selector]: flat(value) });

const rate =
  (selector: string, others: Series = {}) =>
  (perSecond: number): Series => ({ ...others, [selector]: grow(60 * perSecond) });

const at1 = 'instance="10.0.0.1:9100"';
const node1 = { instance: "10.0.0.1:9100" };
const disk = `${at1},mountpoint="/",fstype="xfs",device="/dev/nvme0n1"`;
const ofDisk = { ...node1, mountpoint: "/" };
const ready = (node: string) => `kube_node_status_condition{node="${node}",condition="Ready",status="true"}`;
const volume = 'namespace="shop",persistentvolumeclaim="data"';
const ofVolume = { namespace: "shop", persistentvolumeclaim: "data" };
const api = (code: string) => `apiserver_request_total{job="apiserver",resource="pods",code="${code}"}`;

/** So many of four nodes are not ready. */
const lost = (count: number): Series =>
  Object.fromEntries(["a", "b", "c", "d"].map((name, index) => [ready(name), flat(index < count ? 0 : 1)]));

/** Nodes, volumes, Kubernetes and monitoring itself. */
export const platformCases: readonly RuleCase[] = [
  judged("NodeNotReady", "critical", "15m", { node: "a" }, gauge(ready("a")), 0, 1),
  judged("NodesLost", "critical", "10m", {}, lost, 2, 1),
  judged(
    "NodeUnderPressure",
    "warning",
    "10m",
    { node: "a", condition: "DiskPressure" },
    gauge('kube_node_status_condition{node="a",condition="DiskPressure",status="true"}'),
    1,
    0,
  ),
  judged(
    "NodeDiskFilling",
    "warning",
    "20m",
    ofDisk,
    gauge(`node_filesystem_avail_bytes{${disk}}`, {
      [`node_filesystem_size_bytes{${disk}}`]: flat(100),
      [`node_filesystem_readonly{${disk}}`]: flat(0),
    }),
    9,
    11,
  ),
  judged(
    "NodeDiskFillsSoon",
    "warning",
    "150m",
    ofDisk,
    (falls: number) => ({
      [`node_filesystem_avail_bytes{${disk}}`]: `29-${falls}x180`,
      [`node_filesystem_size_bytes{${disk}}`]: flat(100),
      [`node_filesystem_readonly{${disk}}`]: flat(0),
    }),
    0.05,
    0.005,
  ),
  judged(
    "NodeInodesFilling",
    "warning",
    "20m",
    ofDisk,
    gauge(`node_filesystem_files_free{${disk}}`, {
      [`node_filesystem_files{${disk}}`]: flat(100),
      [`node_filesystem_readonly{${disk}}`]: flat(0),
    }),
    4,
    6,
  ),
  judged("NodeCpuHigh", "info", "45m", node1, rate(`node_cpu_seconds_total{${at1},cpu="0",mode="idle"}`), 0.04, 0.06),
  judged(
    "NodeMemoryHigh",
    "warning",
    "20m",
    node1,
    gauge(`node_memory_MemAvailable_bytes{${at1}}`, { [`node_memory_MemTotal_bytes{${at1}}`]: flat(100) }),
    4,
    6,
  ),
  judged(
    "NodeClockWrong",
    "warning",
    "15m",
    node1,
    gauge(`node_timex_offset_seconds{${at1}}`, { [`node_timex_sync_status{${at1}}`]: flat(1) }),
    -0.06,
    0.04,
  ),
  judged(
    "NodeConnectionsFull",
    "warning",
    "10m",
    node1,
    gauge(`node_nf_conntrack_entries{${at1}}`, { [`node_nf_conntrack_entries_limit{${at1}}`]: flat(100) }),
    81,
    79,
  ),
  judged(
    "NodeNetworkErrors",
    "warning",
    "25m",
    { ...node1, device: "eth0" },
    rate(`node_network_receive_errs_total{${at1},device="eth0"}`, {
      [`node_network_transmit_errs_total{${at1},device="eth0"}`]: grow(300),
    }),
    6,
    4,
  ),
  judged(
    "PodsUnschedulable",
    "warning",
    "20m",
    { namespace: "shop" },
    gauge('kube_pod_status_unschedulable{namespace="shop",pod="api-1"}'),
    1,
    0,
  ),
  judged(
    "VolumeFilling",
    "warning",
    "150m",
    ofVolume,
    (falls: number) => ({
      [`kubelet_volume_stats_available_bytes{${volume}}`]: `19-${falls}x180`,
      [`kubelet_volume_stats_capacity_bytes{${volume}}`]: flat(100),
    }),
    0.02,
    0.001,
  ),
  judged(
    "VolumeFull",
    "critical",
    "10m",
    ofVolume,
    gauge(`kubelet_volume_stats_available_bytes{${volume}}`, {
      [`kubelet_volume_stats_capacity_bytes{${volume}}`]: flat(100),
    }),
    4,
    6,
  ),

  judged("KubernetesApiFailing", "critical", "20m", {}, rate(api("500"), { [api("200")]: grow(6000) }), 4, 2),
  judged(
    "KubernetesApiSlow",
    "warning",
    "25m",
    { verb: "GET" },
    (within: number) => ({
      'apiserver_request_duration_seconds_bucket{verb="GET",subresource="",le="1"}': grow(within),
      'apiserver_request_duration_seconds_bucket{verb="GET",subresource="",le="5"}': grow(600),
      'apiserver_request_duration_seconds_bucket{verb="GET",subresource="",le="+Inf"}': grow(600),
    }),
    500,
    600,
  ),
  ...[
    "KubernetesApiUnseen|critical|apiserver",
    "KubeStateMetricsDown|critical|kube-state-metrics",
    "MetricsServerDown|warning|metrics-server",
    "GrafanaDown|warning|kube-prometheus-stack-grafana",
  ].map((line) => {
    const [alert = "", severity = "", job = ""] = line.split("|");
    return judged(alert, severity, "20m", {}, gauge(`up{job="${job}",instance="x"}`), 0, 1);
  }),
  judged(
    "NodeExporterDown",
    "warning",
    "40m",
    {},
    gauge('up{job="node-exporter",instance="b"}', {
      'up{job="node-exporter",instance="a"}': flat(1),
      'kube_node_info{node="a"}': flat(1),
      'kube_node_info{node="b"}': flat(1),
    }),
    0,
    1,
  ),
  judged(
    "DaemonSetNotReady",
    "warning",
    "20m",
    { namespace: "monitoring", daemonset: "agent" },
    gauge('kube_daemonset_status_number_ready{namespace="monitoring",daemonset="agent"}', {
      'kube_daemonset_status_desired_number_scheduled{namespace="monitoring",daemonset="agent"}': flat(3),
    }),
    2,
    3,
  ),
  judged(
    "StatefulSetNotReady",
    "warning",
    "20m",
    { namespace: "shop", statefulset: "redis" },
    gauge('kube_statefulset_status_replicas_ready{namespace="shop",statefulset="redis"}', {
      'kube_statefulset_replicas{namespace="shop",statefulset="redis"}': flat(3),
    }),
    2,
    3,
  ),
  judged(
    "DisruptionBudgetBlocks",
    "info",
    "130m",
    { namespace: "shop", poddisruptionbudget: "api" },
    gauge('kube_poddisruptionbudget_status_pod_disruptions_allowed{namespace="shop",poddisruptionbudget="api"}', {
      'kube_poddisruptionbudget_status_expected_pods{namespace="shop",poddisruptionbudget="api"}': flat(2),
    }),
    0,
    1,
  ),
  judged(
    "QuotaNearlyUsed",
    "warning",
    "20m",
    { namespace: "shop", resource: "limits.memory" },
    gauge('kube_resourcequota{namespace="shop",resourcequota="shop",resource="limits.memory",type="used"}', {
      'kube_resourcequota{namespace="shop",resourcequota="shop",resource="limits.memory",type="hard"}': flat(100),
    }),
    91,
    89,
  ),
  judged(
    "NamespaceStuck",
    "warning",
    "40m",
    { namespace: "old" },
    gauge('kube_namespace_status_phase{namespace="old",phase="Terminating"}'),
    1,
    0,
  ),
  judged(
    "VolumeClaimPending",
    "warning",
    "20m",
    ofVolume,
    gauge(`kube_persistentvolumeclaim_status_phase{${volume},phase="Pending"}`),
    1,
    0,
  ),
  judged(
    "ClusterNearlyFull",
    "warning",
    "40m",
    {},
    gauge('kube_pod_container_resource_requests{namespace="shop",pod="api-1",container="app",resource="cpu"}', {
      'kube_pod_status_phase{namespace="shop",pod="api-1",phase="Running"}': flat(1),
      'kube_node_status_allocatable{node="a",resource="cpu"}': flat(10),
    }),
    9.6,
    9.4,
  ),

  judged(
    "TargetDown",
    "warning",
    "15m",
    { namespace: "shop", job: "api" },
    gauge('up{namespace="shop",job="api",instance="b"}', { 'up{namespace="shop",job="api",instance="a"}': flat(1) }),
    0,
    1,
  ),
  judged(
    "PrometheusRulesFail",
    "critical",
    "25m",
    { rule_group: "g" },
    rate('prometheus_rule_evaluation_failures_total{rule_group="g"}'),
    0.1,
    0,
  ),
  judged(
    "PrometheusConfigRejected",
    "critical",
    "15m",
    { pod: "prometheus-0" },
    gauge('prometheus_config_last_reload_successful{namespace="monitoring",pod="prometheus-0"}'),
    0,
    1,
  ),
  judged(
    "AlertmanagerConfigRejected",
    "critical",
    "15m",
    { pod: "alertmanager-0" },
    gauge('alertmanager_config_last_reload_successful{namespace="monitoring",pod="alertmanager-0"}'),
    0,
    1,
  ),
  judged(
    "AlertsNotDelivered",
    "critical",
    "25m",
    { integration: "slack" },
    rate('alertmanager_notifications_failed_total{integration="slack"}', {
      'alertmanager_notifications_total{integration="slack"}': grow(6000),
    }),
    6,
    4,
  ),
  judged(
    "AlertsNotSent",
    "critical",
    "20m",
    { pod: "prometheus-0" },
    rate('prometheus_notifications_dropped_total{pod="prometheus-0"}'),
    0.1,
    0,
  ),
  judged(
    "PrometheusDiskFilling",
    "warning",
    "90m",
    { pod: "prometheus-0" },
    gauge('prometheus_tsdb_lowest_timestamp_seconds{pod="prometheus-0"}', {
      'prometheus_tsdb_storage_blocks_bytes{pod="prometheus-0"}': flat(99),
      'prometheus_tsdb_retention_limit_bytes{pod="prometheus-0"}': flat(100),
    }),
    -3 * 86_400,
    -20 * 86_400,
  ),
  judged(
    "PrometheusRulesSlow",
    "warning",
    "20m",
    { rule_group: "g" },
    gauge('prometheus_rule_group_last_duration_seconds{rule_group="g"}', {
      'prometheus_rule_group_interval_seconds{rule_group="g"}': flat(15),
    }),
    16,
    14,
  ),
  judged(
    "PrometheusSamplesRefused",
    "info",
    "40m",
    { pod: "prometheus-0" },
    rate('prometheus_target_scrapes_sample_out_of_order_total{pod="prometheus-0"}', {
      'prometheus_target_scrapes_sample_duplicate_timestamp_total{pod="prometheus-0"}': flat(0),
    }),
    1,
    0,
  ),
  judged(
    "AlertmanagersApart",
    "warning",
    "20m",
    {},
    gauge('alertmanager_cluster_members{namespace="monitoring",pod="alertmanager-0"}', {
      'alertmanager_build_info{namespace="monitoring",pod="alertmanager-0"}': flat(1),
      'alertmanager_build_info{namespace="monitoring",pod="alertmanager-1"}': flat(1),
    }),
    1,
    2,
  ),
];
