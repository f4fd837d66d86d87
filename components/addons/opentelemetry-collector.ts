import type { AddonContext } from "../contracts/addon";
import { images } from "../helm/images";
import { collectorAlerts } from "../monitoring/alerts/traces";
import { tracesDashboard } from "../monitoring/dashboards/telemetry";
import { collectorAddress } from "../monitoring/telemetry-addresses";
import { collectorConfig, SAMPLER_PORT, SAMPLERS } from "../monitoring/traces/collector-config";
import { type AddonDefinition, resources, restrictedContainer, spread } from "./definition";

const { name, namespace, grpcPort, httpPort } = collectorAddress;
const labels = { "app.kubernetes.io/name": name };

const port = (containerPort: number, appProtocol?: string): object => ({
  enabled: true,
  containerPort,
  servicePort: containerPort,
  protocol: "TCP",
  ...(appProtocol && { appProtocol }),
});

/** A Service that stands for each member's own address; also of those that are not ready, which would change who decides. */
const members = {
  apiVersion: "v1",
  kind: "Service",
  metadata: { name: SAMPLERS, namespace, labels },
  spec: {
    clusterIP: "None",
    publishNotReadyAddresses: true,
    selector: { ...labels, "app.kubernetes.io/instance": name },
    ports: [{ name: "members", port: SAMPLER_PORT, targetPort: SAMPLER_PORT, protocol: "TCP" }],
  },
};

function values({ replicas, settings: { traces } }: AddonContext): Readonly<Record<string, unknown>> {
  const { repository, tag } = images.openTelemetryCollector;
  return {
    fullnameOverride: name,
    mode: "deployment",
    replicaCount: replicas,
    image: { repository, tag },
    config: collectorConfig(traces),
    ports: {
      otlp: port(grpcPort, "grpc"),
      "otlp-http": port(httpPort),
      metrics: { enabled: true },
      ...Object.fromEntries(
        ["jaeger-compact", "jaeger-thrift", "jaeger-grpc", "zipkin"].map((unused) => [unused, { enabled: false }]),
      ),
    },
    ...(traces.keep ? { extraManifests: [members] } : {}),
    podSecurityContext: { runAsNonRoot: true, runAsUser: 10001, seccompProfile: restrictedContainer.seccompProfile },
    securityContext: restrictedContainer,
    // Whole traces wait in memory until they are decided about.
    resources: traces.keep ? resources("200m", "512Mi", "1Gi") : resources("100m", "192Mi", "384Mi"),
    podDisruptionBudget: { enabled: replicas > 1, maxUnavailable: 1 },
    topologySpreadConstraints: spread(labels),
    // It calls nothing of Kubernetes.
    serviceAccount: { name, automountServiceAccountToken: false },
    podMonitor: { enabled: true },
  };
}

/**
 * Takes the spans of workloads, picks which traces are kept, and sends them to Tempo: a gateway, with no part on nodes.
 *
 * Settings read: `traces`.
 */
export const openTelemetryCollector: AddonDefinition = {
  name: "opentelemetry-collector",
  namespace,
  podSecurity: "restricted",
  callers: [
    { namespaces: "all", ports: [grpcPort, httpPort] },
    { namespaces: [namespace], ports: [SAMPLER_PORT] },
  ],
  needs: ["prometheus-operator-crds", "tempo"],
  releases: [{ chart: "opentelemetry-collector", timeoutSeconds: 300, values }],
  alerts: () => [collectorAlerts],
  dashboards: () => [tracesDashboard],
};
