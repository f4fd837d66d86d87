import type { AlertGroup } from "../../contracts/monitoring";
import { COLLECTOR_LOST, COLLECTOR_REFUSED, QUEUE, TEMPO_FLUSHES_FAILING, TEMPO_REFUSED } from "../telemetry-queries";

const dashboard = "slipway-traces";

/** What keeps traces. */
export const tempoAlerts: AlertGroup = {
  name: "tempo",
  rules: [
    {
      alert: "TempoDown",
      expr: 'max(up{namespace="tempo"} or vector(0)) == 0',
      for: "10m",
      severity: "warning",
      summary: "Tempo does not answer",
      description: "Of its pods {{ $value }} answer: no traces can be read, and the collector's queue fills.",
      runbook: "tempo-down",
      dashboard,
      panel: "Pods of Tempo that answer",
    },
    {
      alert: "TempoSpansRefused",
      expr: `${TEMPO_REFUSED} > 1`,
      for: "15m",
      severity: "warning",
      summary: "Tempo refuses spans ({{ $labels.reason }})",
      description: "{{ $value | humanize }} spans a second are not kept.",
      runbook: "tempo-spans-refused",
      dashboard,
      panel: "Spans refused",
    },
    {
      alert: "TempoCannotStore",
      expr: `${TEMPO_FLUSHES_FAILING} > 2`,
      for: "15m",
      severity: "warning",
      summary: "Tempo cannot write to its bucket",
      description: "{{ $value | humanize }} blocks failed within an hour; its disk fills, and then traces are lost.",
      runbook: "tempo-cannot-store",
      dashboard,
      panel: "Blocks that cannot be stored",
    },
  ],
};

/** What takes traces. */
export const collectorAlerts: AlertGroup = {
  name: "opentelemetry-collector",
  rules: [
    {
      alert: "CollectorDown",
      expr: 'max(up{namespace="opentelemetry-collector"} or vector(0)) == 0',
      for: "10m",
      severity: "warning",
      summary: "Nothing takes traces",
      description: "Of the collector's pods {{ $value }} answer: workloads' traces are lost, and they log errors.",
      runbook: "collector-down",
      dashboard,
      panel: "Collectors that answer",
    },
    {
      alert: "CollectorQueueFull",
      expr: `${QUEUE} > 0.8`,
      for: "10m",
      severity: "warning",
      summary: "The collector's queue to {{ $labels.exporter }} is nearly full",
      description: "{{ $value | humanizePercentage }} of it is taken: soon spans are lost.",
      runbook: "collector-queue-full",
      dashboard,
      panel: "Queues of the collector",
    },
    {
      alert: "CollectorSpansLost",
      expr: `${COLLECTOR_LOST} > 0`,
      for: "15m",
      severity: "warning",
      summary: "The collector loses spans",
      description: "{{ $value | humanize }} spans a second do not get through to {{ $labels.exporter }}.",
      runbook: "collector-spans-lost",
      dashboard,
      panel: "Spans lost",
    },
    {
      alert: "CollectorSpansRefused",
      expr: `${COLLECTOR_REFUSED} > 0`,
      for: "15m",
      severity: "warning",
      summary: "The collector refuses spans",
      description:
        "{{ $value | humanize }} spans a second are refused at {{ $labels.receiver }}: it is short of memory.",
      runbook: "collector-spans-refused",
      dashboard,
      panel: "Spans that the collector refuses",
    },
  ],
};
