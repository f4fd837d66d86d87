import type { AlertGroup } from "../../contracts/monitoring";
import { BY_WORKLOAD, ofRoutes, REQUESTS } from "../queries";

const dashboard = "slipway-edge";

/** Requests a second that a workload answered with one of these codes, in part of all. */
export const answered = (codes: string): string =>
  `sum by (${BY_WORKLOAD}) (${ofRoutes((routes) => `rate(envoy_cluster_upstream_rq{${routes},envoy_response_code=~"${codes}"}[5m])`)})`;

/** Attempts at what is not allowed. None says that somebody got in; all say that somebody should look. */
export const securityAlerts: readonly AlertGroup[] = [
  {
    name: "security",
    rules: [
      {
        alert: "AdmissionDenied",
        expr: 'sum by (name, operation) (increase(apiserver_admission_webhook_rejection_count{error_type="no_error"}[15m])) > 10',
        for: "0m",
        severity: "warning",
        summary: "Admission refuses objects ({{ $labels.name }})",
        description: "{{ $value | humanize }} in a quarter of an hour ({{ $labels.operation }}).",
        runbook: "admission-denied",
        dashboard,
        panel: "Objects that are refused",
      },
      {
        alert: "PodSecurityDenied",
        expr: 'sum by (policy_level) (increase(pod_security_evaluations_total{decision="deny",mode="enforce"}[15m])) > 0',
        for: "0m",
        severity: "warning",
        summary: "Pod Security refuses pods",
        description:
          "{{ $value | humanize }} that the level {{ $labels.policy_level }} does not allow, in a quarter of an hour.",
        runbook: "pod-security-denied",
        dashboard,
        panel: "Objects that are refused",
      },
      {
        alert: "KubernetesLoginsFail",
        expr: 'sum(rate(apiserver_request_total{code="401"}[5m])) > 1',
        for: "10m",
        severity: "warning",
        summary: "Somebody cannot log in to the Kubernetes API",
        description: "{{ $value | humanize }} requests a second are turned away (401).",
        runbook: "kubernetes-logins-fail",
        dashboard,
        panel: "Kubernetes API, turned away",
      },
      {
        alert: "KubernetesAccessDenied",
        expr: 'sum by (resource) (rate(apiserver_request_total{code="403"}[5m])) > 1',
        for: "15m",
        severity: "info",
        summary: "Somebody asks the Kubernetes API for what they may not have",
        description:
          "{{ $value | humanize }} requests a second for {{ $labels.resource }} (403): a right is missing, or somebody tries doors.",
        runbook: "kubernetes-access-denied",
        dashboard,
        panel: "Kubernetes API, turned away",
      },
      {
        alert: "LoginsFail",
        expr: `${answered("401|403")} / (${REQUESTS} > 1) > 0.3`,
        for: "10m",
        severity: "warning",
        summary: "Many requests to {{ $labels.namespace }}/{{ $labels.workload }} are not allowed",
        description:
          "{{ $value | humanizePercentage }} are answered with 401 or 403: somebody guesses, or a login is broken.",
        runbook: "logins-fail",
        dashboard,
        panel: "Requests that are not allowed",
      },
      {
        alert: "RequestsLimited",
        expr: `${answered("429")} / (${REQUESTS} > 1) > 0.1`,
        for: "10m",
        severity: "info",
        summary: "Requests to {{ $labels.namespace }}/{{ $labels.workload }} pass its rate limit",
        description: "{{ $value | humanizePercentage }} are answered with 429.",
        runbook: "requests-limited",
        dashboard,
        panel: "Requests that are not allowed",
      },
    ],
  },
];

/** A web application firewall's count, from CloudWatch. */
export const firewallAlerts: AlertGroup = {
  name: "firewall",
  rules: [
    {
      alert: "FirewallSpike",
      expr: 'sum by (dimension_WebACL) (aws_wafv2_blocked_requests_sum{dimension_Rule="ALL"}) > 1000 and sum by (dimension_WebACL) (aws_wafv2_blocked_requests_sum{dimension_Rule="ALL"}) > 5 * sum by (dimension_WebACL) (avg_over_time(aws_wafv2_blocked_requests_sum{dimension_Rule="ALL"}[1d] offset 1h))',
      for: "5m",
      severity: "warning",
      summary: "The firewall {{ $labels.dimension_WebACL }} blocks far more than usual",
      description:
        "{{ $value | humanize }} requests in a period of CloudWatch: more than five times the day's average.",
      runbook: "firewall-spike",
      dashboard,
      panel: "Requests that the firewall blocks",
    },
  ],
};
