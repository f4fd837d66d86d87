import type { AlertGroup } from "../../contracts/monitoring";

/** Who watches the watchman: besides these, the chart's `Watchdog` always fires, for a dead man's switch. */
const monitoring: AlertGroup = {
  name: "monitoring",
  rules: [
    {
      alert: "TargetDown",
      expr: "sum by (namespace, job) (up == 0) / count by (namespace, job) (up) > 0.1",
      for: "10m",
      severity: "warning",
      summary: "{{ $labels.namespace }}/{{ $labels.job }} cannot be scraped",
      description: "{{ $value | humanizePercentage }} of its targets give no metrics, so its alerts are blind.",
      runbook: "target-down",
    },
    {
      alert: "PrometheusRulesFail",
      expr: "sum by (rule_group) (increase(prometheus_rule_evaluation_failures_total[5m])) > 0",
      for: "15m",
      severity: "critical",
      summary: "Prometheus cannot work out some of its rules",
      description: "{{ $value | humanize }} failures in 5 minutes in {{ $labels.rule_group }}: its alerts do not fire.",
      runbook: "prometheus-rules-fail",
    },
    {
      alert: "PrometheusConfigRejected",
      expr: "min by (namespace, pod) (prometheus_config_last_reload_successful) == 0",
      for: "10m",
      severity: "critical",
      summary: "Prometheus refuses its configuration",
      description: "{{ $labels.pod }} runs with an older one (last reload: {{ $value }}).",
      runbook: "prometheus-config-rejected",
    },
    {
      alert: "AlertmanagerConfigRejected",
      expr: "min by (namespace, pod) (alertmanager_config_last_reload_successful) == 0",
      for: "10m",
      severity: "critical",
      summary: "Alertmanager refuses its configuration",
      description: "{{ $labels.pod }} runs with an older one (last reload: {{ $value }}).",
      runbook: "prometheus-config-rejected",
    },
    {
      alert: "AlertsNotDelivered",
      expr: "sum by (integration) (rate(alertmanager_notifications_failed_total[10m])) / sum by (integration) (rate(alertmanager_notifications_total[10m])) > 0.05",
      for: "10m",
      severity: "critical",
      summary: "Alerts do not reach {{ $labels.integration }}",
      description: "{{ $value | humanizePercentage }} of notifications fail.",
      runbook: "alerts-not-delivered",
    },
  ],
};

export const monitoringAlerts: readonly AlertGroup[] = [monitoring];
