import type { LogSettings, TraceSettings } from "../../components/contracts/telemetry";
import { collectorAddress } from "../../components/monitoring/telemetry-addresses";
import type { Opening } from "../../components/workloads/values/network";
import type { StackConfig } from "../config/schema";
import { ownWorkloads, type WorkloadConfig } from "../config/workloads/kinds";
import { imageOf } from "./workloads/container";

/** Names of the buckets that the platform makes for itself; no store of a stack may be called so. */
export const telemetryBuckets = { logs: "platform-logs", traces: "platform-traces" } as const;

/** What the logs of a stack are: config, and the health checks of its workloads. */
export function planLogs(config: Pick<StackConfig, "logs" | "workloads">): LogSettings {
  const healthPaths = ownWorkloads(config).flatMap(([, workload]) =>
    workload.kind === "web" && typeof workload.health === "string" ? [workload.health] : [],
  );
  return { ...config.logs, healthPaths: [...new Set(["/healthz", "/readyz", "/livez", ...healthPaths])].sort() };
}

/** What the traces of a stack are. */
export function planTraces({ traces: { keep, ...traces } }: Pick<StackConfig, "traces">): TraceSettings {
  return keep == null ? traces : { ...traces, keep };
}

/** What a workload is told about where its traces go, in OpenTelemetry's own variables; nothing where they go nowhere. */
export function traceVariables(
  name: string,
  { image }: Pick<WorkloadConfig, "image">,
  { traces, app, environment }: StackConfig,
): Record<string, string> {
  if (traces.backend === "none") return {};
  const attributes = {
    "service.namespace": app,
    "service.version": versionOf(image),
    "deployment.environment.name": environment,
  };
  return {
    OTEL_SERVICE_NAME: name,
    OTEL_RESOURCE_ATTRIBUTES: Object.entries(attributes)
      .map(([key, value]) => `${key}=${encodeURIComponent(value)}`)
      .join(","),
    OTEL_EXPORTER_OTLP_ENDPOINT: collectorAddress.url,
    OTEL_EXPORTER_OTLP_PROTOCOL: "http/protobuf",
    OTEL_TRACES_EXPORTER: "otlp",
    // Metrics are scraped, and logs are read from what the container writes.
    OTEL_METRICS_EXPORTER: "none",
    OTEL_LOGS_EXPORTER: "none",
    OTEL_PROPAGATORS: "tracecontext,baggage",
    OTEL_TRACES_SAMPLER: "parentbased_traceidratio",
    OTEL_TRACES_SAMPLER_ARG: String(traces.samplePercent / 100),
  };
}

/** The way to the collector. */
export function traceOpenings({ traces }: Pick<StackConfig, "traces">): Opening[] {
  if (traces.backend === "none") return [];
  const { namespace, name, grpcPort, httpPort } = collectorAddress;
  const pods = { namespace, labels: { "app.kubernetes.io/name": name } };
  return [httpPort, grpcPort].map((port) => ({ name: "traces", pods, port }));
}

/** Variables of services of others that are plain. */
export function serviceVariables(
  name: string,
  { image }: Pick<WorkloadConfig, "image">,
  { sentry, newRelic, app, environment }: StackConfig,
): Record<string, string> {
  return {
    ...(sentry && {
      SENTRY_ENVIRONMENT: environment,
      SENTRY_RELEASE: `${app}-${name}@${versionOf(image)}`,
      SENTRY_TRACES_SAMPLE_RATE: String(sentry.samplePercent / 100),
    }),
    ...(newRelic && { NEW_RELIC_APP_NAME: `${app}-${environment}-${name}` }),
  };
}

/** Variables of services of others that are secret: variable → secret of the stack. */
export function serviceSecrets({ sentry, newRelic }: Pick<StackConfig, "sentry" | "newRelic">): Record<string, string> {
  return {
    ...(sentry && { SENTRY_DSN: sentry.secret }),
    ...(newRelic && { NEW_RELIC_LICENSE_KEY: newRelic.secret }),
  };
}

/** The tag, or the first characters of the digest. */
function versionOf(image: WorkloadConfig["image"]): string {
  const { tag, digest } = imageOf(image);
  return tag ?? digest?.slice("sha256:".length, "sha256:".length + 12) ?? "unknown";
}
