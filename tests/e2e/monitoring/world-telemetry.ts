import type { Exposition } from "./exposition";

/** Logs and traces on their way, as Alloy, Loki, the OpenTelemetry Collector and Tempo tell of them. */
export function telemetry(give: Exposition): void {
  for (const namespace of ["alloy", "loki", "opentelemetry-collector", "tempo"]) {
    give.gauge("up", { job: namespace, namespace, pod: `${namespace}-0`, instance: `${namespace}-0` }, 1);
  }
  logs(give);
  const collector = { pod: "collector-0" };
  const exporter = { ...collector, exporter: "otlp_grpc" };
  const receiver = { ...collector, receiver: "otlp" };
  give.gauge("otelcol_exporter_queue_size", { ...exporter, data_type: "traces" }, 120);
  give.gauge("otelcol_exporter_queue_capacity", { ...exporter, data_type: "traces" }, 1000);
  give.counter("otelcol_receiver_accepted_spans_total", receiver, 40);
  give.counter("otelcol_receiver_refused_spans_total", receiver, 0);
  give.counter("otelcol_exporter_send_failed_spans_total", exporter, 0);
  give.counter("otelcol_exporter_enqueue_failed_spans_total", exporter, 0);
  give.counter("tempo_distributor_spans_received_total", {}, 40);
  give.counter("tempo_discarded_spans_total", { reason: "rate_limited" }, 0);
  give.counter("tempo_ingester_failed_flushes_total", {}, 0);
}

function logs(give: Exposition): void {
  give.counter("loki_write_dropped_entries_total", { reason: "rate_limited", host: "loki" }, 0.01);
  give.counter("loki_write_sent_entries_total", { host: "loki" }, 300);
  give.counter("loki_process_dropped_lines_total", { reason: "health_check" }, 4);
  give.counter("loki_discarded_samples_total", { reason: "rate_limited", tenant: "fake" }, 0.1);
  give.counter("loki_ingester_chunks_flush_failures_total", {}, 0);
  const deleted = Math.round(Date.now() / 1000) - 600;
  give.gauge("loki_compactor_apply_retention_last_successful_run_timestamp_seconds", {}, deleted);
  for (const [status, part] of [
    ["204", 0.999],
    ["500", 0.001],
  ] as const) {
    const push = { route: "loki_api_v1_push", status_code: status };
    give.counter("loki_request_duration_seconds_count", push, 30 * part);
  }
}
