import type { AddonContext, AddonSettings, AwsStatement, CloudFacts, KubernetesObject } from "../contracts/addon";
import { backupAlerts } from "../monitoring/alerts/backups";
import { businessAlerts } from "../monitoring/alerts/business";
import { deliveryAlerts } from "../monitoring/alerts/delivery";
import { deliveryRecords } from "../monitoring/alerts/delivery-records";
import { exporterAlerts } from "../monitoring/alerts/exporters";
import { kubernetesAlerts } from "../monitoring/alerts/kubernetes";
import { monitoringAlerts } from "../monitoring/alerts/monitoring";
import { nodeAlerts } from "../monitoring/alerts/nodes";
import { podAlerts } from "../monitoring/alerts/pods";
import { poolAlerts } from "../monitoring/alerts/pools";
import { securityAlerts } from "../monitoring/alerts/security";
import { sloAlerts } from "../monitoring/alerts/slo";
import { workloadAlerts } from "../monitoring/alerts/workloads";
import { dashboardsOf } from "../monitoring/dashboards/all";
import { operatedRecords } from "../monitoring/operated-backups";
import { credentials, routeSecrets } from "../monitoring/receivers";
import { remoteWriteSecret, remoteWriteSecrets, userEntry } from "../monitoring/remote-write";
import { alertmanagerAccount, grafanaAdmin, monitoringValues } from "../monitoring/stack-values";
import { secretStore } from "../workloads/secret-store";
import type { AddonDefinition } from "./definition";

const namespace = "monitoring";

/** A Secret whose entries are copied from the secret manager, each under the name that the stack gives it. */
function copied(
  name: string,
  secrets: readonly string[],
  { facts }: AddonContext,
  literals: Readonly<Record<string, string>> = {},
): readonly KubernetesObject[] {
  if (secrets.length === 0) return [];
  return [
    {
      apiVersion: "external-secrets.io/v1",
      kind: "ExternalSecret",
      metadata: { name, namespace },
      spec: {
        refreshInterval: credentials.refreshInterval,
        secretStoreRef: secretStore,
        target: {
          name,
          creationPolicy: "Owner",
          ...(Object.keys(literals).length > 0 && { template: { mergePolicy: "Merge", data: literals } }),
        },
        data: secrets.map((secret) => ({
          secretKey: secret,
          remoteRef: {
            key: `${facts.copiedSecretPrefix ?? facts.secretPrefix}${secret}`,
            ...(facts.secretProperty !== undefined && { property: facts.secretProperty }),
          },
        })),
      },
    },
  ];
}

/** The credentials of alert routes, which Alertmanager mounts as files, and of remote write. */
function routeCredentials(context: AddonContext): readonly KubernetesObject[] {
  const { monitoring } = context.settings;
  const users = (monitoring.remoteWrite ?? []).flatMap(({ secret, username }): [string, string][] =>
    secret === undefined || username === undefined ? [] : [[userEntry(secret), username]],
  );
  return [
    ...copied(credentials.name, routeSecrets(monitoring), context),
    ...copied(remoteWriteSecret, remoteWriteSecrets(monitoring), context, Object.fromEntries(users)),
  ];
}

/** Alertmanager reports to the cloud that it is alive; nothing else here needs rights there. */
function heartbeatRights(
  { region, account }: CloudFacts,
  { monitoring: { heartbeatTopic: topic } }: AddonSettings,
): readonly AwsStatement[] {
  if (topic === undefined) return [];
  return [
    { Sid: "Heartbeat", Effect: "Allow", Action: ["sns:Publish"], Resource: topic.id },
    {
      Sid: "EncryptHeartbeat",
      Effect: "Allow",
      Action: ["kms:Decrypt", "kms:GenerateDataKey"],
      Resource: `${topic.id.split(":").slice(0, 2).join(":")}:kms:${region}:${account}:key/*`,
      Condition: {
        StringEquals: {
          "kms:ViaService": `sns.${region}.amazonaws.com`,
          "kms:EncryptionContext:aws:sns:topicArn": topic.id,
        },
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
  readsSecrets: () => true,
  needs: ["external-secrets", "node-exporter", "prometheus-operator-crds"],
  identity: { serviceAccount: alertmanagerAccount, policies: { aws: heartbeatRights } },
  generatedSecrets: () => [
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
    ...operatedRecords(monitoring),
    ...exporterAlerts(monitoring),
    ...poolAlerts(monitoring),
    ...nodeAlerts,
    ...kubernetesAlerts,
    ...securityAlerts,
    ...monitoringAlerts,
  ],
  dashboards: ({ settings: { monitoring } }) => dashboardsOf(monitoring),
};
