import type { AddonContext, KubernetesObject } from "../contracts/addon";
import type { AlertGroup, MonitoringSettings } from "../contracts/monitoring";
import { onLimits } from "../monitoring/alerts/on-limits";
import { type AddonDefinition, controller, resources } from "./definition";
import { gateway } from "./gateway";
import { issuer } from "./issuer";

/** Let's Encrypt's directories. Its staging one has generous limits and is trusted by nobody: right for trying out. */
const directories = {
  production: "https://acme-v02.api.letsencrypt.org/directory",
  staging: "https://acme-staging-v02.api.letsencrypt.org/directory",
} as const;

const certificate = "{{ $labels.exported_namespace }}/{{ $labels.name }}";

function alerts({ thresholds }: MonitoringSettings): AlertGroup {
  const dashboard = "slipway-edge";
  return {
    name: "certificates",
    rules: [
      ...onLimits(thresholds.certificateDays, {
        alert: "CertificateExpiring",
        expr: (days) => `certmanager_certificate_expiration_timestamp_seconds - time() < ${days * 86400}`,
        for: "1h",
        summary: `The certificate ${certificate} runs out soon`,
        description: "It ends in {{ $value | humanizeDuration }}, and should have been renewed 30 days before.",
        runbook: "certificate-expiring",
        dashboard,
        panel: "Certificates, time that is left",
      }),
      {
        alert: "CertificateNotReady",
        expr: 'certmanager_certificate_ready_status{condition!="True"} == 1',
        for: "30m",
        severity: "warning",
        summary: `The certificate ${certificate} is not issued`,
        description: "It has not been ready for half an hour (condition {{ $labels.condition }}, value {{ $value }}).",
        runbook: "certificate-not-ready",
        dashboard,
        panel: "Certificates that are not issued",
      },
      {
        alert: "CertificateAuthorityRefuses",
        expr: 'sum by (host) (increase(certmanager_http_acme_client_request_count{status=~"4..|5.."}[1h])) > 10',
        for: "15m",
        severity: "warning",
        summary: "{{ $labels.host }} refuses what cert-manager asks for",
        description: "{{ $value | humanize }} requests failed within an hour: its rate limit may be used up.",
        runbook: "certificate-authority-refuses",
        dashboard,
        panel: "Certificate authority, refusals",
      },
    ],
  };
}

function clusterIssuer({ scope, settings }: AddonContext): KubernetesObject[] {
  if (settings.acmeEmail === undefined) return [];
  return [
    {
      apiVersion: "cert-manager.io/v1",
      kind: "ClusterIssuer",
      metadata: { name: issuer },
      spec: {
        acme: {
          email: settings.acmeEmail,
          // A CDN trusts no origin whose certificate is from the staging directory.
          server:
            scope.environment === "prod" || settings.originKey !== undefined
              ? directories.production
              : directories.staging,
          privateKeySecretRef: { name: `${issuer}-account` },
          solvers: [
            // Names of the stack's own zones are proved there: so they are before anything answers to them.
            ...settings.dnsChallenges.map(({ zone, solver }) => ({ selector: { dnsZones: [zone] }, dns01: solver })),
            // For the others Let's Encrypt calls on port 80, where the gateway answers with a route of cert-manager's.
            {
              http01: {
                gatewayHTTPRoute: {
                  parentRefs: [
                    {
                      group: "gateway.networking.k8s.io",
                      kind: "Gateway",
                      name: gateway.name,
                      namespace: gateway.namespace,
                      sectionName: gateway.httpListener,
                    },
                  ],
                },
              },
            },
          ],
        },
      },
    },
  ];
}

/** The certificate of the gateway's own name: no listener says a name that cert-manager could read off it. */
function originCertificate({ settings: { acmeEmail, origin } }: AddonContext): KubernetesObject[] {
  if (acmeEmail === undefined || origin?.name === undefined) return [];
  return [
    {
      apiVersion: "cert-manager.io/v1",
      kind: "Certificate",
      metadata: { name: gateway.origin, namespace: gateway.namespace },
      spec: {
        secretName: gateway.origin,
        dnsNames: [origin.name],
        issuerRef: { group: "cert-manager.io", kind: "ClusterIssuer", name: issuer },
      },
    },
  ];
}

/**
 * Certificates, issued and renewed by themselves. It comes after Envoy Gateway, whose chart brings the Gateway API's
 * definitions: cert-manager ends at once where it is told to use them and they are not there.
 *
 * Settings read: `acmeEmail` (none: no issuer is made), `dnsChallenges`, `originKey`, `origin`.
 */
export const certManager: AddonDefinition = {
  name: "cert-manager",
  namespace: "cert-manager",
  podSecurity: "restricted",
  needs: ["envoy-gateway", "prometheus-operator-crds"],
  identity: {
    serviceAccount: "cert-manager",
    rights: ({ dnsChallenges }) =>
      dnsChallenges.length > 0 ? [{ kind: "proveNames", zones: dnsChallenges.map(({ id }) => id) }] : [],
  },
  releases: [
    {
      chart: "cert-manager",
      timeoutSeconds: 300,
      values: ({ replicas, annotations, podLabels }) => {
        const { priorityClassName, tolerations } = controller;
        const budget = { enabled: replicas > 1, maxUnavailable: 1 };
        return {
          crds: { enabled: true },
          global: { priorityClassName, leaderElection: { namespace: "cert-manager" } },
          serviceAccount: { name: "cert-manager", annotations },
          podLabels,
          replicaCount: replicas,
          tolerations,
          podDisruptionBudget: budget,
          resources: resources("50m", "96Mi", "256Mi"),
          config: {
            apiVersion: "controller.config.cert-manager.io/v1alpha1",
            kind: "ControllerConfiguration",
            gatewayAPI: { enabled: true },
          },
          webhook: {
            replicaCount: replicas,
            tolerations,
            podDisruptionBudget: budget,
            resources: resources("20m", "48Mi", "96Mi"),
          },
          cainjector: {
            replicaCount: replicas,
            tolerations,
            podDisruptionBudget: budget,
            resources: resources("20m", "96Mi", "256Mi"),
          },
          startupapicheck: { tolerations, resources: resources("10m", "32Mi", "64Mi") },
          prometheus: { servicemonitor: { enabled: true } },
        };
      },
    },
  ],
  objects: (context) => [...clusterIssuer(context), ...originCertificate(context)],
  alerts: ({ settings }) => [alerts(settings.monitoring)],
};
