/** A third-party chart, pinned. */
export interface ChartPin {
  /** Where it comes from: `https://…` (an index) or `oci://…` (a registry). */
  readonly repo: string;
  readonly chart: string;
  /** Exact: never a range. */
  readonly version: string;
  /** Range of Kubernetes versions that its makers say it runs on, where they say so. */
  readonly kubernetes?: string;
}

/**
 * Every third-party chart that Slipway releases, once. A release is called by its key here.
 *
 * Versions and ranges as of autumn 2026, each read in the chart's own source (`Chart.yaml`) at the tag or commit named.
 */
export const charts = {
  // grafana/alloy, operations/helm/charts/alloy of 2026-08-21; Apache-2.0; the app is v1.18.1.
  alloy: { repo: "https://grafana.github.io/helm-charts", chart: "alloy", version: "1.11.1" },
  // argoproj/argo-helm, 2026-09-04; the app is v1.10.0.
  "argo-rollouts": {
    repo: "https://argoproj.github.io/argo-helm",
    chart: "argo-rollouts",
    version: "2.43.0",
    kubernetes: ">=1.7",
  },
  // aws/eks-charts, 2026-08-21.
  "aws-load-balancer-controller": {
    repo: "https://aws.github.io/eks-charts",
    chart: "aws-load-balancer-controller",
    version: "3.5.0",
    kubernetes: ">=1.22",
  },
  // cert-manager/cert-manager v1.21.2.
  "cert-manager": {
    repo: "oci://quay.io/jetstack/charts",
    chart: "cert-manager",
    version: "v1.21.2",
    kubernetes: ">=1.22",
  },
  // prometheus-community/helm-charts, 2026-08-28; the exporter is 0.28.0.
  "blackbox-exporter": {
    repo: "https://prometheus-community.github.io/helm-charts",
    chart: "prometheus-blackbox-exporter",
    version: "11.17.2",
    kubernetes: ">=1.21",
  },
  // cloudnative-pg/charts, commit b21ad2d of 2026-07-20; the operator is 1.30.0.
  "cloudnative-pg": {
    repo: "https://cloudnative-pg.github.io/charts",
    chart: "cloudnative-pg",
    version: "0.29.0",
    kubernetes: ">=1.29",
  },
  // prometheus-community/helm-charts, 2026-08-28; the exporter is 0.67.0.
  "cloudwatch-exporter": {
    repo: "https://prometheus-community.github.io/helm-charts",
    chart: "prometheus-yet-another-cloudwatch-exporter",
    version: "0.47.0",
  },
  // kubernetes/autoscaler, tag cluster-autoscaler-chart-9.59.0; the app is 1.35.0.
  "cluster-autoscaler": {
    repo: "https://kubernetes.github.io/autoscaler",
    chart: "cluster-autoscaler",
    version: "9.59.0",
  },
  // envoyproxy/gateway v1.9.1; charts are published under the same version.
  "envoy-gateway": {
    repo: "oci://docker.io/envoyproxy",
    chart: "gateway-helm",
    version: "1.9.1",
  },
  // kubernetes-sigs/external-dns, its chart's changelog: 1.22.0, 2026-09-11, with external-dns 0.22.0.
  "external-dns": {
    repo: "https://kubernetes-sigs.github.io/external-dns",
    chart: "external-dns",
    version: "1.22.0",
  },
  // external-secrets/external-secrets, tag v2.9.0.
  "external-secrets": {
    repo: "https://charts.external-secrets.io",
    chart: "external-secrets",
    version: "2.9.0",
    kubernetes: ">=1.19",
  },
  // istio.io/latest/news/releases/1.30.x: 1.30.4, 2026-08-27. All four are published under the release's number.
  "istio-base": { repo: "https://istio-release.storage.googleapis.com/charts", chart: "base", version: "1.30.4" },
  "istio-cni": { repo: "https://istio-release.storage.googleapis.com/charts", chart: "cni", version: "1.30.4" },
  istiod: { repo: "https://istio-release.storage.googleapis.com/charts", chart: "istiod", version: "1.30.4" },
  // aws/karpenter-provider-aws v1.14.1. The CRDs are a chart of their own, so that upgrades reach them.
  "karpenter-crd": {
    repo: "oci://public.ecr.aws/karpenter",
    chart: "karpenter-crd",
    version: "1.14.1",
  },
  karpenter: {
    repo: "oci://public.ecr.aws/karpenter",
    chart: "karpenter",
    version: "1.14.1",
  },
  // kedacore/charts, 2026-09-03.
  keda: {
    repo: "https://kedacore.github.io/charts",
    chart: "keda",
    version: "2.20.2",
    kubernetes: ">=1.23",
  },
  // prometheus-community/helm-charts, 2026-08-28; the operator is 0.93.1.
  "kube-prometheus-stack": {
    repo: "https://prometheus-community.github.io/helm-charts",
    chart: "kube-prometheus-stack",
    version: "88.6.1",
    kubernetes: ">=1.25",
  },
  // kyverno/kyverno v1.19.1, which also holds the chart.
  kyverno: {
    repo: "https://kyverno.github.io/kyverno",
    chart: "kyverno",
    version: "3.9.1",
    kubernetes: ">=1.25",
  },
  // grafana-community/helm-charts, 2026-08-29; Apache-2.0 (Loki itself: AGPL-3.0); the app is 3.7.7. Since March 2026
  // the chart of grafana/loki is for its enterprise edition alone (grafana/loki#20705).
  loki: {
    repo: "https://grafana-community.github.io/helm-charts",
    chart: "loki",
    version: "18.11.7",
    kubernetes: ">=1.25",
  },
  // kubernetes-sigs/metrics-server, tag metrics-server-helm-chart-3.13.1; the app is 0.8.1.
  "metrics-server": {
    repo: "https://kubernetes-sigs.github.io/metrics-server",
    chart: "metrics-server",
    version: "3.13.1",
  },
  // prometheus-community/helm-charts, 2026-08-28; the release that kube-prometheus-stack 88.6.1 depends on.
  "node-exporter": {
    repo: "https://prometheus-community.github.io/helm-charts",
    chart: "prometheus-node-exporter",
    version: "4.56.1",
  },
  // open-telemetry/opentelemetry-helm-charts, 2026-08-20; Apache-2.0; the app is 0.158.0.
  "opentelemetry-collector": {
    repo: "https://open-telemetry.github.io/opentelemetry-helm-charts",
    chart: "opentelemetry-collector",
    version: "0.170.0",
  },
  // cloudnative-pg/charts, commit b21ad2d of 2026-07-20; the plugin is v0.13.0.
  "plugin-barman-cloud": {
    repo: "https://cloudnative-pg.github.io/charts",
    chart: "plugin-barman-cloud",
    version: "0.7.0",
    kubernetes: ">=1.29",
  },
  // prometheus-community/helm-charts, 2026-08-28; the same operator version as kube-prometheus-stack's.
  "prometheus-operator-crds": {
    repo: "https://prometheus-community.github.io/helm-charts",
    chart: "prometheus-operator-crds",
    version: "31.0.1",
    kubernetes: ">=1.16",
  },
  // percona/percona-helm-charts, commit 3df2bb5 of 2026-06-30; the operator is 1.22.0 of 2026-02-25; Apache-2.0.
  "psmdb-operator": {
    repo: "https://percona.github.io/percona-helm-charts",
    chart: "psmdb-operator",
    version: "1.22.0",
  },
  // stakater/Reloader, 2026-08-10; the app is v1.4.21.
  reloader: { repo: "https://stakater.github.io/stakater-charts", chart: "reloader", version: "2.2.16" },
  // grafana-community/helm-charts, 2026-08-29; Apache-2.0 (Tempo itself: AGPL-3.0); the app is 2.10.8. The chart of many
  // parts, tempo-distributed, has Tempo 3, which needs a Kafka.
  tempo: { repo: "https://grafana-community.github.io/helm-charts", chart: "tempo", version: "2.3.0" },
  // kubernetes/autoscaler, tag vertical-pod-autoscaler-1.8.1.
  "vertical-pod-autoscaler": {
    repo: "https://kubernetes.github.io/autoscaler",
    chart: "vertical-pod-autoscaler",
    version: "0.13.0",
  },
  // As Istio's other charts.
  ztunnel: { repo: "https://istio-release.storage.googleapis.com/charts", chart: "ztunnel", version: "1.30.4" },
} as const satisfies Readonly<Record<string, ChartPin>>;

/** The name of a pinned chart. */
export type ChartKey = keyof typeof charts;
