import type { AddonContext, AddonSettings } from "../contracts/addon";
import type { MonitoringSettings } from "../contracts/monitoring";
import { dataSources } from "./data-sources";
import { operatedState } from "./operated-backups";
import { alertmanagerConfig, credentials, routeSecrets, teamLabels } from "./receivers";
import { remoteWriteOf } from "./remote-write";
import { replacedRules } from "./replaced-rules";

/** Whom Alertmanager runs as. */
export const alertmanagerAccount = "kube-prometheus-stack-alertmanager";

/** The Secret with Grafana's administrator. */
export const grafanaAdmin = { secret: "grafana-admin", userKey: "admin-user", passwordKey: "admin-password" } as const;

/** GiB of the smaller disks: Alertmanager keeps silences, Grafana its database. */
const SMALL_DISK = { alertmanager: 2, grafana: 10 } as const;

/** Prometheus drops its oldest data at this part of its disk, since a full one stops it. */
const DISK_USED = 0.85;

const memory = (cpu: string, request: string, limit: string) => ({
  requests: { cpu, memory: request },
  limits: { memory: limit },
});

const readOnly = {
  allowPrivilegeEscalation: false,
  readOnlyRootFilesystem: true,
  capabilities: { drop: ["ALL"] },
  seccompProfile: { type: "RuntimeDefault" },
};

/** The values of kube-prometheus-stack. */
export function monitoringValues({
  annotations,
  replicas,
  settings,
  scope,
  facts,
}: AddonContext): Readonly<Record<string, unknown>> {
  const { monitoring } = settings;
  return {
    // They are a release of their own, before everything that ships monitors and rules.
    crds: { enabled: false },
    // The cloud runs these, and shows none of their metrics.
    kubeControllerManager: { enabled: false },
    kubeScheduler: { enabled: false },
    kubeEtcd: { enabled: false },
    // It listens on the node's own loopback on managed clusters.
    kubeProxy: { enabled: false },
    // An add-on of its own, in a namespace that may read the host; its rules and dashboards stay here.
    nodeExporter: { enabled: false, forceDeployDashboards: true, operatingSystems: { linux: { enabled: true } } },
    // One alert for one fault: those of the chart's that Slipway has its own for are off.
    defaultRules: { create: true, disabled: Object.fromEntries(replacedRules.map((name) => [name, true])) },
    prometheusOperator: operator(),
    prometheus: { prometheusSpec: prometheus(settings, replicas, scope.name, facts.diskClass) },
    alertmanager: {
      ...alertmanager(monitoring, replicas, facts.diskClass),
      // It tells the cloud that it is alive.
      serviceAccount: { name: alertmanagerAccount, annotations },
    },
    grafana: grafana(settings, facts.diskClass),
    "kube-state-metrics": {
      // What Helm says of its releases, and no other label of any Secret; never what is in one.
      metricLabelsAllowlist: ["secrets=[owner,status,name]"],
      ...operatedState(monitoring),
      resources: memory("20m", "96Mi", "256Mi"),
      securityContext: {
        runAsNonRoot: true,
        runAsUser: 65534,
        fsGroup: 65534,
        seccompProfile: readOnly.seccompProfile,
      },
      containerSecurityContext: readOnly,
    },
  };
}

function operator(): object {
  return {
    resources: memory("50m", "128Mi", "256Mi"),
    // The alert rules that Slipway ships are checked before they get in.
    admissionWebhooks: { failurePolicy: "Ignore", patch: { resources: memory("10m", "32Mi", "64Mi") } },
    prometheusConfigReloader: { resources: memory("10m", "32Mi", "64Mi") },
  };
}

function prometheus(
  { monitoring, traces }: AddonSettings,
  replicas: number,
  cluster: string,
  storageClass: string,
): object {
  const { retentionDays, storageGb, scrapeSeconds } = monitoring;
  return {
    replicas,
    retention: `${retentionDays}d`,
    retentionSize: `${Math.floor(storageGb * DISK_USED)}GiB`,
    scrapeInterval: `${scrapeSeconds}s`,
    evaluationInterval: `${scrapeSeconds}s`,
    externalLabels: { cluster },
    remoteWrite: remoteWriteOf(monitoring),
    // Keeps which trace a point of a histogram is of, where applications say so.
    ...(traces.backend === "tempo" && { enableFeatures: ["exemplar-storage"] }),
    additionalAlertRelabelConfigs: teamLabels(monitoring),
    // Monitors and rules are taken from every namespace, whatever their labels: workloads bring their own.
    serviceMonitorSelectorNilUsesHelmValues: false,
    podMonitorSelectorNilUsesHelmValues: false,
    probeSelectorNilUsesHelmValues: false,
    ruleSelectorNilUsesHelmValues: false,
    scrapeConfigSelectorNilUsesHelmValues: false,
    podAntiAffinity: "soft",
    resources: memory("200m", "1Gi", "4Gi"),
    storageSpec: disk(storageGb, storageClass),
  };
}

function alertmanager(settings: MonitoringSettings, replicas: number, storageClass: string): object {
  return {
    config: alertmanagerConfig(settings),
    alertmanagerSpec: {
      replicas,
      podAntiAffinity: "soft",
      resources: memory("20m", "64Mi", "128Mi"),
      storage: disk(SMALL_DISK.alertmanager, storageClass),
      ...(routeSecrets(settings).length > 0 ? { secrets: [credentials.name] } : {}),
    },
  };
}

function grafana(settings: AddonSettings, storageClass: string): object {
  const { additionalDataSources, sidecar } = dataSources(settings);
  return {
    ...(additionalDataSources.length > 0 && { additionalDataSources }),
    admin: {
      existingSecret: grafanaAdmin.secret,
      userKey: grafanaAdmin.userKey,
      passwordKey: grafanaAdmin.passwordKey,
    },
    // One disk, one pod: the old one lets go before the new one starts.
    persistence: { enabled: true, type: "pvc", storageClassName: storageClass, size: `${SMALL_DISK.grafana}Gi` },
    deploymentStrategy: { type: "Recreate" },
    // It would run as root; the file system is given to Grafana's group as it is mounted.
    initChownData: { enabled: false },
    // Else the sidecar could read every Secret of the cluster.
    rbac: { namespaced: true },
    sidecar: {
      dashboards: { enabled: true, label: dashboardLabel.name, labelValue: dashboardLabel.value, searchNamespace: "" },
      datasources: { enabled: true, searchNamespace: "", ...sidecar },
      resources: memory("10m", "96Mi", "192Mi"),
      securityContext: { ...readOnly, readOnlyRootFilesystem: true },
    },
    resources: memory("100m", "192Mi", "512Mi"),
    containerSecurityContext: readOnly,
    "grafana.ini": {
      analytics: { reporting_enabled: false, check_for_updates: false, check_for_plugin_updates: false },
      security: { cookie_secure: true, disable_gravatar: true },
      users: { allow_sign_up: false },
    },
    // Tests of the chart that nothing runs.
    testFramework: { enabled: false },
  };
}

function disk(sizeGb: number, storageClass: string): object {
  return {
    volumeClaimTemplate: {
      spec: {
        storageClassName: storageClass,
        accessModes: ["ReadWriteOnce"],
        resources: { requests: { storage: `${sizeGb}Gi` } },
      },
    },
  };
}

/** What Grafana's sidecar looks for on the ConfigMaps of dashboards. */
export const dashboardLabel = { name: "grafana_dashboard", value: "1" } as const;
