import type { Input } from "@pulumi/pulumi";
import type { CloudName, Scope, Tags } from "./common";
import type { AlertGroup, Dashboard, MonitoringSettings } from "./monitoring";

/** Every add-on there is; `components/addons/catalogue.ts` holds one definition for each. */
export type AddonName =
  | "argo-rollouts"
  | "aws-load-balancer-controller"
  | "cert-manager"
  | "cloudwatch-exporter"
  | "cluster-autoscaler"
  | "envoy-gateway"
  | "external-secrets"
  | "istio"
  | "karpenter"
  | "keda"
  | "kube-prometheus-stack"
  | "metrics-server"
  | "node-exporter"
  | "prometheus-operator-crds"
  | "vertical-pod-autoscaler";

/** Names and ids of the cloud that values and policies are written with; all are strings, some known late. */
export interface CloudFacts {
  readonly cloud: CloudName;
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
}

/** One statement of an AWS policy. */
export interface AwsStatement {
  readonly Sid?: string;
  readonly Effect: "Allow" | "Deny";
  readonly Action: readonly string[];
  readonly Resource: Input<string> | readonly Input<string>[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, Input<string> | readonly Input<string>[]>>>>;
}

/** What a cloud's policy for an add-on is written in; each cloud has its own form. */
export interface AddonPolicies {
  /** With no statement no identity is made. */
  readonly aws?: (facts: CloudFacts, settings: AddonSettings) => readonly AwsStatement[];
}

/** The service account of a controller that needs rights in the cloud, and which rights. */
export interface AddonIdentity {
  readonly serviceAccount: string;
  readonly policies: AddonPolicies;
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
}

/** What an add-on's values and objects are computed from. */
export interface AddonContext {
  readonly scope: Scope;
  readonly facts: CloudFacts;
  /** Service account annotations of the add-on's identity. */
  readonly annotations: Readonly<Record<string, Input<string>>>;
  /** Replicas of a controller: 1 in dev, 2 elsewhere. */
  readonly replicas: number;
  /** Platform settings that add-ons read; each add-on documents what it takes. */
  readonly settings: AddonSettings;
}

/** Settings from config that reach add-ons, already checked. */
export interface AddonSettings {
  readonly monitoring: MonitoringSettings;
  /** Address for the certificate authority's mail; none: no public certificates. */
  readonly acmeEmail?: string;
  /** Whether the stack has public hosts. */
  readonly hosts: readonly string[];
  /** Ports of the gateway's pods → target ids of the cloud's load balancer. */
  readonly targets: readonly { readonly port: number; readonly id: Input<string> }[];
  /** Karpenter's node pools and the like: what nodes workloads may run on. */
  readonly nodes: NodeSettings;
  readonly scaling: ScalingSettings;
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
  /** Its other entries; nothing secret. */
  readonly entries: Readonly<Record<string, string>>;
}

/** An add-on: what it is, what it needs, and what ships with it. Pure data: no Pulumi at run time. */
export interface Addon {
  readonly name: AddonName;
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
  readonly readsSecrets?: true;
  /** Made before its releases. */
  readonly generatedSecrets?: readonly GeneratedSecret[];
  readonly identity?: AddonIdentity;
  /**
   * Nothing but Prometheus calls its pods, so its namespace refuses everything else. Not for what the API server calls:
   * the addresses of a control plane cannot be named. @default false
   */
  readonly scrapedOnly?: boolean;
  /** Ports in the data subnets that its pods may reach. @default none */
  readonly storePorts?: (settings: AddonSettings) => readonly number[];
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
