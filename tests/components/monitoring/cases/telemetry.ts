import { flat, grow, judged, type RuleCase, type Series } from "./case";

const up =
  (namespace: string) =>
  (value: number): Series => ({
    [`up{namespace="${namespace}",job="${namespace}",pod="${namespace}-0"}`]: flat(value),
  });

const rate =
  (selector: string) =>
  (perSecond: number): Series => ({ [selector]: grow(60 * perSecond) });

const loki = (code: string) => `loki_request_duration_seconds_count{route="loki_api_v1_push",status_code="${code}"}`;
const retention = "loki_compactor_apply_retention_last_successful_run_timestamp_seconds";
const queue = 'pod="collector-0",exporter="otlp_grpc",data_type="traces"';
const ofTempo = { exporter: "otlp_grpc" };

/** Logs and traces. */
export const telemetryCases: readonly RuleCase[] = [
  judged("LogsNotCollected", "warning", "11m", {}, up("alloy"), 0, 1),
  judged(
    "LogsDropped",
    "warning",
    "21m",
    { reason: "rate_limited" },
    rate('loki_write_dropped_entries_total{reason="rate_limited",host="loki"}'),
    0.1,
    0,
  ),
  judged("LokiDown", "warning", "6m", {}, up("loki"), 0, 1),
  judged(
    "LokiRequestsFail",
    "warning",
    "21m",
    { route: "loki_api_v1_push" },
    (failing: number) => ({ [loki("500")]: grow(60 * failing), [loki("204")]: grow(60 * (100 - failing)) }),
    11,
    9,
  ),
  judged(
    "LokiLinesRefused",
    "warning",
    "21m",
    { reason: "rate_limited" },
    rate('loki_discarded_samples_total{reason="rate_limited",tenant="fake"}'),
    1.1,
    0.9,
  ),
  judged("LokiCannotStore", "critical", "21m", {}, rate("loki_ingester_chunks_flush_failures_total"), 0.1, 0),
  judged(
    "LokiRetentionStuck",
    "warning",
    "1600m",
    {},
    // At 1,600 minutes it is 96,000 s since the epoch of the test.
    (last: number) => ({ [retention]: flat(last, 1600) }),
    1,
    90_000,
  ),
  judged("TempoDown", "warning", "11m", {}, up("tempo"), 0, 1),
  judged(
    "TempoSpansRefused",
    "warning",
    "21m",
    { reason: "trace_too_large" },
    rate('tempo_discarded_spans_total{reason="trace_too_large",tenant="single-tenant"}'),
    1.1,
    0.9,
  ),
  judged(
    "TempoCannotStore",
    "warning",
    "100m",
    {},
    (perHour: number) => ({ tempo_ingester_failed_flushes_total: grow(perHour / 60) }),
    3,
    1,
  ),
  judged("CollectorDown", "warning", "11m", {}, up("opentelemetry-collector"), 0, 1),
  judged(
    "CollectorQueueFull",
    "warning",
    "11m",
    ofTempo,
    (waiting: number) => ({
      [`otelcol_exporter_queue_size{${queue}}`]: flat(waiting),
      [`otelcol_exporter_queue_capacity{${queue}}`]: flat(2000),
    }),
    1700,
    1500,
  ),
  judged(
    "CollectorSpansLost",
    "warning",
    "21m",
    ofTempo,
    (perSecond: number) => ({
      'otelcol_exporter_send_failed_spans_total{exporter="otlp_grpc"}': grow(60 * perSecond),
      'otelcol_exporter_enqueue_failed_spans_total{exporter="otlp_grpc"}': grow(0),
    }),
    1,
    0,
  ),
  judged(
    "CollectorSpansRefused",
    "warning",
    "21m",
    { receiver: "otlp" },
    rate('otelcol_receiver_refused_spans_total{receiver="otlp",transport="http"}'),
    1,
    0,
  ),
];
