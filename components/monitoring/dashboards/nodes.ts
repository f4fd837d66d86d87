import { lines } from "./panels";

/** Nodes: whether they work, and what they run out of. */
export const nodePanels = [
  lines({
    title: "Nodes that are not ready",
    unit: "short",
    limits: { critical: 1 },
    queries: [['count(kube_node_status_condition{condition="Ready",status="true"} == 0) or vector(0)', "nodes"]],
  }),
  lines({
    title: "Nodes under pressure",
    unit: "short",
    queries: [
      [
        'sum by (condition) (kube_node_status_condition{condition=~"MemoryPressure|DiskPressure|PIDPressure",status="true"})',
        "{{condition}}",
      ],
    ],
  }),
  lines({
    title: "CPU of nodes",
    unit: "percentunit",
    limits: { warning: 0.95 },
    queries: [['1 - avg by (instance) (rate(node_cpu_seconds_total{mode="idle"}[5m]))', "{{instance}}"]],
  }),
  lines({
    title: "Memory of nodes",
    unit: "percentunit",
    limits: { warning: 0.95 },
    queries: [["1 - node_memory_MemAvailable_bytes / node_memory_MemTotal_bytes", "{{instance}}"]],
  }),
  lines({
    title: "Disks of nodes that are free",
    unit: "percentunit",
    limits: { warning: 0.1 },
    worse: "below",
    queries: [
      [
        'node_filesystem_avail_bytes{fstype!~"tmpfs|ramfs"} / node_filesystem_size_bytes and node_filesystem_readonly == 0',
        "{{instance}} {{mountpoint}}",
      ],
    ],
  }),
  lines({
    title: "Inodes of nodes that are free",
    unit: "percentunit",
    limits: { warning: 0.05 },
    worse: "below",
    queries: [
      [
        'node_filesystem_files_free{fstype!~"tmpfs|ramfs"} / (node_filesystem_files > 0)',
        "{{instance}} {{mountpoint}}",
      ],
    ],
  }),
  lines({
    title: "Clocks of nodes, wrong by",
    unit: "s",
    limits: { warning: 0.05 },
    queries: [["abs(node_timex_offset_seconds)", "{{instance}}"]],
  }),
  lines({
    title: "Connections that nodes track",
    unit: "percentunit",
    limits: { warning: 0.8 },
    queries: [["node_nf_conntrack_entries / (node_nf_conntrack_entries_limit > 0)", "{{instance}}"]],
  }),
  lines({
    title: "Network errors of nodes",
    unit: "short",
    limits: { warning: 10 },
    queries: [
      [
        "sum by (instance, device) (rate(node_network_receive_errs_total[5m]) + rate(node_network_transmit_errs_total[5m]))",
        "{{instance}} {{device}}",
      ],
    ],
  }),
] as const;
