import type { Input } from "@pulumi/pulumi";
import type { Scope, Tags } from "./common";
import type { OriginTraits } from "./edge";
import type { EntryService } from "./entry";
import type { AlertGroup, Dashboard, MonitoringSettings } from "./monitoring";
import type { BucketHandle } from "./stores";
import type { LogSettings, TelemetryBuckets, TraceSettings } from "./telemetry";

/** Every add-on there is; `components/addons/catalogue.ts` holds one definition for each. */
export type AddonName =
  | "alloy"
  | "argo-rollouts"
  | "aws-load-balancer-controller"
  | "blackbox-exporter"
  | "cert-manager"
  | "cloudnative-pg"
  | "cloudwatch-exporter"
  | "cluster-autoscaler"
  | "envoy-gateway"
  | "external-dns"
  | "external-secrets"
  | "istio"
  | "karpenter"
  | "keda"
  | "kube-prometheus-stack"
  | "kyverno"
  | "loki"
  | "metrics-server"
  | "node-exporter"
  | "opentelemetry-collector"
  | "prometheus-operator-crds"
  | "psmdb-operator"
  | "reloader"
  | "tempo"
  | "vertical-pod-autoscaler";

/** Add-on → what it needs in one cloud, beyond what it needs in all. */
export type ExtraNeeds = Readonly<Partial<Record<AddonName, readonly AddonName[]>>>;

/** How programs in the cluster talk to the cloud's buckets. */
export type ObjectStore =
  | { readonly kind: "s3"; readonly endpoint: string }
  | { readonly kind: "gcs" }
  | { readonly kind: "azure" };

/** Names and ids of the cloud that values and policies are written with; all are strings, some known late. */
export interface CloudFacts {
  /** Its name in the registry. */
  readonly cloud: string;
  readonly region: string;
  readonly account: string;
  /** `<app>-<stack>`: the physical names of the stack's things begin with it. */
  readonly stackName: string;
  /** Tags that everything of the stack carries: what policies may be scoped by. */
  readonly tags: Tags;
  /** The queue of interruption notices is called the same. */
  readonly clusterName: Input<string>;
  readonly clusterEndpoint: Input<string>;
  readonly networkId: Input<string>;
  /** Ids of the subnets that nodes go into, in an object each, as selectors are written. */
  readonly nodeSubnets: Input<readonly { readonly id: string }[]>;
  /** The group of nodes and pods. */
  readonly accessGroup: Input<string>;
  /** Name of the role that nodes run as. */
  readonly nodeRole: Input<string>;
  /** Every secret of the stack is named below this prefix in the secret manager. */
  readonly secretPrefix: string;
  /** The same of the stack's secrets that are copies of another stack's. @default it has its own */
  readonly copiedSecretPrefix?: string;
  /** Entry of each secret that holds its value. @default a secret is its value */
  readonly secretProperty?: string;
  /** Replicas of the platform's controllers. @default 1 in dev, 2 elsewhere */
  readonly replicas?: number;
  /** The secret manager, as `provider` of External Secrets' store names it; the controller's own identity logs in. */
  readonly secretStore: Readonly<Record<string, unknown>>;
  /** Environment of controllers that call the cloud. */
  readonly controllerEnv: readonly { readonly name: string; readonly value: string }[];
  /** Name of the class of the platform's own disks. */
  readonly diskClass: string;
  readonly objectStore: ObjectStore;
}

/** One statement of an AWS policy. */
export interface AwsStatement {
  readonly Sid?: string;
  readonly Effect: "Allow" | "Deny";
  readonly Action: readonly string[];
  readonly Resource: Input<string> | readonly Input<string>[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, Input<string> | readonly Input<string>[]>>>>;
}

/** One right that a controller needs in any cloud; each cloud turns it into its own policy. */
export type AddonRight =
  /** Read the stack's own secrets and those of its stores, in the secret manager. */
  | { readonly kind: "readSecrets" }
  /** See how long queues of the stack's account and region are. */
  | { readonly kind: "seeQueues"; readonly queues: readonly string[] }
  /** Read and write the objects of a bucket. */
  | { readonly kind: "useBucket"; readonly bucket: BucketHandle }
  /** Write and remove the records that prove names of these zones, by the cloud's ids. */
  | { readonly kind: "proveNames"; readonly zones: readonly Input<string>[] }
  /** Write and remove records of hosts in these zones, by the cloud's ids. */
  | { readonly kind: "writeNames"; readonly zones: readonly string[] };

/** Zones whose records external-dns writes. */
export interface ExternalDnsSettings {
  /** Who keeps the zones; `cloud` is the stack's own cloud, by the controller's identity. */
  readonly provider: "cloud" | "cloudflare" | "dnsimple" | "linode" | "ns1";
  /** With the provider's ids. */
  readonly zones: readonly { readonly name: string; readonly id: string }[];
  /** Zones inside of those whose records Slipway writes itself. */
  readonly except: readonly string[];
  /** Secret of the stack that holds the provider's token. @default the controller's identity */
  readonly secret?: string;
  /** What the names lead to. @default the address that the gateway's own Service gets */
  readonly target?: Input<string>;
}

/** A Redis, by TLS; the secret is JSON with `token`. */
export interface QuotaStore {
  /** `<host>:<port>` */
  readonly address: Input<string>;
  readonly port: number;
  readonly secretId: Input<string>;
}

/** A zone in which names are proved by records. */
export interface DnsChallenge {
  readonly zone: string;
  /** The cloud's id of it. */
  readonly id: Input<string>;
  /** `dns01` of a solver of cert-manager's. */
  readonly solver: Readonly<Record<string, unknown>>;
}

/** Policies of add-ons that are one cloud's own, in its own words. */
export interface AddonPolicies {
  readonly aws?: (facts: CloudFacts, settings: AddonSettings) => readonly AwsStatement[];
}

/** The service account of a controller that needs rights in the cloud, and which rights. */
export interface AddonIdentity {
  readonly serviceAccount: string;
  /** What it needs in any cloud. @default nothing */
  readonly rights?: (settings: AddonSettings) => readonly AddonRight[];
  /** What it needs besides, in the words of the cloud that it is for. @default nothing */
  readonly policies?: AddonPolicies;
}

/** A Kubernetes object in plain data. */
export interface KubernetesObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
  };
  readonly spec?: Readonly<Record<string, unknown>>;
  /** Of a Role. */
  readonly rules?: readonly Readonly<Record<string, readonly string[]>>[];
  /** Of a RoleBinding. */
  readonly roleRef?: { readonly apiGroup: string; readonly kind: string; readonly name: string };
  readonly subjects?: readonly { readonly kind: string; readonly name: string; readonly namespace: string }[];
}

/** What an add-on's values and objects are computed from. */
export interface AddonContext {
  readonly scope: Scope;
  readonly facts: CloudFacts;
  /** Service account annotations of the add-on's identity. */
  readonly annotations: Readonly<Record<string, Input<string>>>;
  /** Labels that its identity asks of its pods. */
  readonly podLabels: Readonly<Record<string, string>>;
  /** Replicas of a controller: 1 in dev, 2 elsewhere. */
  readonly replicas: number;
  /** Platform settings that add-ons read; each add-on documents what it takes. */
  readonly settings: AddonSettings;
}

/** Settings from config that reach add-ons, already checked. */
export interface AddonSettings {
  readonly monitoring: MonitoringSettings;
  readonly logs: LogSettings;
  readonly traces: TraceSettings;
  /** What Loki and Tempo keep things in. */
  readonly buckets: TelemetryBuckets;
  /** Address for the certificate authority's mail; none: no public certificates. */
  readonly acmeEmail?: string;
  /** Whether the stack has public hosts. */
  readonly hosts: readonly string[];
  /** Ports of the gateway's pods → target ids of the cloud's load balancer. */
  readonly targets: readonly { readonly port: number; readonly id: Input<string> }[];
  /** How the gateway's own Service is reached from outside. @default not at all: `targets` lead to its pods */
  readonly entryService?: EntryService;
  /** What the CDN shows the gateway, which then lets in nobody else; treat as secret. @default no CDN is before it */
  readonly originKey?: Input<string>;
  /** How the CDN's requests look. @default as CloudFront's: the key in its own header, the client's address last */
  readonly origin?: OriginTraits;
  /** The Redis that the gateway's pods count requests in together. @default none: each counts for itself */
  readonly quotas?: QuotaStore;
  /** @default no zone is written to by external-dns */
  readonly externalDns?: ExternalDnsSettings;
  /** Zones whose names are proved by records; the others' by answering on port 80. */
  readonly dnsChallenges: readonly DnsChallenge[];
  /** Karpenter's node pools and the like: what nodes workloads may run on. */
  readonly nodes: NodeSettings;
  readonly scaling: ScalingSettings;
  /** The namespace of the stack's own workloads. */
  readonly workloadNamespace: string;
  /** Some of these are Rollouts of Argo's rather than Deployments. */
  readonly rollouts: boolean;
  /** Registries, or folders in them, whose images are verified; Kyverno must be able to read them. @default none */
  readonly signedRegistries: readonly string[];
}

/** What the triggers of workloads need of KEDA. */
export interface ScalingSettings {
  /** Queues of the stack's own account and region, by name, that it may look at. */
  readonly queues: readonly string[];
  /** Ports of stores in the data subnets that it must reach. */
  readonly storePorts: readonly number[];
}

export interface NodeSettings {
  /** `spot` prefers spot and falls back to on-demand. */
  readonly capacity: "onDemand" | "spot";
  readonly architectures: readonly ("amd64" | "arm64")[];
  /** Upper limit of all workload nodes together, in cores. */
  readonly maxCpu: number;
  /** Machine image, pinned: the alias that Karpenter knows it by, such as `bottlerocket@v1.65.0`. */
  readonly image: string;
}

/** One Helm release of an add-on. */
export interface AddonRelease {
  /** Release name, and a key of the pinned charts. */
  readonly chart: string;
  readonly values: (context: AddonContext) => Readonly<Record<string, unknown>>;
  /** Seconds to wait until everything is ready. */
  readonly timeoutSeconds: number;
}

/** A Kubernetes Secret with a random password that stays the same from one run to the next. */
export interface GeneratedSecret {
  readonly name: string;
  /** Its entry that holds the password. */
  readonly passwordKey: string;
  /** The password, where something else has made it. @default a random one */
  readonly password?: Input<string>;
  /** Its other entries; nothing secret. */
  readonly entries: Readonly<Record<string, string>>;
}

/** Who may call an add-on's pods. */
export interface Caller {
  /** By their names; `all`: whoever is in the cluster. */
  readonly namespaces: readonly string[] | "all";
  /** @default every port */
  readonly ports?: readonly number[];
}

/** An add-on: what it is, what it needs, and what ships with it. Pure data: no Pulumi at run time. */
export interface Addon {
  readonly name: AddonName;
  /** The clouds that it is for, where it speaks to one's own API. @default every cloud */
  readonly clouds?: readonly string[];
  readonly namespace: string;
  /** Pod Security level of its namespace. */
  readonly podSecurity: "restricted" | "baseline" | "privileged";
  /** Add-ons that must be there before, and must outlive it. */
  readonly needs: readonly AddonName[];
  /** Released one after the other: CRDs that a chart keeps apart come first. */
  readonly releases: readonly AddonRelease[];
  /** It brings definitions alone, and runs nothing. */
  readonly crdsOnly?: true;
  /** Its namespace may read the stack's secrets through the ClusterSecretStore. */
  readonly readsSecrets?: (settings: AddonSettings) => boolean;
  /** Made before its releases. */
  readonly generatedSecrets?: (context: AddonContext) => readonly GeneratedSecret[];
  readonly identity?: AddonIdentity;
  /**
   * Nothing but Prometheus calls its pods, so its namespace refuses everything else. Not for what the API server calls:
   * the addresses of a control plane cannot be named. @default false
   */
  readonly scrapedOnly?: boolean;
  /** Who else calls its pods, beside Prometheus: its namespace refuses everybody else. @default see `scrapedOnly` */
  readonly callers?: readonly Caller[];
  /** Ports in the data subnets that its pods may reach. @default none */
  readonly storePorts?: (settings: AddonSettings) => readonly number[];
  /** Custom resources of what it needs, made before its releases: what its pods do not start without. */
  readonly before?: (context: AddonContext) => readonly KubernetesObject[];
  /**
   * Custom resources, made one after the other once its CRDs are there, and deleted in reverse while its controller
   * still runs.
   */
  readonly objects?: (context: AddonContext) => readonly KubernetesObject[];
  /** Its rules in a stack. */
  readonly alerts?: (context: AddonContext) => readonly AlertGroup[];
  /** Its dashboards in a stack; Grafana takes those of every add-on. */
  readonly dashboards?: (context: AddonContext) => readonly Dashboard[];
}
