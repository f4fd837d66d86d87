import type { QuotaStore } from "../contracts/addon";
import type { AlertGroup } from "../contracts/monitoring";
import { type AddonDefinition, controller, resources, restrictedContainer } from "./definition";
import { gateway } from "./gateway";
import { gatewayObjects } from "./gateway-objects";

/** Answers a second of Envoy itself, of one class or (`.`) of all. */
const answers = (kind: string): string =>
  `sum(rate(envoy_http_downstream_rq_xx{envoy_http_conn_manager_prefix!="admin",envoy_response_code_class=~"${kind}"}[5m]))`;

const alerts: AlertGroup = {
  name: "gateway",
  rules: [
    {
      alert: "GatewayDown",
      expr: `(count(up{namespace="${gateway.namespace}",job="${gateway.namespace}/envoy-proxy"} == 1) or vector(0)) == 0`,
      for: "3m",
      severity: "critical",
      summary: "No pod of the gateway answers",
      description: "Nothing that comes from the internet is served: {{ $value }} pods of Envoy are up.",
      runbook: "gateway-down",
      dashboard: "slipway-edge",
      panel: "Pods of the gateway",
    },
    {
      alert: "GatewayConnectionFailures",
      expr: "sum by (envoy_cluster_name) (rate(envoy_cluster_upstream_cx_connect_fail[5m])) > 1",
      for: "5m",
      severity: "warning",
      summary: "The gateway cannot reach {{ $labels.envoy_cluster_name }}",
      description: "{{ $value | humanize }} connections a second fail between Envoy and the workload.",
      runbook: "gateway-connection-failures",
      dashboard: "slipway-edge",
      panel: "Connections to workloads that fail",
    },
    {
      alert: "GatewayErrorRatioHigh",
      expr: `${answers("5")} / (${answers(".")} > 1) > 0.05`,
      for: "5m",
      severity: "critical",
      summary: "The gateway answers with errors",
      description: "{{ $value | humanizePercentage }} of all requests, whoever they are for, end with a server error.",
      runbook: "gateway-error-ratio-high",
      dashboard: "slipway-edge",
      panel: "Answers of the gateway",
      symptom: true,
    },
    {
      alert: "GatewayConfigRejected",
      expr: "sum by (pod) (increase(envoy_cluster_manager_cds_update_rejected[10m]) + increase(envoy_listener_manager_lds_update_rejected[10m])) > 0",
      for: "10m",
      severity: "warning",
      summary: "Envoy refuses its configuration",
      description:
        "{{ $labels.pod }} has refused {{ $value | humanize }} updates in 10 minutes, and serves by an older one.",
      runbook: "gateway-config-rejected",
      dashboard: "slipway-edge",
      panel: "Configurations that Envoy refuses",
    },
    {
      alert: "GatewayOverflows",
      expr: "sum by (envoy_cluster_name) (rate(envoy_cluster_upstream_rq_pending_overflow[5m])) > 1",
      for: "5m",
      severity: "warning",
      summary: "The gateway turns requests for {{ $labels.envoy_cluster_name }} away",
      description: "{{ $value | humanize }} a second, since too many wait for the workload.",
      runbook: "gateway-overflows",
      dashboard: "slipway-edge",
      panel: "Requests that the gateway turns away",
    },
    {
      alert: "GatewayTlsFailing",
      expr: "sum by (namespace) (rate(envoy_listener_ssl_connection_error[5m])) / (sum by (namespace) (rate(envoy_listener_ssl_handshake[5m])) + sum by (namespace) (rate(envoy_listener_ssl_connection_error[5m])) > 1) > 0.2",
      for: "15m",
      severity: "info",
      summary: "Many TLS connections to the gateway fail",
      description: "{{ $value | humanizePercentage }} of them: a wrong certificate, old clients, or a scan.",
      runbook: "gateway-tls-failing",
      dashboard: "slipway-edge",
      panel: "TLS connections that fail",
    },
  ],
};

/** Where requests are counted for all pods together. While it is away they are let through: better too many than none. */
const countedIn = ({ address }: QuotaStore) => ({
  backend: { type: "Redis", redis: { url: address } },
  failClosed: false,
});

/**
 * The service that counts, and the login by which it does. TLS is asked for by its own variable: for `redis.tls` without a
 * client's certificate Envoy Gateway 1.9 mounts a volume that it does not declare, and the API server refuses the Deployment.
 */
const counting = (replicas: number) => ({
  replicas,
  container: {
    env: [
      { name: "REDIS_TLS", value: "true" },
      { name: "REDIS_AUTH", valueFrom: { secretKeyRef: { name: gateway.quotasSecret, key: "token" } } },
    ],
    resources: resources("50m", "64Mi", "128Mi"),
    securityContext: { ...restrictedContainer, runAsUser: 65532, runAsGroup: 65532 },
  },
});

/**
 * The way in: the Gateway API, served by Envoy behind the cloud's load balancer. Its chart brings the API's definitions
 * in `crds/`; the chart that keeps them apart cannot be released by Helm (its Secret would be over 1 MB).
 *
 * Settings read: `hosts`, `acmeEmail` (without it, plain HTTP only), `targets`, `originKey`, `origin`, `quotas`, `monitoring.scrapeSeconds`.
 */
export const envoyGateway: AddonDefinition = {
  name: "envoy-gateway",
  namespace: gateway.namespace,
  podSecurity: "restricted",
  needs: ["prometheus-operator-crds"],
  releases: [
    {
      chart: "envoy-gateway",
      timeoutSeconds: 300,
      values: ({ replicas, settings }) => ({
        ...(replicas > 1 ? { podDisruptionBudget: { minAvailable: 1 } } : {}),
        deployment: {
          replicas,
          priorityClassName: controller.priorityClassName,
          pod: { tolerations: controller.tolerations },
          envoyGateway: { resources: resources("100m", "256Mi", "1Gi") },
        },
        certgen: { job: { tolerations: controller.tolerations, resources: resources("10m", "64Mi", "128Mi") } },
        config: {
          envoyGateway: {
            gateway: { controllerName: "gateway.envoyproxy.io/gatewayclass-controller" },
            provider: {
              type: "Kubernetes",
              ...(settings.quotas && { kubernetes: { rateLimitDeployment: counting(replicas) } }),
            },
            ...(settings.quotas && { rateLimit: countedIn(settings.quotas) }),
            // Policies that patch Envoy's own configuration, or run code in it, stay off.
            extensionApis: { enableEnvoyPatchPolicy: false, enableBackend: false },
          },
        },
      }),
    },
  ],
  generatedSecrets: ({ settings: { originKey } }) =>
    originKey === undefined
      ? []
      : [{ name: gateway.originKeySecret, passwordKey: "cdn", password: originKey, entries: {} }],
  readsSecrets: ({ quotas }) => quotas !== undefined,
  storePorts: ({ quotas }) => (quotas ? [quotas.port] : []),
  objects: gatewayObjects,
  alerts: () => [alerts],
};
