import type { AlertGroup } from "../../contracts/monitoring";
import { DROPPED, LOKI_FAILING, LOKI_FLUSHES_FAILING, LOKI_RETENTION_AGE, REFUSED_LINES } from "../telemetry-queries";

const dashboard = "slipway-logs";

/** What collects logs. */
export const logAlerts: AlertGroup = {
  name: "logs",
  rules: [
    {
      alert: "LogsNotCollected",
      expr: 'max(up{namespace="alloy"} or vector(0)) == 0',
      for: "10m",
      severity: "warning",
      summary: "Nothing collects logs",
      description: "Of Alloy's pods {{ $value }} answer: what pods write now is lost when they go.",
      runbook: "logs-not-collected",
      dashboard,
      panel: "Collectors that answer",
    },
    {
      alert: "LogsDropped",
      expr: `${DROPPED} > 0`,
      for: "15m",
      severity: "warning",
      summary: "Log lines are lost on their way",
      description: "Alloy gives up {{ $value | humanize }} lines a second ({{ $labels.reason }}).",
      runbook: "logs-dropped",
      dashboard,
      panel: "Lines lost",
    },
  ],
};

/** What keeps logs. */
export const lokiAlerts: AlertGroup = {
  name: "loki",
  rules: [
    {
      alert: "LokiDown",
      expr: 'max(up{namespace="loki"} or vector(0)) == 0',
      for: "5m",
      severity: "warning",
      summary: "Loki does not answer",
      description: "Of its pods {{ $value }} answer: no logs can be read, and within minutes lines are lost.",
      runbook: "loki-down",
      dashboard,
      panel: "Pods of Loki that answer",
    },
    {
      alert: "LokiRequestsFail",
      expr: `${LOKI_FAILING} > 0.1`,
      for: "15m",
      severity: "warning",
      summary: "Loki fails at {{ $labels.route }}",
      description: "{{ $value | humanizePercentage }} of its answers are errors of its own.",
      runbook: "loki-requests-fail",
      dashboard,
      panel: "Loki's own errors",
    },
    {
      alert: "LokiLinesRefused",
      expr: `${REFUSED_LINES} > 1`,
      for: "15m",
      severity: "warning",
      summary: "Loki refuses log lines ({{ $labels.reason }})",
      description: "{{ $value | humanize }} lines a second are not kept.",
      runbook: "loki-lines-refused",
      dashboard,
      panel: "Lines refused",
    },
    {
      alert: "LokiCannotStore",
      expr: `${LOKI_FLUSHES_FAILING} > 0`,
      for: "15m",
      severity: "critical",
      summary: "Loki cannot write to its bucket",
      description: "{{ $value | humanize }} chunks a second fail; its disk fills, and then lines are lost.",
      runbook: "loki-cannot-store",
      dashboard,
      panel: "Chunks that cannot be stored",
    },
    {
      alert: "LokiRetentionStuck",
      expr: `${LOKI_RETENTION_AGE} > 86400`,
      for: "1h",
      severity: "warning",
      summary: "Old logs are not deleted",
      description:
        "The last run that went well was {{ $value | humanizeDuration }} ago: logs are kept longer than they should.",
      runbook: "loki-retention-stuck",
      dashboard,
      panel: "Last deletion of old logs",
    },
  ],
};
