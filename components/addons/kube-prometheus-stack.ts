import { backupAlerts } from "../backups/alerts";
import type { AddonContext, KubernetesObject } from "../contracts/addon";
import { businessAlerts } from "../monitoring/alerts/business";
import { deliveryAlerts } from "../monitoring/alerts/delivery";
import { deliveryRecords } from "../monitoring/alerts/delivery-records";
import { exporterAlerts } from "../monitoring/alerts/exporters";
import { kubernetesAlerts } from "../monitoring/alerts/kubernetes";
import { monitoringAlerts } from "../monitoring/alerts/monitoring";
import { nodeAlerts } from "../monitoring/alerts/nodes";
import { podAlerts } from "../monitoring/alerts/pods";
import { securityAlerts } from "../monitoring/alerts/security";
import { sloAlerts } from "../monitoring/alerts/slo";
import { workloadAlerts } from "../monitoring/alerts/workloads";
import { dashboardsOf } from "../monitoring/dashboards/all";
import { credentials, routeSecrets } from "../monitoring/receivers";
import { grafanaAdmin, monitoringValues } from "../monitoring/stack-values";
import { secretStore } from "../workloads/secret-store";
import type { AddonDefinition } from "./definition";

const namespace = "monitoring";

/** The credentials of alert routes, copied from the secret manager; Alertmanager mounts the Secret as files. */
function routeCredentials({ facts, settings }: AddonContext): readonly KubernetesObject[] {
  const secrets = routeSecrets(settings.monitoring);
  if (secrets.length === 0) return [];
  return [
    {
      apiVersion: "external-secrets.io/v1",
      kind: "ExternalSecret",
      metadata: { name: credentials.name, namespace },
      spec: {
        refreshInterval: credentials.refreshInterval,
        secretStoreRef: secretStore,
        target: { name: credentials.name, creationPolicy: "Owner" },
        data: secrets.map((secret) => ({
          secretKey: secret,
          remoteRef: { key: `${facts.secretPrefix}${secret}` },
        })),
      },
    },
  ];
}

/**
 * Prometheus, Alertmanager, Grafana and kube-state-metrics. All of it meets Pod Security `restricted`, since the one
 * part that must read the host, node-exporter, lives apart.
 *
 * Settings read: `monitoring`.
 */
export const kubePrometheusStack: AddonDefinition = {
  name: "kube-prometheus-stack",
  namespace,
  podSecurity: "restricted",
  readsSecrets: true,
  needs: ["external-secrets", "node-exporter", "prometheus-operator-crds"],
  generatedSecrets: [
    { name: grafanaAdmin.secret, passwordKey: grafanaAdmin.passwordKey, entries: { [grafanaAdmin.userKey]: "admin" } },
  ],
  releases: [{ chart: "kube-prometheus-stack", timeoutSeconds: 600, values: monitoringValues }],
  objects: routeCredentials,
  alerts: ({ settings: { monitoring } }) => [
    ...workloadAlerts(monitoring),
    ...sloAlerts(monitoring),
    ...businessAlerts(monitoring),
    ...podAlerts,
    ...deliveryAlerts,
    ...deliveryRecords(monitoring),
    ...backupAlerts(monitoring),
    ...exporterAlerts(monitoring),
    ...nodeAlerts,
    ...kubernetesAlerts,
    ...securityAlerts,
    ...monitoringAlerts,
  ],
  dashboards: ({ settings: { monitoring } }) => dashboardsOf(monitoring),
};
