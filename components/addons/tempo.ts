import type { AddonContext, CloudFacts } from "../contracts/addon";
import type { BucketHandle } from "../contracts/stores";
import { tempoAlerts } from "../monitoring/alerts/traces";
import { collectorAddress, tempoAddress } from "../monitoring/telemetry-addresses";
import { type AddonDefinition, resources, restrictedContainer } from "./definition";

const name = "tempo";

/** GiB of its disk: traces of the last minutes, before they are in the bucket. */
const DISK_GB = 10;

function storage({ settings: { buckets }, facts }: AddonContext): object {
  return { trace: { wal: { path: "/var/tempo/wal" }, ...blocks(buckets.traces, facts) } };
}

/** Where traces are kept: in the bucket, else on its disk. */
function blocks(bucket: BucketHandle | undefined, { objectStore, region }: CloudFacts): object {
  if (bucket === undefined) return { backend: "local", local: { path: "/var/tempo/traces" } };
  if (objectStore.kind === "gcs") return { backend: "gcs", gcs: { bucket_name: bucket.name } };
  if (objectStore.kind === "azure") {
    const azure = { container_name: bucket.name, storage_account_name: bucket.account, use_federated_token: true };
    return { backend: "azure", azure };
  }
  return { backend: "s3", s3: { bucket: bucket.name, endpoint: objectStore.endpoint, region } };
}

/** Its config, of the chart's own values; the chart's own template would listen for three protocols of Jaeger too. */
const template = `usage_report:
  reporting_enabled: {{ .Values.tempo.reportingEnabled }}
stream_over_http_enabled: false
multitenancy_enabled: false
server:
  {{- toYaml .Values.tempo.server | nindent 2 }}
distributor:
  receivers:
    {{- toYaml (omit .Values.tempo.receivers "jaeger") | nindent 4 }}
compactor:
  compaction:
    block_retention: {{ .Values.tempo.retention }}
storage:
  {{- toYaml .Values.tempo.storage | nindent 2 }}
`;

/**
 * Keeps traces in a bucket and finds them again: one program in one pod. While it restarts the collector holds what comes.
 *
 * Settings read: `traces`, `buckets.traces`.
 */
export const tempo: AddonDefinition = {
  name,
  namespace: tempoAddress.namespace,
  podSecurity: "restricted",
  callers: [{ namespaces: [collectorAddress.namespace], ports: [tempoAddress.otlpPort] }],
  needs: ["prometheus-operator-crds"],
  identity: {
    serviceAccount: name,
    rights: ({ buckets: { traces: bucket } }) => (bucket ? [{ kind: "useBucket", bucket }] : []),
  },
  releases: [
    {
      chart: "tempo",
      timeoutSeconds: 600,
      values: (context) => ({
        fullnameOverride: name,
        replicas: 1,
        config: template,
        tempo: {
          reportingEnabled: false,
          memBallastSizeMbs: 0,
          retention: `${context.settings.traces.retentionDays * 24}h`,
          receivers: { otlp: { protocols: { http: null } } },
          // Whether it is alive, rather than whether it is ready.
          livenessProbe: { httpGet: { path: "/status/version", port: tempoAddress.port } },
          storage: storage(context),
          securityContext: restrictedContainer,
          resources: resources("100m", "512Mi", "1Gi"),
        },
        podLabels: context.podLabels,
        persistence: { enabled: true, size: `${DISK_GB}Gi`, storageClassName: context.facts.diskClass },
        securityContext: {
          runAsNonRoot: true,
          runAsUser: 10001,
          runAsGroup: 10001,
          fsGroup: 10001,
          seccompProfile: restrictedContainer.seccompProfile,
        },
        serviceAccount: { name, annotations: context.annotations, automountServiceAccountToken: false },
        serviceMonitor: { enabled: true },
      }),
    },
  ],
  alerts: () => [tempoAlerts],
};
