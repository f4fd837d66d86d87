import type { AlertGroup } from "../contracts/monitoring";
import { imageName, images } from "../helm/images";
import { type AddonDefinition, controller, resources, restrictedContainer } from "./definition";

/** The labels that alerts on a workload bear. The controller's own label `namespace` is Prometheus's `exported_namespace`. */
const ofWorkload = (query: string): string =>
  `label_replace(label_replace(${query}, "namespace", "$1", "exported_namespace", "(.+)"), "workload", "$1", "name", "(.+)")`;

const workload = "{{ $labels.namespace }}/{{ $labels.workload }}";
const drawn = { dashboard: "slipway-workload", panel: "Rollouts that do not get on" } as const;

const alerts: AlertGroup = {
  name: "rollouts",
  rules: [
    {
      alert: "RolloutRefused",
      expr: `${ofWorkload('max by (exported_namespace, name) (rollout_info{phase="Degraded"})')} == 1`,
      for: "1m",
      severity: "critical",
      summary: `The new version of ${workload} was refused`,
      description:
        "A gate failed or it did not become healthy ({{ $value }}); all traffic is back on the version before.",
      runbook: "rollout-refused",
      ...drawn,
    },
    {
      // A Rollout has no Deployment, by which other workloads are found to be down.
      alert: "RolloutDown",
      expr: ofWorkload(
        "max by (exported_namespace, name) (rollout_info_replicas_available) == 0 and on (exported_namespace, name) max by (exported_namespace, name) (rollout_info_replicas_desired) > 0",
      ),
      for: "3m",
      severity: "critical",
      summary: `${workload} is down`,
      description: "It should run, and has {{ $value }} pods that are ready.",
      runbook: "workload-not-ready",
      dashboard: "slipway-workload",
      panel: "Pods",
    },
    {
      alert: "RolloutWaits",
      expr: `${ofWorkload('max by (exported_namespace, name) (rollout_info{phase="Paused"})')} == 1`,
      for: "24h",
      severity: "warning",
      summary: `The rollout of ${workload} has waited for a day`,
      description: "Two versions run, and somebody has to go on or to go back (paused: {{ $value }}).",
      runbook: "rollout-waits",
      ...drawn,
    },
    {
      alert: "RolloutAnalysisFailed",
      expr: `${ofWorkload('max by (exported_namespace, name) (analysis_run_info{phase=~"Failed|Error"})')} >= 1`,
      for: "0m",
      severity: "warning",
      summary: `A new version did not pass its analysis (${workload})`,
      description:
        "The analysis run failed (value {{ $value }}): its figures were worse than allowed, or could not be had.",
      runbook: "rollout-analysis-failed",
      ...drawn,
    },
  ],
};

const plugins = "/plugins";
const binary = "rollouts-plugin-trafficrouter-gatewayapi";
const plugin = { name: "gateway-api-plugin", mountPath: plugins };

/** Other ways to divide traffic, whose rights the chart would give to the controller too. */
const unused = [
  "ambassador",
  "apisix",
  "awsAppMesh",
  "awsLoadBalancerController",
  "contour",
  "glooPlatform",
  "istio",
  "smi",
  "traefik",
] as const;

/**
 * Blue-green and canary: new versions beside old ones, with traffic divided by weights in HTTPRoutes, which its Gateway API
 * plugin writes. On by itself where a workload asks for one of them.
 *
 * The plugin is copied out of its own image rather than downloaded at each start of the controller: a pinned image can be
 * mirrored, and nodes need no way to GitHub.
 */
export const argoRollouts: AddonDefinition = {
  name: "argo-rollouts",
  namespace: "argo-rollouts",
  podSecurity: "restricted",
  scrapedOnly: true,
  // Its routes belong to Envoy Gateway's Gateway, and gates ask Prometheus.
  needs: ["envoy-gateway", "prometheus-operator-crds"],
  releases: [
    {
      chart: "argo-rollouts",
      timeoutSeconds: 300,
      values: ({ replicas }) => ({
        controller: {
          replicas,
          ...controller,
          resources: resources("50m", "128Mi", "512Mi"),
          metrics: { enabled: true, serviceMonitor: { enabled: true } },
          readinessProbe: { httpGet: { path: "/metrics", port: "metrics" }, periodSeconds: 5, failureThreshold: 3 },
          ...(replicas > 1 ? { pdb: { enabled: true, maxUnavailable: 1 } } : {}),
          initContainers: [
            {
              name: plugin.name,
              image: imageName(images.gatewayApiPlugin),
              command: ["cp", `/bin/${binary}`, plugins],
              resources: resources("10m", "16Mi", "64Mi"),
              securityContext: restrictedContainer,
              volumeMounts: [plugin],
            },
          ],
          volumes: [{ name: plugin.name, emptyDir: {} }],
          volumeMounts: [plugin],
          trafficRouterPlugins: [{ name: "argoproj-labs/gatewayAPI", location: `file://${plugins}/${binary}` }],
        },
        podSecurityContext: { runAsNonRoot: true, runAsUser: 999, runAsGroup: 999, fsGroup: 999 },
        providerRBAC: { providers: Object.fromEntries(unused.map((name) => [name, false])) },
      }),
    },
  ],
  alerts: () => [alerts],
};
