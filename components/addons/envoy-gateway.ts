import type { AlertGroup } from "../contracts/monitoring";
import { type AddonDefinition, controller, resources } from "./definition";
import { gateway } from "./gateway";
import { gatewayObjects } from "./gateway-objects";

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
    },
    {
      alert: "GatewayConnectionFailures",
      expr: "sum by (envoy_cluster_name) (rate(envoy_cluster_upstream_cx_connect_fail[5m])) > 1",
      for: "5m",
      severity: "warning",
      summary: "The gateway cannot reach {{ $labels.envoy_cluster_name }}",
      description: "{{ $value | humanize }} connections a second fail between Envoy and the workload.",
      runbook: "gateway-connection-failures",
    },
  ],
};

/**
 * The way in: the Gateway API, served by Envoy behind the cloud's load balancer. Its chart brings the API's definitions
 * in `crds/`; the chart that keeps them apart cannot be released by Helm (its Secret would be over 1 MB).
 *
 * Settings read: `hosts`, `acmeEmail` (without it, plain HTTP only), `targets`, `monitoring.scrapeSeconds`.
 */
export const envoyGateway: AddonDefinition = {
  name: "envoy-gateway",
  namespace: gateway.namespace,
  podSecurity: "restricted",
  needs: ["aws-load-balancer-controller", "prometheus-operator-crds"],
  releases: [
    {
      chart: "envoy-gateway",
      timeoutSeconds: 300,
      values: ({ replicas }) => ({
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
            provider: { type: "Kubernetes" },
            // Policies that patch Envoy's own configuration, or run code in it, stay off.
            extensionApis: { enableEnvoyPatchPolicy: false, enableBackend: false },
          },
        },
      }),
    },
  ],
  objects: gatewayObjects,
  alerts: [alerts],
};
