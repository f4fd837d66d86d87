/** Where the parts of logs and traces find one another in the cluster, and what they are called in Grafana. */

/** Loki: takes lines, and answers questions about them. */
export const lokiAddress = { namespace: "loki", port: 3100, url: "http://loki.loki.svc.cluster.local:3100" } as const;

/** Tempo: takes spans by OTLP over gRPC, and answers questions over HTTP. */
export const tempoAddress = {
  namespace: "tempo",
  port: 3200,
  url: "http://tempo.tempo.svc.cluster.local:3200",
  otlpPort: 4317,
  otlp: "tempo.tempo.svc.cluster.local:4317",
} as const;

/** The collector: takes spans of workloads, by OTLP over gRPC and over HTTP. */
export const collectorAddress = {
  namespace: "opentelemetry-collector",
  name: "opentelemetry-collector",
  grpcPort: 4317,
  httpPort: 4318,
  url: "http://opentelemetry-collector.opentelemetry-collector.svc.cluster.local:4318",
} as const;

/** The cloud's log group that pods' logs go to, and the one stream in it. */
export const podLogGroup = (stackName: string): string => `/slipway/${stackName}/pods`;
export const POD_LOG_STREAM = "alloy";
