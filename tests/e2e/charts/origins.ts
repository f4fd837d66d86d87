/** Where the end-to-end tests have each third-party chart from, and what of it is not as published. */
import type { ChartKey } from "../../../components/helm/versions";
import { standInAutoscaler, standInReloader } from "./stand-in";
import { standInBarmanCloud, standInCloudNativePg } from "./stand-in-postgres";
import { standInPsmdb } from "./stand-in-psmdb";
import { standInAlloy, standInCollector } from "./stand-in-telemetry";

/** A Go module that holds charts; it is read in the module cache and never built. */
export interface ChartModule {
  readonly path: string;
  readonly version: string;
  /** What Go calls the module's `h1:` sum. */
  readonly sum: string;
}

/** Read for its definitions alone: Argo CD is the cluster's own. */
export const argoCd: ChartModule = {
  path: "github.com/argoproj/argo-cd/v3",
  version: "v3.5.7",
  sum: "h1:Xm1BF+I5OgDKUG3SDK49vn2/Y5AMyaNVko+/JT08gj0=",
};

const modules = {
  argoHelm: {
    path: "github.com/argoproj/argo-helm",
    version: "v0.0.0-20260904222229-3bbb4305eea9",
    sum: "h1:WwVk8y5P+B0c9yiH8dF0VZtBHpsIWE9dq9osMjul8UM=",
  },
  certManager: {
    path: "github.com/cert-manager/cert-manager",
    version: "v1.21.2",
    sum: "h1:UWgoYM+KLNtRlqmoWOKjKBOBUPVHeepQ6/ac3ERJW68=",
  },
  cloudNativePg: {
    path: "github.com/cloudnative-pg/cloudnative-pg",
    version: "v1.30.0",
    sum: "h1:fnhVq44xXx97MNiuvJsPrX1vSjYbgdyBK5MSGfdHdp0=",
  },
  barmanCloud: {
    path: "github.com/cloudnative-pg/plugin-barman-cloud",
    version: "v0.13.0",
    sum: "h1:dcEVsozSmdx5p2LbG1hbkWBvr6LXs1xpCsQiJWpo/ew=",
  },
  psmdb: {
    path: "github.com/percona/percona-server-mongodb-operator",
    version: "v1.22.0",
    sum: "h1:7iLJkmwa6AHSDTSY9q+g6/E53KrMF8p4uc/2NHrcN2g=",
  },
  eksCharts: {
    path: "github.com/aws/eks-charts",
    version: "v0.0.243-0.20260821194545-743f98a89b5b",
    sum: "h1:ZgB85AeVHImIIK40RM7Hf2CGQzNeDkfAWAdpB61wL98=",
  },
  envoyGateway: {
    path: "github.com/envoyproxy/gateway",
    version: "v1.9.1",
    sum: "h1:vAVp6/AlBXJ1aOhp1mxL7fNEzVEfjADUguUhm2wzxQY=",
  },
  externalDns: {
    path: "sigs.k8s.io/external-dns",
    version: "v0.23.0",
    sum: "h1:35KyAZtLN8o5nIE0aPKfyhILbf5HHkKPJby/4FowPJM=",
  },
  externalSecrets: {
    path: "github.com/external-secrets/external-secrets",
    version: "v1.3.2",
    sum: "h1:u2J8RjlHIeF0oZCqtl92adI/uZWUwOesJIDkfql6LqQ=",
  },
  grafanaCommunity: {
    path: "github.com/grafana-community/helm-charts",
    version: "v0.0.0-20260829030558-dbf9f4fb5fa1",
    sum: "h1:vku2Qg2LpOqB0wMkzPLMfWL1f1LBTzBH4fVgSJ8+Zak=",
  },
  istio: {
    path: "github.com/istio/istio",
    version: "v0.0.0-20260907190003-78a8ed366225",
    sum: "h1:oQXRoV5Zf+xgbyPukwnzyVHLdANCRWnWASJTHKwPMtA=",
  },
  karpenter: {
    path: "github.com/aws/karpenter-provider-aws",
    version: "v1.14.1",
    sum: "h1:WGtIQTQcxpElYMdWfWuPwaF2+9muR+hYhPZsTtoY8Gs=",
  },
  kedaCharts: {
    path: "github.com/kedacore/charts",
    version: "v2.20.3-0.20260903105638-fe065f4d8938+incompatible",
    sum: "h1:WIGoemUjbTAZm85DxRAHHcTOxD15zoPIK9hYMf2s+F4=",
  },
  kyverno: {
    path: "github.com/kyverno/kyverno",
    version: "v1.19.1",
    sum: "h1:/MkgFii3/VlQfKR1JpC9tVwNNVNQTt2S4U6qCsafsTU=",
  },
  kyvernoApi: {
    path: "github.com/kyverno/api",
    version: "v0.0.1-alpha.3.0.20260723090831-fb2785727f98",
    sum: "h1:wGbyqQNc5wnHXq73aclvBje80lQvYDnqZCF967m+zEU=",
  },
  metricsServer: {
    path: "sigs.k8s.io/metrics-server",
    version: "v0.9.0",
    sum: "h1:nlqqZ2H0Xfko8eJC/1qaNVVT17hu4rxndkOi22KTZ4w=",
  },
  prometheusCommunity: {
    path: "github.com/prometheus-community/helm-charts",
    version: "v0.0.0-20260828105119-ed5d7d9b5933",
    sum: "h1:5+f9HcKpurn9DWdl0b8PsT7TkEzfCDwcx2KbWYnrnPU=",
  },
  verticalPodAutoscaler: {
    path: "k8s.io/autoscaler/vertical-pod-autoscaler",
    version: "v1.8.1",
    sum: "h1:Pe8bV1wozN4gOKO1rleiIY5alIyAXN+DnXDbXQcL4fI=",
  },
} as const satisfies Readonly<Record<string, ChartModule>>;

/** A chart's folder in a module. */
export interface ChartFolder {
  readonly module: ChartModule;
  readonly folder: string;
  /** The chart's version as its `Chart.yaml` there has it, where that is not the pin (or what a parent chart asks for). */
  readonly versionThere?: string;
}

/** The real chart. */
export interface RealChart extends ChartFolder {
  readonly kind: "real";
  /** Charts that it depends on, by their folder below `charts/`; in the module they are beside it. */
  readonly dependencies?: Readonly<Record<string, ChartFolder>>;
  /** Dependencies that nothing here turns on and that cannot be had; they go from `Chart.yaml`. */
  readonly withoutDependencies?: readonly string[];
  /** Files that the makers' release step writes: chart path → its text, made from files of the module. */
  readonly generated?: Readonly<Record<string, (read: (path: string) => string) => string>>;
  /** In words: how it differs from what is published, besides what {@link leftOut} does to every chart. */
  readonly differs?: string;
}

/** A chart of ours in the real one's place. */
export interface StandInChart {
  readonly kind: "stand-in";
  readonly why: string;
  /** Chart path → text; `Chart.yaml` is added. */
  readonly files: Readonly<Record<string, string>>;
  /** The real definitions, where a module has them; they go to the chart's `crds/`. */
  readonly definitions?: { readonly module: ChartModule; readonly files: readonly string[] };
}

/**
 * Kinds of objects that no chart brings here: the API server would call pods behind them, and no container runs. With
 * an APIService that does not answer, no namespace could be deleted either.
 */
export const leftOut: readonly string[] = [
  "MutatingWebhookConfiguration",
  "ValidatingWebhookConfiguration",
  "APIService",
];

const prometheusCommunity = (chart: string): ChartFolder => ({
  module: modules.prometheusCommunity,
  folder: `charts/${chart}`,
});

const istio = (folder: string): RealChart => ({
  kind: "real",
  module: modules.istio,
  folder: `manifests/charts/${folder}`,
  versionThere: "1.0.0",
  differs: "its release step sets the version, as is done here; of the main branch, as no release is served",
});

/** Every chart that Slipway pins; one that lacks its origin does not compile. */
export const origins: Readonly<Record<ChartKey, RealChart | StandInChart>> = {
  alloy: { kind: "stand-in", why: "no Go module that holds the chart is served", files: standInAlloy },
  "argo-rollouts": { kind: "real", module: modules.argoHelm, folder: "charts/argo-rollouts" },
  "aws-load-balancer-controller": {
    kind: "real",
    module: modules.eksCharts,
    folder: "stable/aws-load-balancer-controller",
  },
  "cert-manager": {
    kind: "real",
    module: modules.certManager,
    folder: "deploy/charts/cert-manager",
    versionThere: "v0.0.0",
    differs: "its release step sets the version, as is done here",
  },
  "cloudnative-pg": {
    kind: "stand-in",
    why: "no Go module that holds the chart is served; its definitions are the operator's own, of 1.30.0",
    files: standInCloudNativePg,
    definitions: {
      module: modules.cloudNativePg,
      files: ["backups", "clusters", "poolers", "scheduledbackups"].map(
        (name) => `config/crd/bases/postgresql.cnpg.io_${name}.yaml`,
      ),
    },
  },
  "psmdb-operator": {
    kind: "stand-in",
    why: "no Go module that holds the chart is served; its definitions are the operator's own, of 1.22.0",
    files: standInPsmdb,
    definitions: { module: modules.psmdb, files: ["deploy/crd.yaml"] },
  },
  "cluster-autoscaler": {
    kind: "stand-in",
    why: "no Go module that holds the chart is served",
    files: standInAutoscaler,
  },
  "envoy-gateway": {
    kind: "real",
    module: modules.envoyGateway,
    folder: "charts/gateway-helm",
    versionThere: "v0.0.0-latest",
    generated: {
      "values.yaml": (read) =>
        read("charts/gateway-helm/values.tmpl.yaml")
          .replace(/\$\{GatewayImage\}/, `docker.io/envoyproxy/gateway:${modules.envoyGateway.version}`)
          .replace(/\$\{GatewayImagePullPolicy\}/, "IfNotPresent"),
    },
    differs: "its release step sets the version and fills in values.tmpl.yaml, as is done here",
  },
  "external-dns": { kind: "real", module: modules.externalDns, folder: "charts/external-dns" },
  "external-secrets": {
    kind: "real",
    module: modules.externalSecrets,
    folder: "deploy/charts/external-secrets",
    versionThere: "1.3.1",
    withoutDependencies: ["bitwarden-sdk-server"],
    generated: {
      // The release step also puts conditions around each definition, for values that Slipway does not set.
      "templates/crds/bundle.yaml": (read) => read("deploy/crds/bundle.yaml").replaceAll("{{", '{{ "{{" }}'),
    },
    differs:
      "an older chart under the pinned number: no newer one is served; its definitions come from the same module",
  },
  "istio-base": istio("base"),
  "istio-cni": istio("istio-cni"),
  istiod: istio("istio-control/istio-discovery"),
  "karpenter-crd": {
    kind: "real",
    module: modules.karpenter,
    folder: "charts/karpenter-crd",
    versionThere: "1.13.0",
    differs: "its release step sets the version, as is done here",
  },
  karpenter: {
    kind: "real",
    module: modules.karpenter,
    folder: "charts/karpenter",
    versionThere: "1.13.0",
    differs: "its release step sets the version, as is done here, and the image, which stays that of 1.13.0",
  },
  keda: { kind: "real", module: modules.kedaCharts, folder: "keda" },
  "kube-prometheus-stack": {
    kind: "real",
    ...prometheusCommunity("kube-prometheus-stack"),
    dependencies: {
      "kube-state-metrics": prometheusCommunity("kube-state-metrics"),
      "prometheus-node-exporter": prometheusCommunity("prometheus-node-exporter"),
      "prometheus-windows-exporter": prometheusCommunity("prometheus-windows-exporter"),
      grafana: { module: modules.grafanaCommunity, folder: "charts/grafana", versionThere: "13.0.1" },
    },
    differs: "Grafana's chart in it is 13.0.1 under the number that it asks for, 12.11.2, which is not served",
  },
  kyverno: {
    kind: "real",
    module: modules.kyverno,
    folder: "charts/kyverno",
    dependencies: {
      "kyverno-api": { module: modules.kyvernoApi, folder: "charts/kyverno-api", versionThere: "v0.0.0" },
    },
    withoutDependencies: ["openreports", "reports-server"],
    differs: "the definitions of its policies are those of the commit that it is built with",
  },
  loki: {
    kind: "real",
    module: modules.grafanaCommunity,
    folder: "charts/loki",
    withoutDependencies: ["minio", "rollout-operator"],
  },
  "metrics-server": { kind: "real", module: modules.metricsServer, folder: "charts/metrics-server" },
  "blackbox-exporter": { kind: "real", ...prometheusCommunity("prometheus-blackbox-exporter") },
  "cloudwatch-exporter": { kind: "real", ...prometheusCommunity("prometheus-yet-another-cloudwatch-exporter") },
  "node-exporter": { kind: "real", ...prometheusCommunity("prometheus-node-exporter") },
  "opentelemetry-collector": {
    kind: "stand-in",
    why: "no Go module that holds the chart is served",
    files: standInCollector,
  },
  "plugin-barman-cloud": {
    kind: "stand-in",
    why: "no Go module that holds the chart is served; its definition is the plugin's own, of v0.13.0",
    files: standInBarmanCloud,
    definitions: {
      module: modules.barmanCloud,
      files: ["config/crd/bases/barmancloud.cnpg.io_objectstores.yaml"],
    },
  },
  "prometheus-operator-crds": { kind: "real", ...prometheusCommunity("prometheus-operator-crds") },
  tempo: { kind: "real", module: modules.grafanaCommunity, folder: "charts/tempo" },
  "vertical-pod-autoscaler": {
    kind: "real",
    module: modules.verticalPodAutoscaler,
    folder: "charts/vertical-pod-autoscaler",
  },
  reloader: {
    kind: "stand-in",
    why: "no Go module that holds the chart is served",
    files: standInReloader,
  },
  ztunnel: istio("ztunnel"),
};
