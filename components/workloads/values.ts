/**
 * The values of `charts/workload`, the chart of one workload: one release is one workload.
 *
 * `charts/workload/values.schema.json` says the same to Helm, and refuses every other key; a test keeps the two in step.
 * Nothing here weakens a pod: user, capabilities, seccomp, read-only root and token mounting are fixed in the templates.
 * Where a field is given to a kind that has no use for it, the schema refuses it; the docs name the kinds.
 */
import type { Input } from "@pulumi/pulumi";
import type { Inputs } from "../contracts/common";

/** `web` serves HTTP, `worker` runs on without, `cron` runs by a schedule, `task` once for each change of its pod. */
export type WorkloadKind = "web" | "worker" | "cron" | "task";

export interface WorkloadValues {
  readonly kind: WorkloadKind;
  /** Name of the workload, of its objects and its `app.kubernetes.io/name` label: a DNS label of at most 52 characters. */
  readonly name: string;
  /** The system that it is part of: its `app.kubernetes.io/part-of` label. */
  readonly partOf: string;
  /** Further labels on every object and pod; none under `app.kubernetes.io/` or `helm.sh/`. @default none */
  readonly labels?: Readonly<Record<string, string>>;
  readonly image: ImageValues;
  /** Entry point. @default the image's */
  readonly command?: readonly string[];
  /** Arguments. @default the image's */
  readonly args?: readonly string[];
  /** web: the port that it serves HTTP on, 1024 or above. The Service offers it on port 80. */
  readonly port?: number;
  /** web, worker: metrics for Prometheus; makes a ServiceMonitor (web) or a PodMonitor (worker). @default none */
  readonly metrics?: MetricsValues;
  /** Plain variables; nothing secret. @default none */
  readonly env?: Readonly<Record<string, Input<string>>>;
  /** Variables from the secret manager, fetched in the cluster: values hold references only. @default none */
  readonly secretEnv?: Readonly<Record<string, SecretReference | ComposedSecret>>;
  /** The External Secrets store that `secretEnv` is read from; needed with it. */
  readonly secretStoreRef?: SecretStoreRef;
  /** How often secrets are read again, such as `30m`. @default "1h" */
  readonly secretRefreshInterval?: string;
  readonly resources: ResourceValues;
  /** User and group id of the process, 1000 or above. @default 10001 */
  readonly runAsUser?: number;
  /** Writable directories; the rest of the root file system is read-only. @default `/tmp` of 64Mi */
  readonly tmp?: readonly TmpValues[];
  /** web: always all three, by HTTP. worker: those given here. */
  readonly probes?: ProbesValues;
  /** web, worker: how many pods, where nothing scales them. Either this or `autoscaling` is given. */
  readonly replicas?: number;
  /** web, worker: a HorizontalPodAutoscaler; the Deployment then says nothing of replicas. */
  readonly autoscaling?: AutoscalingValues;
  /** web, worker: the rolling update. */
  readonly rollout?: RolloutValues;
  readonly shutdown?: ShutdownValues;
  /** web, worker: how evenly pods spread. */
  readonly spread?: SpreadValues;
  /** cron: when to run. */
  readonly cron?: CronValues;
  /** cron, task: one run. */
  readonly job?: JobValues;
  /** Labels that a node must have, such as `kubernetes.io/arch: arm64`. @default none */
  readonly nodeSelector?: Readonly<Record<string, string>>;
  /** Taints that the pod bears. @default none */
  readonly tolerations?: readonly Toleration[];
  /** @default the cluster's */
  readonly priorityClassName?: string;
  /** The workload's own service account; its token is never mounted. */
  readonly serviceAccount?: ServiceAccountValues;
  /** Whether the pod takes a cloud identity from the agent on its node (EKS Pod Identity), and so may reach it. @default false */
  readonly identity?: boolean;
  /** web: an HTTPRoute of the Gateway API. @default none */
  readonly route?: RouteValues;
  /** Openings in the NetworkPolicy, which otherwise lets nothing in, and nothing but DNS out. */
  readonly network?: NetworkValues;
  /** Alert rules of this workload: a PrometheusRule. @default none */
  readonly alerts?: readonly AlertRule[];
}

/** An image by tag, by digest, or by both (the digest then decides). One of them is needed. */
export interface ImageValues {
  readonly repository: Input<string>;
  /** Any but `latest`. */
  readonly tag?: string;
  /** `sha256:` and 64 hexadecimal digits. */
  readonly digest?: string;
  /** @default "IfNotPresent" */
  readonly pullPolicy?: "IfNotPresent" | "Always";
}

export interface MetricsValues {
  /** 1024 or above; may be a web workload's own port. */
  readonly port: number;
  /** @default "/metrics" */
  readonly path?: string;
  /** Time between scrapes, such as `30s`. @default Prometheus's own */
  readonly interval?: string;
  /** Namespace of the Prometheus that may reach the port. */
  readonly scrapedFrom: string;
}

/** One secret, or one property of a secret that is JSON. */
export interface SecretReference {
  /** Key or ARN in the secret manager. */
  readonly secret: Input<string>;
  /** @default the whole secret */
  readonly property?: string;
}

/**
 * A variable put together in the cluster, such as a database's URL: each `{part}` of `format` is replaced by the secret
 * or plain part of that name. Every placeholder needs a part, and every part a placeholder.
 */
export interface ComposedSecret {
  /** Such as `postgresql://{username}:{password}@{host}:{port}/{name}`; no `{{`. */
  readonly format: string;
  readonly secrets: Readonly<Record<string, SecretReference>>;
  /** @default none */
  readonly plain?: Readonly<Record<string, Input<string> | Input<number>>>;
  /** How secret parts are escaped; plain parts never are. @default "url" */
  readonly escape?: "url" | "none";
}

export interface SecretStoreRef {
  readonly name: string;
  /** @default "ClusterSecretStore" */
  readonly kind?: "ClusterSecretStore" | "SecretStore";
}

/** In Kubernetes quantities: CPU as `250m` or `1`, memory and disk as `512Mi`. */
export interface ResourceValues {
  readonly requests: {
    readonly cpu: string;
    readonly memory: string;
    /** @default "64Mi" */
    readonly "ephemeral-storage"?: string;
  };
  readonly limits: {
    /** @default unlimited: a CPU limit slows a pod down even where the node has time to spare */
    readonly cpu?: string;
    /** Always there: a leak must not take the node down. */
    readonly memory: string;
    /** Disk for logs, `tmp` and the container's layer together. @default "1Gi" */
    readonly "ephemeral-storage"?: string;
  };
}

/** An empty directory that lives as long as its pod. */
export interface TmpValues {
  readonly path: string;
  /** The pod is evicted beyond it; counts towards `resources.limits.ephemeral-storage`. */
  readonly sizeLimit: string;
}

export interface ProbesValues {
  /** The others count only once it has passed. @default every 2 s, at most 2 minutes */
  readonly startup?: ProbeValues;
  /** Takes a pod out of service while it fails. @default every 5 s; 3 failures count */
  readonly readiness?: ProbeValues;
  /** Restarts the container when it fails. @default every 10 s; 6 failures count */
  readonly liveness?: ProbeValues;
}

/** web: by any protocol. worker: `command`, or `port` with `path` or with another protocol than HTTP. */
export interface ProbeValues {
  /** `grpc` asks gRPC's own health service (`grpc.health.v1`), `tcp` only opens a connection. @default "http" */
  readonly protocol?: "http" | "grpc" | "tcp";
  /** HTTP alone. @default web: "/health" */
  readonly path?: string;
  /** @default web: its `port` */
  readonly port?: number;
  /** worker: exits 0 while all is well. */
  readonly command?: readonly string[];
  /** @default 2 (startup), 5 (readiness), 10 (liveness) */
  readonly periodSeconds?: number;
  /** @default 2 (startup), 3 (readiness), 5 (liveness) */
  readonly timeoutSeconds?: number;
  /** @default 60 (startup), 3 (readiness), 6 (liveness) */
  readonly failureThreshold?: number;
}

/** At least one of `cpu` and `memory`. With `min` of 2 or more there is a PodDisruptionBudget too. */
export interface AutoscalingValues {
  readonly min: number;
  readonly max: number;
  /** Target in percent of the request. */
  readonly cpu?: number;
  /** Target in percent of the request. */
  readonly memory?: number;
  /** @default Kubernetes' own: up at once, down after 300 s */
  readonly behaviour?: { readonly up?: ScalingStep; readonly down?: ScalingStep };
}

export interface ScalingStep {
  /** How long a recommendation must have stood, 0–3600 s. @default 0 (up), 300 (down): Kubernetes' own */
  readonly stabilizationSeconds?: number;
  /** Most pods added or removed in one period, in percent of the present ones. @default Kubernetes' own */
  readonly percent?: number;
  /** Length of that period, 1–1800 s; only with `percent`. @default 60 */
  readonly periodSeconds?: number;
}

/** Numbers of pods, or percentages such as `25%`; not both 0. */
export interface RolloutValues {
  /** @default 1 */
  readonly maxSurge?: number | string;
  /** @default 0 */
  readonly maxUnavailable?: number | string;
  /** Seconds without progress after which the rollout has failed. @default 600 */
  readonly progressDeadlineSeconds?: number;
}

export interface ShutdownValues {
  /** Seconds from SIGTERM to SIGKILL. @default 30 */
  readonly graceSeconds?: number;
  /** web: seconds that a pod serves on before SIGTERM, until everyone has forgotten its address. 0 for none. @default 10 */
  readonly preStopSleepSeconds?: number;
}

/** What to do with a pod that would make the spread uneven by more than one. @default both "ScheduleAnyway" */
export interface SpreadValues {
  readonly zone?: "ScheduleAnyway" | "DoNotSchedule";
  readonly host?: "ScheduleAnyway" | "DoNotSchedule";
}

export interface CronValues {
  /** Five fields, or a macro such as `@daily`. */
  readonly schedule: string;
  /** @default "Etc/UTC" */
  readonly timeZone?: string;
  /** @default "Forbid" */
  readonly concurrencyPolicy?: "Forbid" | "Replace" | "Allow";
  /** Seconds by which a run may start late, above 10 (the controller looks every 10 s). @default 300 */
  readonly startingDeadlineSeconds?: number;
  /** @default 3 */
  readonly successfulJobsHistoryLimit?: number;
  /** @default 3 */
  readonly failedJobsHistoryLimit?: number;
}

export interface JobValues {
  /** Further tries after a failure, 0–10; a drained node does not count. @default 2 */
  readonly backoffLimit?: number;
  /** Seconds after which a run has failed, waiting for its node and its secrets included. @default 1800 */
  readonly activeDeadlineSeconds?: number;
  /** task: seconds that an ended one is kept; cron has history limits. @default 86400 */
  readonly ttlSecondsAfterFinished?: number;
}

export interface Toleration {
  readonly key?: string;
  readonly operator?: "Exists" | "Equal";
  readonly value?: string;
  readonly effect?: "NoSchedule" | "PreferNoSchedule" | "NoExecute";
  readonly tolerationSeconds?: number;
}

export interface ServiceAccountValues {
  /** Such as `eks.amazonaws.com/role-arn` where IRSA is used. @default none */
  readonly annotations?: Readonly<Record<string, Input<string>>>;
}

export interface RouteValues {
  readonly hosts: readonly string[];
  /** Prefix of the paths. @default "/" */
  readonly path?: string;
  /** The Gateway that serves the hosts, and its listener (`sectionName`). */
  readonly parentRef: { readonly name: string; readonly namespace: string; readonly sectionName?: string };
  /** Namespace of the pods that carry the Gateway's traffic: they may reach the port. */
  readonly gatewayNamespace: string;
}

export interface NetworkValues {
  /** Ways out. @default none */
  readonly openings?: readonly Opening[];
  /** web: pods that may reach the port without the gateway. @default none */
  readonly callers?: readonly PodPeer[];
  /** HTTPS (port 443) to public IPv4 addresses; not to private, carrier-grade NAT and link-local ones. @default false */
  readonly egressInternet?: boolean;
}

/** A way out: either to `cidrs`, none wider than /8 (IPv6: /16), or to `pods`. */
export interface Opening {
  /** What is at the other end; a comment in the policy. */
  readonly name: string;
  readonly cidrs?: Inputs<string>;
  readonly pods?: PodPeer;
  /** Port of the address or of the pod; not a Service's, since policies see traffic after the Service has sent it on. */
  readonly port: number;
  /** @default "TCP" */
  readonly protocol?: "TCP" | "UDP";
}

/** Pods by their labels, at least one. */
export interface PodPeer {
  /** @default the workload's own */
  readonly namespace?: string;
  readonly labels: Readonly<Record<string, string>>;
}

/** A Prometheus alert rule. */
export interface AlertRule {
  readonly alert: string;
  readonly expr: string;
  /** How long it must hold, such as `5m`. @default fires at once */
  readonly for?: string;
  /** How long it goes on firing afterwards. @default not at all */
  readonly keepFiringFor?: string;
  readonly labels: Readonly<Record<string, string>> & { readonly severity: "critical" | "warning" | "info" };
  readonly annotations: Readonly<Record<string, string>> & { readonly summary: string };
}
