import type { ChartKey } from "../../../components/helm/versions";

/** Kubernetes versions, both ends included. */
export interface KubernetesRange {
  readonly from: string;
  readonly to: string;
}

/** What the makers of a pinned chart say of the clusters that it runs on, and until when they look after it. */
export interface ChartSupport {
  /** The pinned versions that it is said of: the version begins so. */
  readonly release: string;
  readonly kubernetes: KubernetesRange;
  /** `refused`: outside of the range its makers say that it does not work; `untested`: they only have not tried it. */
  readonly outside: "refused" | "untested";
  /** Last day on which its makers mend it (UTC); none: not announced as a day. */
  readonly ends?: string;
  readonly source: string;
}

/** Until when a cloud looks after a version of something it runs. Days are UTC. */
export interface CloudSupport {
  readonly ends: string;
  /** Until when it may still run, and what that costs or does. */
  readonly extended?: { readonly ends: string; readonly note: string };
  readonly source: string;
}

/** A list of release calendars, github.com/endoflife-date/endoflife.date, commit of 2026-08-22; each names its maker's page. */
const list = "by endoflife.date of 2026-08-22";
const eks = `Amazon EKS user guide, Kubernetes release calendar, ${list}`;
const rds = `Amazon RDS user guide, release calendar for PostgreSQL, ${list}`;
const gke = `Google Kubernetes Engine release schedule, end of standard support, ${list}`;
const aks = `AKS supported Kubernetes versions, ${list}`;
const upstream = `kubernetes.io/releases, ${list}`;
/** Price per cluster and hour: aws.amazon.com/eks/pricing, 0.60 in place of 0.10 US dollars. */
const eksLonger = "extended support costs six times the cluster's fee; after it AWS upgrades the cluster by itself";
const rdsLonger = "extended support is charged for each core and hour; after it AWS upgrades the database by itself";

const aksLonger = "it runs on with long-term support alone, a tier of its own";

const istio: ChartSupport = {
  release: "1.30.",
  kubernetes: { from: "1.32", to: "1.36" },
  outside: "refused",
  ends: "2026-11-30",
  source: `istio.io/latest/docs/releases/supported-releases, ${list}`,
};

/**
 * The one table of what goes with what. A chart that is not named here has the lower end that its own `Chart.yaml` gives
 * (`components/helm/versions.ts`), and no upper one: its makers name none. A test holds that each entry is of the release
 * that is pinned, and that every Kubernetes version on offer has every chart.
 */
export const chartSupport: Readonly<Partial<Record<ChartKey, ChartSupport>>> = {
  "cert-manager": {
    release: "v1.21.",
    kubernetes: { from: "1.33", to: "1.36" },
    outside: "refused",
    source:
      "cert-manager.io/docs/releases, supported Kubernetes versions of 1.21, by the release notes of kupre 0.3.0 (2026-10-22)",
  },
  "cluster-autoscaler": {
    release: "9.59.",
    kubernetes: { from: "1.35", to: "1.35" },
    outside: "untested",
    source:
      "kubernetes/autoscaler, cluster-autoscaler/README.md: the same minor version is advised, others are not tested",
  },
  "envoy-gateway": {
    release: "1.9.",
    kubernetes: { from: "1.33", to: "1.36" },
    outside: "untested",
    source: "gateway.envoyproxy.io/news/releases/matrix, as of 1.9, by the release notes of kupre 0.6.0 (2026-10-22)",
  },
  "istio-base": istio,
  "istio-cni": istio,
  istiod: istio,
  karpenter: {
    release: "1.14.",
    kubernetes: { from: "1.29", to: "1.36" },
    outside: "refused",
    source: `karpenter.sh/docs/upgrading/compatibility, as of 1.14, ${list}`,
  },
  keda: {
    release: "2.20.",
    kubernetes: { from: "1.33", to: "1.35" },
    outside: "untested",
    source: `keda.sh/docs/2.20/operate/cluster: tested on three versions of Kubernetes, ${list}`,
  },
  ztunnel: istio,
};

/** Cloud → Kubernetes version → until when it is looked after there. */
export const kubernetesSupport: Readonly<Record<string, Readonly<Record<string, CloudSupport>>>> = {
  aws: {
    "1.34": { ends: "2026-12-02", extended: { ends: "2027-12-02", note: eksLonger }, source: eks },
    "1.35": { ends: "2027-03-27", extended: { ends: "2028-03-27", note: eksLonger }, source: eks },
    "1.36": { ends: "2027-08-02", extended: { ends: "2028-08-02", note: eksLonger }, source: eks },
  },
  gcp: {
    "1.34": { ends: "2026-10-01", source: gke },
    "1.35": { ends: "2027-04-11", source: gke },
    "1.36": { ends: "2027-08-09", source: gke },
  },
  azure: {
    "1.34": { ends: "2026-11-30", extended: { ends: "2027-11-30", note: aksLonger }, source: aks },
    "1.35": { ends: "2027-03-31", extended: { ends: "2028-03-31", note: aksLonger }, source: aks },
    "1.36": { ends: "2027-06-30", extended: { ends: "2028-06-30", note: aksLonger }, source: aks },
  },
  // A cluster that somebody runs themselves.
  kubernetes: {
    "1.34": { ends: "2026-10-27", source: upstream },
    "1.35": { ends: "2027-02-28", source: upstream },
    "1.36": { ends: "2027-06-28", source: upstream },
  },
};

/** Cloud → major version of PostgreSQL → the same. ElastiCache names no such days for Redis 7 and Valkey. */
export const postgresSupport: Readonly<Record<string, Readonly<Record<string, CloudSupport>>>> = {
  aws: {
    "15": { ends: "2028-02-29", extended: { ends: "2031-02-28", note: rdsLonger }, source: rds },
    "16": { ends: "2029-02-28", extended: { ends: "2032-02-29", note: rdsLonger }, source: rds },
    "17": { ends: "2030-02-28", extended: { ends: "2033-02-28", note: rdsLonger }, source: rds },
    "18": { ends: "2031-02-28", extended: { ends: "2034-02-28", note: rdsLonger }, source: rds },
  },
};
