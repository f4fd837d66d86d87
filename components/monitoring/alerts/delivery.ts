import type { AlertGroup } from "../../contracts/monitoring";

const dashboard = "slipway-workload";

/** New versions that do not arrive. */
export const deliveryAlerts: readonly AlertGroup[] = [
  {
    name: "delivery",
    rules: [
      {
        alert: "RolloutStuck",
        expr: `label_replace(max by (namespace, deployment) (kube_deployment_status_condition{condition="Progressing",status="false"}), "workload", "$1", "deployment", "(.+)") == 1`,
        for: "1m",
        severity: "critical",
        summary: "A new version of {{ $labels.namespace }}/{{ $labels.workload }} does not come up",
        description: "It missed its deadline (condition {{ $value }}); Helm rolls it back, or somebody has to.",
        runbook: "rollout-stuck",
        dashboard,
        panel: "Rollouts that do not get on",
      },
      {
        alert: "HelmReleaseStuck",
        expr: 'max by (namespace, label_name) (kube_secret_labels{label_owner="helm",label_status=~"pending-.*|uninstalling"}) == 1',
        for: "45m",
        severity: "warning",
        summary: "The Helm release {{ $labels.namespace }}/{{ $labels.label_name }} is stuck",
        description: "Its last change neither ended nor failed (value {{ $value }}): the next one will be refused.",
        runbook: "helm-release-stuck",
        dashboard,
        panel: "Helm releases that are stuck",
      },
    ],
  },
];
