import type { Dashboard } from "../../contracts/monitoring";
import { layOut, lines, numbers } from "./panels";

/** How the platform is: what is wrong now, how full it is, and what it does by itself. */
export const platformDashboard: Dashboard = {
  name: "slipway-platform",
  title: "Slipway / Platform",
  model: layOut(
    [
      numbers({
        title: "Critical alerts",
        unit: "short",
        queries: [['count(ALERTS{alertstate="firing",severity="critical"}) or vector(0)', "firing"]],
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
      }),
      numbers({
        title: "Next certificate ends in",
        unit: "s",
        queries: [["min(certmanager_certificate_expiration_timestamp_seconds) - time()", "left"]],
      }),
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
        unit: "percentunit",
        queries: [
          [
            'max by (nodepool) (karpenter_nodepools_usage{resource_type="cpu"}) / max by (nodepool) (karpenter_nodepools_limit{resource_type="cpu"})',
            "{{nodepool}}",
          ],
        ],
      }),
      lines({
        title: "Fullest volumes",
        unit: "percentunit",
        queries: [
          [
            "topk(5, 1 - kubelet_volume_stats_available_bytes / kubelet_volume_stats_capacity_bytes)",
            "{{namespace}}/{{persistentvolumeclaim}}",
          ],
        ],
      }),
      lines({
        title: "Restarts",
        unit: "short",
        queries: [
          [
            "topk(10, sum by (namespace, pod) (increase(kube_pod_container_status_restarts_total[1h]))) > 0",
            "{{namespace}}/{{pod}}",
          ],
        ],
      }),
      lines({
        title: "Secrets that cannot be read",
        unit: "short",
        queries: [
          [
            'sum by (exported_namespace, name) (externalsecret_status_condition{condition="Ready",status="False"}) > 0',
            "{{exported_namespace}}/{{name}}",
          ],
        ],
      }),
    ],
    [],
  ),
};
