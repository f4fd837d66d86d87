import type { AlertGroup } from "../../contracts/monitoring";

const nodes: AlertGroup = {
  name: "nodes",
  rules: [
    {
      alert: "NodeNotReady",
      expr: 'max by (node) (kube_node_status_condition{condition="Ready",status="true"}) == 0',
      for: "10m",
      severity: "critical",
      summary: "The node {{ $labels.node }} is not ready",
      description: "Its kubelet has not reported for 10 minutes (ready: {{ $value }}); its pods are moved elsewhere.",
      runbook: "node-not-ready",
    },
    {
      alert: "NodeUnderPressure",
      expr: 'max by (node, condition) (kube_node_status_condition{condition=~"MemoryPressure|DiskPressure|PIDPressure",status="true"}) == 1',
      for: "5m",
      severity: "warning",
      summary: "The node {{ $labels.node }} runs out of something",
      description: "{{ $labels.condition }} has held for 5 minutes (value {{ $value }}); pods are evicted.",
      runbook: "node-under-pressure",
    },
    {
      alert: "NodeDiskFilling",
      expr: 'node_filesystem_avail_bytes{fstype!~"tmpfs|ramfs"} / node_filesystem_size_bytes < 0.1 and node_filesystem_readonly == 0',
      for: "15m",
      severity: "warning",
      summary: "The disk {{ $labels.mountpoint }} of {{ $labels.instance }} is nearly full",
      description: "{{ $value | humanizePercentage }} of it are free.",
      runbook: "node-disk-filling",
    },
    {
      alert: "PodsUnschedulable",
      expr: "sum by (namespace) (kube_pod_status_unschedulable) > 0",
      for: "15m",
      severity: "warning",
      summary: "Pods of {{ $labels.namespace }} find no node",
      description: "{{ $value }} pods have waited for a quarter of an hour.",
      runbook: "pods-unschedulable",
    },
  ],
};

const volumes: AlertGroup = {
  name: "volumes",
  rules: [
    {
      alert: "VolumeFilling",
      expr: "kubelet_volume_stats_available_bytes / kubelet_volume_stats_capacity_bytes < 0.2 and predict_linear(kubelet_volume_stats_available_bytes[6h], 4 * 86400) < 0",
      for: "1h",
      severity: "warning",
      summary: "The volume {{ $labels.namespace }}/{{ $labels.persistentvolumeclaim }} fills up",
      description: "{{ $value | humanizePercentage }} of it are free, and will be used within four days.",
      runbook: "volume-filling",
    },
    {
      alert: "VolumeFull",
      expr: "kubelet_volume_stats_available_bytes / kubelet_volume_stats_capacity_bytes < 0.05",
      for: "5m",
      severity: "critical",
      summary: "The volume {{ $labels.namespace }}/{{ $labels.persistentvolumeclaim }} is full",
      description: "{{ $value | humanizePercentage }} of it are free.",
      runbook: "volume-filling",
    },
  ],
};

export const nodeAlerts: readonly AlertGroup[] = [nodes, volumes];
