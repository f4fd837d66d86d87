import { backupMetrics, drillMetrics } from "../../../../components/monitoring/backup-metrics";
import { flat, grow, judged, type RuleCase, type Series } from "./case";

const gauge =
  (selector: string, others: Series = {}) =>
  (value: number): Series => ({ ...others, [selector]: flat(value) });

const rate =
  (selector: string, others: Series = {}) =>
  (perSecond: number): Series => ({ ...others, [selector]: grow(60 * perSecond) });

const DAY = 86_400;
const cert = 'exported_namespace="envoy-gateway-system",name="shop-tls"';
const ofCert = { exported_namespace: "envoy-gateway-system", name: "shop-tls" };
const cluster = 'envoy_cluster_name="httproute/shop/api/rule/0"';
const ofCluster = { envoy_cluster_name: "httproute/shop/api/rule/0" };
const downstream = (kind: string) =>
  `envoy_http_downstream_rq_xx{envoy_http_conn_manager_prefix="http-10443",envoy_response_code_class="${kind}"}`;
const secret = 'exported_namespace="shop",name="api"';
const ofSecret = { exported_namespace: "shop", name: "api" };
const requests = { 'slipway:workload_requests:rate5m{namespace="shop",workload="api"}': flat(10) };
const coded = (code: string) => `envoy_cluster_upstream_rq{${cluster},envoy_response_code="${code}"}`;
const ofApi = { namespace: "shop", workload: "api" };
const store = { store: "db" };
const daily = 'store="db",tier="daily"';
const waf = 'aws_wafv2_blocked_requests_sum{dimension_WebACL="shop",dimension_Rule="ALL"}';
const verified = "kyverno_image_validating_policy_execution_duration_seconds_bucket";
const charges = 'aws_billing_estimated_charges_maximum{dimension_Currency="USD"}';

const probe = 'target="shop.example.com",instance="https://shop.example.com/"';

/** Add-ons, security, backups and cost. */
export const addonCases: readonly RuleCase[] = [
  judged(
    "PublicNameUnreachable",
    "critical",
    "10m",
    { target: "shop.example.com" },
    gauge(`probe_success{${probe}}`),
    0,
    1,
  ),
  judged(
    "PublicCertificateExpiring",
    "warning",
    "90m",
    { target: "shop.example.com" },
    gauge(`probe_ssl_earliest_cert_expiry{${probe}}`),
    20 * DAY,
    23 * DAY,
  ),
  judged(
    "PublicCertificateExpiring",
    "critical",
    "90m",
    { target: "shop.example.com" },
    gauge(`probe_ssl_earliest_cert_expiry{${probe}}`),
    6 * DAY,
    8 * DAY,
  ),
  judged(
    "GatewayDown",
    "critical",
    "5m",
    {},
    gauge('up{namespace="envoy-gateway-system",job="envoy-gateway-system/envoy-proxy"}'),
    0,
    1,
  ),
  judged(
    "GatewayConnectionFailures",
    "warning",
    "15m",
    ofCluster,
    rate(`envoy_cluster_upstream_cx_connect_fail{${cluster}}`),
    1.1,
    0.9,
  ),
  judged(
    "GatewayErrorRatioHigh",
    "critical",
    "15m",
    {},
    rate(downstream("5"), { [downstream("2")]: grow(6000) }),
    6,
    4,
  ),
  judged(
    "GatewayConfigRejected",
    "warning",
    "25m",
    { pod: "envoy-1" },
    rate('envoy_cluster_manager_cds_update_rejected{pod="envoy-1"}', {
      'envoy_listener_manager_lds_update_rejected{pod="envoy-1"}': flat(0),
    }),
    0.1,
    0,
  ),
  judged(
    "GatewayOverflows",
    "warning",
    "15m",
    ofCluster,
    rate(`envoy_cluster_upstream_rq_pending_overflow{${cluster}}`),
    1.1,
    0.9,
  ),
  judged(
    "GatewayTlsFailing",
    "info",
    "30m",
    {},
    rate('envoy_listener_ssl_connection_error{namespace="envoy-gateway-system"}', {
      'envoy_listener_ssl_handshake{namespace="envoy-gateway-system"}': grow(600),
    }),
    3,
    2,
  ),
  judged(
    "CertificateExpiring",
    "warning",
    "70m",
    ofCert,
    gauge(`certmanager_certificate_expiration_timestamp_seconds{${cert}}`),
    20 * DAY,
    22 * DAY,
  ),
  judged(
    "CertificateExpiring",
    "critical",
    "70m",
    ofCert,
    gauge(`certmanager_certificate_expiration_timestamp_seconds{${cert}}`),
    6 * DAY,
    8 * DAY,
  ),
  judged(
    "CertificateNotReady",
    "warning",
    "40m",
    { ...ofCert, condition: "False" },
    gauge(`certmanager_certificate_ready_status{${cert},condition="False"}`),
    1,
    0,
  ),
  judged(
    "CertificateAuthorityRefuses",
    "warning",
    "90m",
    { host: "acme-v02.api.letsencrypt.org" },
    (perMinute: number) => ({
      'certmanager_http_acme_client_request_count{host="acme-v02.api.letsencrypt.org",status="429"}': grow(perMinute),
    }),
    0.2,
    0.15,
  ),
  judged(
    "ExternalSecretNotSynced",
    "critical",
    "20m",
    ofSecret,
    gauge(`externalsecret_status_condition{${secret},condition="Ready",status="False"}`),
    1,
    0,
  ),
  judged(
    "ExternalSecretErrors",
    "warning",
    "60m",
    ofSecret,
    (perMinute: number) => ({ [`externalsecret_sync_calls_error{${secret}}`]: grow(perMinute) }),
    0.12,
    0.08,
  ),
  judged(
    "KarpenterNearLimit",
    "warning",
    "15m",
    { nodepool: "workloads" },
    gauge('karpenter_nodepools_usage{nodepool="workloads",resource_type="cpu"}', {
      'karpenter_nodepools_limit{nodepool="workloads",resource_type="cpu"}': flat(100),
    }),
    91,
    89,
  ),
  judged(
    "KarpenterCloudErrors",
    "warning",
    "40m",
    { controller: "nodeclaim.lifecycle", error: "UnfulfillableCapacityError" },
    (perMinute: number) => ({
      'karpenter_cloudprovider_errors_total{controller="nodeclaim.lifecycle",error="UnfulfillableCapacityError"}':
        grow(perMinute),
    }),
    0.4,
    0.3,
  ),
  judged(
    "NamesNotSynced",
    "warning",
    "40m",
    {},
    (perMinute: number) => ({ external_dns_controller_last_sync_timestamp_seconds: grow(perMinute) }),
    0,
    60,
  ),
  judged(
    "KedaScalerFailing",
    "warning",
    "20m",
    { exported_namespace: "shop", scaledObject: "worker", scaler: "redisScaler" },
    rate('keda_scaler_detail_errors_total{exported_namespace="shop",scaledObject="worker",scaler="redisScaler"}'),
    0.1,
    0,
  ),
  judged(
    "SecretRestartFailed",
    "warning",
    "30m",
    {},
    rate('reloader_reload_executed_total{success="false"}'),
    0.001,
    0,
  ),
  judged("ImageVerificationDown", "critical", "10m", {}, gauge('up{namespace="kyverno"}'), 0, 1),
  judged(
    "ImageRefused",
    "warning",
    "20m",
    { policy_name: "shop-signatures" },
    rate('kyverno_image_validating_policy_results_total{policy_name="shop-signatures",result="fail"}'),
    0.01,
    0,
  ),
  judged(
    "ImageVerificationSlow",
    "warning",
    "40m",
    {},
    // All answers lie between 5 and 10 seconds, or up to 5.
    (upTo5: number) => ({
      [`${verified}{le="5"}`]: grow(upTo5),
      [`${verified}{le="10"}`]: grow(60),
      [`${verified}{le="+Inf"}`]: grow(60),
    }),
    0,
    60,
  ),
  judged(
    "ClusterAutoscalerBlind",
    "warning",
    "20m",
    {},
    gauge('cluster_autoscaler_cluster_safe_to_autoscale{namespace="kube-system"}'),
    0,
    1,
  ),
  judged(
    "ClusterAutoscalerRefused",
    "warning",
    "40m",
    { reason: "cloudProviderError" },
    rate('cluster_autoscaler_failed_scale_ups_total{reason="cloudProviderError"}'),
    0.01,
    0,
  ),

  judged(
    "AdmissionDenied",
    "warning",
    "20m",
    { name: "validate.example.com", operation: "CREATE" },
    (perMinute: number) => ({
      'apiserver_admission_webhook_rejection_count{name="validate.example.com",operation="CREATE",error_type="no_error",rejection_code="403"}':
        grow(perMinute),
    }),
    0.8,
    0.6,
  ),
  judged(
    "PodSecurityDenied",
    "warning",
    "20m",
    { policy_level: "restricted" },
    (perMinute: number) => ({
      'pod_security_evaluations_total{decision="deny",mode="enforce",policy_level="restricted",resource="pod"}':
        grow(perMinute),
    }),
    0.1,
    0,
  ),
  judged(
    "KubernetesLoginsFail",
    "warning",
    "20m",
    {},
    rate('apiserver_request_total{code="401",resource=""}'),
    1.1,
    0.9,
  ),
  judged(
    "KubernetesAccessDenied",
    "info",
    "30m",
    { resource: "secrets" },
    rate('apiserver_request_total{code="403",resource="secrets"}'),
    1.1,
    0.9,
  ),
  judged("LoginsFail", "warning", "20m", ofApi, rate(coded("401"), requests), 3.1, 2.9),
  judged("RequestsLimited", "info", "20m", ofApi, rate(coded("429"), requests), 1.1, 0.9),
  {
    alert: "FirewallSpike",
    severity: "warning",
    at: "170m",
    labels: { dimension_WebACL: "shop" },
    fires: { [waf]: "300+0x150 1600+0x30" },
    quiet: { [waf]: "300+0x150 1400+0x30" },
  },

  judged(
    "BackupStale",
    "warning",
    "10m",
    store,
    gauge(`${backupMetrics.lastSuccess}{${daily}}`),
    -26 * 3600,
    -25 * 3600,
  ),
  judged(
    "BackupStale",
    "critical",
    "10m",
    store,
    gauge(`${backupMetrics.lastSuccess}{${daily}}`),
    -50 * 3600,
    -49 * 3600,
  ),
  judged(
    "BackupFailed",
    "warning",
    "5m",
    { store: "db", tier: "daily" },
    gauge(`${backupMetrics.succeeded}{${daily}}`),
    0,
    1,
  ),
  judged(
    "BackupShrank",
    "warning",
    "80m",
    store,
    (bytes: number) => ({ [`${backupMetrics.bytes}{${daily}}`]: `100+0x60 ${bytes}+0x60` }),
    49,
    51,
  ),
  judged("BackupsUnseen", "warning", "20m", {}, gauge(backupMetrics.readable), 0, 1),
  judged("DrillStale", "warning", "10m", store, gauge(`${drillMetrics.lastSuccess}{store="db"}`), -8 * DAY, -7.9 * DAY),
  judged("DrillFailed", "critical", "5m", store, gauge(`${drillMetrics.succeeded}{store="db"}`), 0, 1),
  judged("RestoreTooSlow", "warning", "5m", store, gauge(`${drillMetrics.restoreSeconds}{store="db"}`), 1801, 1799),
  judged(
    "RestoreLosesTooMuch",
    "warning",
    "5m",
    store,
    gauge(`${drillMetrics.lostSeconds}{store="db"}`),
    86_401,
    86_399,
  ),

  judged("BudgetNearlySpent", "warning", "70m", {}, gauge(charges), 801, 799),
  judged("BudgetNearlySpent", "critical", "70m", {}, gauge(charges), 1001, 999),
  // Three days into January: 120 of 1000 dollars a month are too fast, 110 are not.
  judged("BudgetWillNotDo", "info", "78h", {}, (dollars: number) => ({ [charges]: flat(dollars, 4800) }), 130, 110),
  judged("CostUnseen", "info", "780m", {}, (name: string) => ({ [name]: flat(1, 900) }), "up", charges),
  {
    alert: "DeadMansSwitch",
    severity: "none",
    at: "5m",
    labels: {},
    fires: {},
    quiet: "never",
  },
];
