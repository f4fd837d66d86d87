import type { AddonContext } from "../contracts/addon";
import { lokiAlerts } from "../monitoring/alerts/logs";
import { lokiAddress } from "../monitoring/telemetry-addresses";
import { type AddonDefinition, resources, restrictedContainer } from "./definition";

const name = "loki";

/** GiB of each pod's disk: what is not yet in the bucket, and the index of the last days. */
const DISK_GB = 10;

/** Loki's own config, as its chart takes it. */
function config({ settings: { logs, buckets }, facts, podLabels }: AddonContext): object {
  const { logs: bucket } = buckets;
  const store = bucket ? facts.objectStore.kind : "filesystem";
  return {
    auth_enabled: false,
    analytics: { reporting_enabled: false },
    commonConfig: { path_prefix: "/var/loki", replication_factor: logs.replicas },
    storage: bucket
      ? {
          type: store,
          bucketNames: { chunks: bucket.name, ruler: bucket.name },
          ...(store === "s3" && { s3: { region: facts.region } }),
          ...(store === "azure" && { azure: { accountName: bucket.account, useFederatedToken: true } }),
        }
      : { type: store },
    // It never changes for lines that are there: another schema is another entry, from a day to come on.
    schemaConfig: {
      configs: [
        {
          from: "2026-01-01",
          store: "tsdb",
          object_store: store,
          schema: "v13",
          index: { prefix: "index_", period: "24h" },
        },
      ],
    },
    compactor: {
      working_directory: "/var/loki/compactor",
      retention_enabled: true,
      delete_request_store: store,
      compaction_interval: "10m",
    },
    limits_config: {
      retention_period: `${logs.retentionDays * 24}h`,
      allow_structured_metadata: true,
      reject_old_samples: true,
      reject_old_samples_max_age: "168h",
      // One namespace that writes without end must not take the others' room.
      ingestion_rate_mb: 8,
      ingestion_burst_size_mb: 16,
      per_stream_rate_limit: "4MB",
      per_stream_rate_limit_burst: "16MB",
      max_label_names_per_series: 15,
      split_queries_by_interval: "1h",
      query_timeout: "2m",
      volume_enabled: true,
    },
    ingester: { chunk_encoding: "snappy" },
    podLabels,
    containerSecurityContext: restrictedContainer,
  };
}

/**
 * Keeps logs in a bucket and answers questions about them: one program in one pod, or in three that each hold every
 * line of the last hours, so that any of them may go.
 *
 * Settings read: `logs`, `buckets.logs`.
 */
export const loki: AddonDefinition = {
  name,
  namespace: lokiAddress.namespace,
  podSecurity: "restricted",
  callers: [
    { namespaces: ["alloy"], ports: [lokiAddress.port] },
    // Its pods: who holds what (7946), and lines and questions handed on (9095).
    { namespaces: [lokiAddress.namespace] },
  ],
  needs: ["prometheus-operator-crds"],
  identity: {
    serviceAccount: name,
    rights: ({ buckets: { logs: bucket } }) => (bucket ? [{ kind: "useBucket", bucket }] : []),
  },
  releases: [
    {
      chart: "loki",
      timeoutSeconds: 600,
      values: (context) => ({
        fullnameOverride: name,
        deploymentMode: "Monolithic",
        loki: config(context),
        singleBinary: {
          replicas: context.settings.logs.replicas,
          persistence: {
            enabled: true,
            size: `${DISK_GB}Gi`,
            storageClass: context.facts.diskClass,
            whenDeleted: "Retain",
            whenScaled: "Retain",
          },
          // A single one would otherwise never let its node go.
          podDisruptionBudget: { enabled: context.settings.logs.replicas > 1, maxUnavailable: 1 },
          resources: resources("200m", "512Mi", "1Gi"),
          terminationGracePeriodSeconds: 120,
        },
        // It calls nothing of Kubernetes.
        defaults: { automountServiceAccountToken: false },
        serviceAccount: { name, annotations: context.annotations, automountServiceAccountToken: false },
        rbac: { namespaced: true },
        // Parts for greater sizes, and parts that only test.
        ...off("gateway", "chunksCache", "resultsCache", "lokiCanary", "test", "ruler"),
        sidecar: { rules: { enabled: false } },
        read: { replicas: 0 },
        write: { replicas: 0 },
        backend: { replicas: 0 },
        monitoring: { serviceMonitor: { enabled: true } },
      }),
    },
  ],
  alerts: () => [lokiAlerts],
};

const off = (...parts: readonly string[]): Record<string, { enabled: false }> =>
  Object.fromEntries(parts.map((part) => [part, { enabled: false }]));
