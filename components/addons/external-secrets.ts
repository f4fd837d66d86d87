import type { AddonContext, KubernetesObject } from "../contracts/addon";
import type { AlertGroup } from "../contracts/monitoring";
import { secretStore, secretsLabel } from "../workloads/secret-store";
import { type AddonDefinition, controller, resources } from "./definition";

const alerts: AlertGroup = {
  name: "external-secrets",
  rules: [
    {
      alert: "ExternalSecretNotSynced",
      expr: 'max by (exported_namespace, name) (externalsecret_status_condition{condition="Ready",status="False"}) == 1',
      for: "15m",
      severity: "critical",
      summary: "The secret {{ $labels.exported_namespace }}/{{ $labels.name }} cannot be read",
      description:
        "External Secrets has failed for 15 minutes (condition {{ $value }}); pods keep the last value, new ones may not start.",
      runbook: "external-secret-not-synced",
      dashboard: "slipway-platform",
      panel: "Secrets that cannot be read",
    },
    {
      alert: "ExternalSecretErrors",
      expr: "sum by (exported_namespace, name) (increase(externalsecret_sync_calls_error[30m])) > 3",
      for: "15m",
      severity: "warning",
      summary: "Reading the secret {{ $labels.exported_namespace }}/{{ $labels.name }} fails now and then",
      description: "{{ $value | humanize }} failures in half an hour.",
      runbook: "external-secret-not-synced",
      dashboard: "slipway-platform",
      panel: "Secrets, failed reads",
    },
  ],
};

function store({ facts }: AddonContext): readonly KubernetesObject[] {
  return [
    {
      apiVersion: "external-secrets.io/v1",
      kind: "ClusterSecretStore",
      metadata: { name: secretStore.name },
      spec: {
        // No `auth`: the controller's own identity.
        provider: facts.secretStore,
        conditions: [{ namespaceSelector: { matchLabels: secretsLabel } }],
      },
    },
  ];
}

const serviceAccount = "external-secrets";

/** Copies secrets from the cloud's secret manager into the cluster, for namespaces that are labelled for it. */
export const externalSecrets: AddonDefinition = {
  name: "external-secrets",
  namespace: "external-secrets",
  podSecurity: "restricted",
  needs: ["prometheus-operator-crds"],
  identity: { serviceAccount, rights: () => [{ kind: "readSecrets" }] },
  releases: [
    {
      chart: "external-secrets",
      timeoutSeconds: 300,
      values: ({ replicas, annotations, facts }) => {
        const scheduling = { ...controller, podDisruptionBudget: { enabled: replicas > 1 } };
        return {
          ...scheduling,
          replicaCount: replicas,
          leaderElect: replicas > 1,
          serviceAccount: { name: serviceAccount, annotations },
          extraEnv: facts.controllerEnv,
          resources: resources("50m", "128Mi", "256Mi"),
          // Slipway reads secrets; it neither pushes nor clones them over namespaces, so the controller may not either.
          processPushSecret: false,
          processClusterPushSecret: false,
          processClusterExternalSecret: false,
          serviceMonitor: { enabled: true },
          webhook: { ...scheduling, replicaCount: replicas, resources: resources("20m", "64Mi", "128Mi") },
          // Nothing waits for it: it renews the webhook's certificate.
          certController: { ...controller, resources: resources("20m", "96Mi", "192Mi") },
        };
      },
    },
  ],
  objects: store,
  alerts: () => [alerts],
};
