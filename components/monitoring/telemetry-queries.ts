/** The parts that alerts and dashboards of logs and traces are written in. All are PromQL. */

/** Lines a second that Alloy gave up, by reason: by Loki's protocol, or by OpenTelemetry's (CloudWatch). */
export const DROPPED =
  '(sum by (reason) (rate(loki_write_dropped_entries_total[5m])) or label_replace(sum(rate(otelcol_exporter_send_failed_log_records_total{namespace="alloy"}[5m])), "reason", "send_failed", "", ""))';
/** Lines a second that were left out on purpose or by a stage, by reason. */
export const LEFT_OUT = "sum by (reason) (rate(loki_process_dropped_lines_total[5m]))";
/** Lines a second that Alloy sent. */
export const SENT = "sum(rate(loki_write_sent_entries_total[5m]))";
/** Part of Loki's answers that are errors of its own, by route. */
export const LOKI_FAILING =
  'sum by (route) (rate(loki_request_duration_seconds_count{status_code=~"5.."}[5m])) / sum by (route) (rate(loki_request_duration_seconds_count[5m]))';
/** Lines a second that Loki refuses, by reason. */
export const REFUSED_LINES = "sum by (reason) (rate(loki_discarded_samples_total[5m]))";
/** Chunks a second that Loki cannot write. */
export const LOKI_FLUSHES_FAILING = "sum(rate(loki_ingester_chunks_flush_failures_total[5m]))";
/** Seconds since old lines were last deleted. */
export const LOKI_RETENTION_AGE =
  "time() - max(loki_compactor_apply_retention_last_successful_run_timestamp_seconds > 0)";

/** Spans a second that Tempo took. */
export const TEMPO_SPANS = "sum(rate(tempo_distributor_spans_received_total[5m]))";
/** Spans a second that Tempo refuses, by reason. */
export const TEMPO_REFUSED = "sum by (reason) (rate(tempo_discarded_spans_total[5m]))";
/** Blocks that Tempo could not write, in an hour. */
export const TEMPO_FLUSHES_FAILING = "sum(increase(tempo_ingester_failed_flushes_total[1h]))";

/** How full the queue of each exporter of the collector is. */
export const QUEUE =
  "max by (exporter) (otelcol_exporter_queue_size / on (pod, exporter, data_type) group_left () otelcol_exporter_queue_capacity)";
/** Spans a second that the collector takes. */
export const COLLECTED = "sum(rate(otelcol_receiver_accepted_spans_total[5m]))";
/** Spans a second that the collector refuses, for want of memory. */
export const COLLECTOR_REFUSED = "sum by (receiver) (rate(otelcol_receiver_refused_spans_total[5m]))";
/** Spans a second that the collector loses: not taken by whoever is next, or no room to wait. */
export const COLLECTOR_LOST =
  "sum by (exporter) (rate(otelcol_exporter_send_failed_spans_total[5m])) + sum by (exporter) (rate(otelcol_exporter_enqueue_failed_spans_total[5m]))";
