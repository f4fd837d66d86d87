import type { TraceSettings } from "../../contracts/telemetry";
import { collectorAddress, tempoAddress } from "../telemetry-addresses";

/** Where members hand spans of one trace to the member that decides about it. */
export const SAMPLER_PORT = 4319;

/** The Service whose name stands for every member's own address. */
export const SAMPLERS = "opentelemetry-collector-members";

/** Seconds from a trace's first span until it is decided whether it is kept. */
const DECISION_SECONDS = 15;

/** Traces that wait for a decision; the oldest goes when there are more. */
const WAITING = 20_000;

const listen = (port: number): object => ({
  // biome-ignore lint/suspicious/noTemplateCurlyInString: the collector fills it in
  endpoint: `${"${env:MY_POD_IP}"}:${port}`,
});

/** Inside the cluster nothing is encrypted but what the mesh, where it is on, encrypts. */
const tls = { insecure: true };

const queue = { enabled: true, num_consumers: 4, queue_size: 2000 };

const toTempo = {
  endpoint: tempoAddress.otlp,
  tls,
  sending_queue: queue,
  retry_on_failure: { enabled: true, max_elapsed_time: "5m" },
};

/**
 * What the collector runs. Where traces are picked once they have ended, all spans of one must meet in one member: so
 * members first divide spans among themselves by trace, then decide.
 */
export function collectorConfig({ keep }: TraceSettings): object {
  const picks = keep !== undefined;
  const pipeline = (receiver: string, processors: readonly string[], exporter: string): object => ({
    receivers: [receiver],
    processors: ["memory_limiter", ...processors],
    exporters: [exporter],
  });
  return {
    extensions: { health_check: listen(13133) },
    receivers: {
      otlp: { protocols: { grpc: listen(collectorAddress.grpcPort), http: listen(collectorAddress.httpPort) } },
      ...(picks ? { "otlp/members": { protocols: { grpc: listen(SAMPLER_PORT) } } } : {}),
      ...none("jaeger", "prometheus", "zipkin"),
    },
    processors: {
      memory_limiter: { check_interval: "1s", limit_percentage: 80, spike_limit_percentage: 20 },
      batch: { send_batch_size: 512, send_batch_max_size: 1024, timeout: "2s" },
      ...(picks ? { tail_sampling: sampling(keep) } : {}),
    },
    exporters: {
      ...none("debug"),
      otlp_grpc: toTempo,
      ...(picks
        ? {
            load_balancing: {
              routing_key: "traceID",
              protocol: { otlp: { tls, sending_queue: queue } },
              resolver: {
                dns: {
                  hostname: `${SAMPLERS}.${collectorAddress.namespace}.svc.cluster.local`,
                  port: `${SAMPLER_PORT}`,
                },
              },
            },
          }
        : {}),
    },
    service: {
      extensions: ["health_check"],
      pipelines: {
        ...none("logs", "metrics"),
        traces: picks ? pipeline("otlp", [], "load_balancing") : pipeline("otlp", ["batch"], "otlp_grpc"),
        ...(picks ? { "traces/kept": pipeline("otlp/members", ["tail_sampling", "batch"], "otlp_grpc") } : {}),
      },
      telemetry: { logs: { level: "warn", encoding: "json" } },
    },
  };
}

function sampling({ slowMs, percent }: NonNullable<TraceSettings["keep"]>): object {
  return {
    decision_wait: `${DECISION_SECONDS}s`,
    num_traces: WAITING,
    expected_new_traces_per_sec: 200,
    policies: [
      { name: "errors", type: "status_code", status_code: { status_codes: ["ERROR"] } },
      ...(slowMs === undefined ? [] : [{ name: "slow", type: "latency", latency: { threshold_ms: slowMs } }]),
      { name: "others", type: "probabilistic", probabilistic: { sampling_percentage: percent } },
    ],
  };
}

/** What a chart's own values bring, and is not wanted. */
const none = (...keys: readonly string[]): Record<string, null> => Object.fromEntries(keys.map((key) => [key, null]));
