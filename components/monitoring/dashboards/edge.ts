import type { Dashboard, MonitoringSettings } from "../../contracts/monitoring";
import { answered } from "../alerts/security";
import { REQUESTS } from "../queries";
import { dashboard, lines } from "./panels";

const DAY = 86_400;

/** The way in: the gateway, certificates, and what is turned away. */
export function edgeDashboard({ thresholds: { certificateDays } }: MonitoringSettings): Dashboard {
  const days = (count: number | undefined) => (count === undefined ? undefined : count * DAY);
  return dashboard({
    name: "slipway-edge",
    title: "Edge",
    panels: [
      lines({
        title: "Answers of the gateway",
        unit: "reqps",
        queries: [
          [
            'sum by (envoy_response_code_class) (rate(envoy_http_downstream_rq_xx{envoy_http_conn_manager_prefix!="admin"}[5m]))',
            "{{envoy_response_code_class}}xx",
          ],
        ],
      }),
      lines({
        title: "Duration at the gateway",
        unit: "s",
        queries: ([0.5, 0.95, 0.99] as const).map((part) => [
          `histogram_quantile(${part}, sum by (le) (rate(envoy_http_downstream_rq_time_bucket{envoy_http_conn_manager_prefix!="admin"}[5m]))) / 1000`,
          `${part * 100}%`,
        ]),
      }),
      lines({
        title: "Public names that answer",
        unit: "short",
        empty: "there are none",
        queries: [["max by (target) (probe_success)", "{{target}}"]],
      }),
      lines({
        title: "Duration as users see it",
        unit: "s",
        empty: "there are no public names",
        queries: [["max by (target) (probe_duration_seconds)", "{{target}}"]],
      }),
      lines({
        title: "Certificates as users see them, time that is left",
        unit: "s",
        empty: "there are no public names",
        limits: { warning: days(certificateDays.warning), critical: days(certificateDays.critical) },
        worse: "below",
        queries: [["min by (target) (probe_ssl_earliest_cert_expiry) - time()", "{{target}}"]],
      }),
      lines({
        title: "Pods of the gateway",
        unit: "short",
        queries: [['count(up{job="envoy-gateway-system/envoy-proxy"} == 1) or vector(0)', "that answer"]],
      }),
      lines({
        title: "Connections to the gateway",
        unit: "short",
        queries: [["sum(envoy_http_downstream_cx_active)", "open"]],
      }),
      lines({
        title: "Connections to workloads that fail",
        unit: "short",
        limits: { warning: 1 },
        queries: [
          ["sum by (envoy_cluster_name) (rate(envoy_cluster_upstream_cx_connect_fail[5m]))", "{{envoy_cluster_name}}"],
        ],
      }),
      lines({
        title: "Requests that the gateway turns away",
        unit: "reqps",
        limits: { warning: 1 },
        queries: [
          [
            "sum by (envoy_cluster_name) (rate(envoy_cluster_upstream_rq_pending_overflow[5m]))",
            "{{envoy_cluster_name}}",
          ],
        ],
      }),
      lines({
        title: "Configurations that Envoy refuses",
        unit: "short",
        queries: [
          [
            "sum by (pod) (increase(envoy_cluster_manager_cds_update_rejected[10m]) + increase(envoy_listener_manager_lds_update_rejected[10m]))",
            "{{pod}}",
          ],
        ],
      }),
      lines({
        title: "TLS connections that fail",
        unit: "short",
        queries: [
          ["sum(rate(envoy_listener_ssl_connection_error[5m]))", "failed"],
          ["sum(rate(envoy_listener_ssl_handshake[5m]))", "made"],
        ],
      }),
      lines({
        title: "Certificates, time that is left",
        unit: "s",
        limits: { warning: days(certificateDays.warning), critical: days(certificateDays.critical) },
        worse: "below",
        queries: [["certmanager_certificate_expiration_timestamp_seconds - time()", "{{exported_namespace}}/{{name}}"]],
      }),
      lines({
        title: "Certificates that are not issued",
        unit: "short",
        queries: [
          ['certmanager_certificate_ready_status{condition!="True"}', "{{exported_namespace}}/{{name}}: {{condition}}"],
        ],
      }),
      lines({
        title: "Certificate authority, refusals",
        unit: "short",
        queries: [
          [
            'sum by (host, status) (increase(certmanager_http_acme_client_request_count{status=~"4..|5.."}[1h]))',
            "{{host}} {{status}}",
          ],
        ],
      }),
      lines({
        title: "Requests that are not allowed",
        unit: "percentunit",
        limits: { warning: 0.3 },
        queries: [
          [`${answered("401|403")} / ${REQUESTS}`, "{{workload}}: 401, 403"],
          [`${answered("429")} / ${REQUESTS}`, "{{workload}}: 429"],
        ],
      }),
      lines({
        title: "Objects that are refused",
        unit: "short",
        queries: [
          [
            'sum by (name) (increase(apiserver_admission_webhook_rejection_count{error_type="no_error"}[15m]))',
            "{{name}}",
          ],
          [
            'sum by (policy_level) (increase(pod_security_evaluations_total{decision="deny",mode="enforce"}[15m]))',
            "Pod Security {{policy_level}}",
          ],
        ],
      }),
      lines({
        title: "Kubernetes API, turned away",
        unit: "reqps",
        queries: [['sum by (code) (rate(apiserver_request_total{code=~"401|403"}[5m]))', "{{code}}"]],
      }),
      lines({
        title: "Names, since they were last in step",
        unit: "s",
        empty: "external-dns is not on",
        limits: { warning: 900 },
        queries: [["time() - max(external_dns_controller_last_sync_timestamp_seconds)", "external-dns"]],
      }),
      lines({
        title: "Requests that the firewall blocks",
        unit: "short",
        queries: [
          ['sum by (dimension_WebACL) (aws_wafv2_blocked_requests_sum{dimension_Rule="ALL"})', "{{dimension_WebACL}}"],
        ],
      }),
    ],
  });
}
