/**
 * The values of `charts/workload`, the chart of one workload: one release is one workload.
 *
 * `charts/workload/values.schema.json` says the same to Helm, and refuses every other key; a test keeps the two in step.
 * Nothing here weakens a pod: user, capabilities, seccomp, read-only root and token mounting are fixed in the templates.
 * Where a field is given to a kind that has no use for it, the schema refuses it; the docs name the kinds.
 */
import type { Input } from "@pulumi/pulumi";
import type { IdentityAgent } from "../contracts/identity";
import type { AlertRule, CommitValues } from "./values/alerts";
import type {
  ExtraContainerValues,
  ImageValues,
  MetricsValues,
  ProbesValues,
  ResourceValues,
  TmpValues,
} from "./values/container";
import type { AccessValues } from "./values/ingress";
import type { CronValues, JobValues } from "./values/jobs";
import type { NetworkValues, RouteValues, ServiceAccountValues } from "./values/network";
import type { PermissionValues } from "./values/permissions";
import type { SpotPlacement, SpreadValues, Toleration } from "./values/placement";
import type { ProgressiveValues } from "./values/rollout";
import type { AutoscalingValues, RolloutValues, ShutdownValues } from "./values/scaling";
import type { ComposedSecret, SecretInCluster, SecretReference, SecretStoreRef } from "./values/secrets";
import type { VolumeValues } from "./values/storage";
import type { TrafficValues } from "./values/traffic";
import type { TrustSource } from "./values/trust";

/**
 * `web` serves HTTP, `worker` runs on without, `scheduler` does so as one pod and never two, `cron` runs by a schedule,
 * `task` once for each change of its pod.
 */
export type WorkloadKind = "web" | "worker" | "scheduler" | "cron" | "task";

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
  /** web: further ports by name, 1024 or above; the Service offers each at its own number. @default none */
  readonly ports?: Readonly<Record<string, number>>;
  /** web, worker, scheduler: metrics for Prometheus; makes a ServiceMonitor (web) or a PodMonitor. @default none */
  readonly metrics?: MetricsValues;
  /** Plain variables; nothing secret. @default none */
  readonly env?: Readonly<Record<string, Input<string>>>;
  /** Variables from the secret manager, fetched in the cluster: values hold references only. @default none */
  readonly secretEnv?: Readonly<Record<string, SecretReference | ComposedSecret | SecretInCluster>>;
  /** The External Secrets store that `secretEnv` is read from; needed where anything is. */
  readonly secretStoreRef?: SecretStoreRef;
  /** How often secrets are read again, such as `30m`. @default "1h" */
  readonly secretRefreshInterval?: string;
  /** Versions of secrets, by variable, where they are known: a changed one restarts the pods. @default none */
  readonly secretVersions?: Readonly<Record<string, Input<string>>>;
  /** Lets Stakater's Reloader, where it runs, restart the pods when the content of a Secret changes. @default false */
  readonly restartOnSecretChange?: boolean;
  /** Secrets of type `kubernetes.io/dockerconfigjson` that images are pulled with. @default none */
  readonly imagePullSecrets?: readonly Input<string>[];
  /** Containers that run to their end, in this order, before the workload's own starts. @default none */
  readonly init?: readonly ExtraContainerValues[];
  /** Native sidecars: ready before the workload's own container starts, ended after it. @default none */
  readonly sidecars?: readonly ExtraContainerValues[];
  /** Config files, path → text; read-only, and a change restarts the pods. Nothing secret. @default none */
  readonly files?: Readonly<Record<string, string>>;
  /** Who signs the certificates of servers, by name: a file each, `/etc/slipway/trust/<name>.pem`. @default none */
  readonly trust?: Readonly<Record<string, TrustSource>>;
  /** Disks that outlive pods, by name. @default none */
  readonly volumes?: Readonly<Record<string, VolumeValues>>;
  readonly resources: ResourceValues;
  /** User and group id of the process, 1000 or above. @default 10001 */
  readonly runAsUser?: number;
  /** Writable directories; the rest of the root file system is read-only. @default `/tmp` of 64Mi */
  readonly tmp?: readonly TmpValues[];
  /** web: always all three. worker, scheduler: those given here. */
  readonly probes?: ProbesValues;
  /** web, worker: how many pods, where nothing scales them. Either this or `autoscaling` is given. */
  readonly replicas?: number;
  /** web, worker: what scales it; the Deployment then says nothing of replicas. */
  readonly autoscaling?: AutoscalingValues;
  /** web, worker: the rolling update. */
  readonly rollout?: RolloutValues;
  /** web with a route: blue-green and canary. @default none: a rolling update */
  readonly progressive?: ProgressiveValues;
  /** web with a route: time-outs, retries, circuit breaking, affinity, compression, limits. @default Envoy Gateway's own */
  readonly traffic?: TrafficValues;
  /** web with a route: who may call it from outside. @default everybody */
  readonly access?: AccessValues;
  /** The mesh is there: its way between pods is opened. @default false */
  readonly mesh?: boolean;
  /** web, worker: what its pods should ask for is worked out and shown, never set. @default false */
  readonly recommendations?: boolean;
  readonly shutdown?: ShutdownValues;
  /** web, worker: how evenly pods spread. */
  readonly spread?: SpreadValues;
  /** cron: when to run. */
  readonly cron?: CronValues;
  /** cron, task: one run. */
  readonly job?: JobValues;
  /** Nodes of spare capacity. @default wherever there is room */
  readonly spot?: SpotPlacement;
  /** Labels that a node must have, such as `kubernetes.io/arch: arm64`. @default none */
  readonly nodeSelector?: Readonly<Record<string, string>>;
  /** Taints that the pod bears. @default none */
  readonly tolerations?: readonly Toleration[];
  /** @default the cluster's */
  readonly priorityClassName?: string;
  /** The workload's own service account; its token is never mounted. */
  readonly serviceAccount?: ServiceAccountValues;
  /** What it may do at the Kubernetes API; only then does it get a token, for an hour at a time. @default nothing */
  readonly permissions?: readonly PermissionValues[];
  /** The agent on its node that the pod takes its cloud identity from, and so may reach. @default none */
  readonly identityAgent?: IdentityAgent;
  /** web: seconds for which the Service sends one client's connections to one pod. @default not at all */
  readonly sessionAffinitySeconds?: number;
  /** web: an HTTPRoute of the Gateway API. @default none */
  readonly route?: RouteValues;
  /** Openings in the NetworkPolicy, which otherwise lets nothing in, and nothing but DNS out. */
  readonly network?: NetworkValues;
  /** Alert rules of this workload: a PrometheusRule. @default none */
  readonly alerts?: readonly AlertRule[];
  /** What the image was built from: a series beside the alert rules, which delivery is measured by. @default none */
  readonly commit?: CommitValues;
}
