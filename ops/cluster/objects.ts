import type { Ask } from "../kubernetes";

/** Objects of Kubernetes, as far as the commands read them. Everything may be missing: other versions, other writers. */

export interface Meta {
  readonly name: string;
  readonly namespace?: string;
  readonly uid?: string;
  readonly generation?: number;
  readonly creationTimestamp?: string;
  readonly deletionTimestamp?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly ownerReferences?: readonly { readonly kind: string; readonly name: string; readonly uid: string }[];
  readonly finalizers?: readonly string[];
}

export interface Condition {
  readonly type: string;
  readonly status: string;
  readonly reason?: string;
  readonly message?: string;
  readonly lastTransitionTime?: string;
}

export interface KubeObject {
  readonly kind?: string;
  readonly metadata: Meta;
  readonly spec?: Readonly<Record<string, unknown>>;
  readonly status?: Readonly<Record<string, unknown>> & { readonly conditions?: readonly Condition[] };
}

export interface ContainerSpec {
  readonly name: string;
  readonly image?: string;
  readonly env?: readonly {
    readonly name: string;
    readonly valueFrom?: { readonly secretKeyRef?: KeyRef; readonly configMapKeyRef?: KeyRef };
  }[];
  readonly envFrom?: readonly {
    readonly secretRef?: { readonly name: string };
    readonly configMapRef?: { readonly name: string };
  }[];
  readonly resources?: {
    readonly requests?: Readonly<Record<string, string>>;
    readonly limits?: Readonly<Record<string, string>>;
  };
}

interface KeyRef {
  readonly name: string;
  readonly key: string;
  readonly optional?: boolean;
}

interface Ended {
  readonly exitCode: number;
  readonly reason?: string;
  readonly message?: string;
}

export interface ContainerStatus {
  readonly name: string;
  readonly image?: string;
  readonly imageID?: string;
  readonly ready: boolean;
  readonly started?: boolean;
  readonly restartCount: number;
  readonly state?: {
    readonly waiting?: { readonly reason?: string; readonly message?: string };
    readonly running?: object;
    readonly terminated?: Ended;
  };
  readonly lastState?: { readonly terminated?: Ended };
}

export interface Pod extends KubeObject {
  readonly spec?: {
    readonly nodeName?: string;
    readonly containers: readonly ContainerSpec[];
    readonly initContainers?: readonly ContainerSpec[];
    readonly imagePullSecrets?: readonly { readonly name: string }[];
    readonly volumes?: readonly {
      readonly name: string;
      readonly persistentVolumeClaim?: { readonly claimName: string };
    }[];
  };
  readonly status?: {
    readonly phase?: string;
    readonly reason?: string;
    readonly message?: string;
    readonly conditions?: readonly Condition[];
    readonly containerStatuses?: readonly ContainerStatus[];
    readonly initContainerStatuses?: readonly ContainerStatus[];
  };
}

export interface Event {
  readonly metadata: Meta;
  readonly type?: string;
  readonly reason?: string;
  readonly message?: string;
  readonly count?: number;
  readonly involvedObject: {
    readonly kind?: string;
    readonly name?: string;
    readonly uid?: string;
    readonly fieldPath?: string;
  };
  readonly lastTimestamp?: string | null;
  readonly eventTime?: string | null;
}

/** All of a kind at a path; none where the API server does not know the kind. */
export async function list<T extends { readonly metadata: Meta } = KubeObject>(
  ask: Ask,
  path: string,
): Promise<readonly T[]> {
  return ((await ask(path)) as { readonly items?: readonly T[] } | undefined)?.items ?? [];
}

/** Kinds that people ask about: their words, and where the API has them. */
export const KINDS = {
  Deployment: { path: "apis/apps/v1", plural: "deployments", short: ["deploy"] },
  StatefulSet: { path: "apis/apps/v1", plural: "statefulsets", short: ["sts"] },
  DaemonSet: { path: "apis/apps/v1", plural: "daemonsets", short: ["ds"] },
  ReplicaSet: { path: "apis/apps/v1", plural: "replicasets", short: ["rs"] },
  Rollout: { path: "apis/argoproj.io/v1alpha1", plural: "rollouts", short: ["ro"] },
  Job: { path: "apis/batch/v1", plural: "jobs", short: [] },
  CronJob: { path: "apis/batch/v1", plural: "cronjobs", short: ["cj"] },
  Pod: { path: "api/v1", plural: "pods", short: ["po"] },
  PersistentVolumeClaim: { path: "api/v1", plural: "persistentvolumeclaims", short: ["pvc"] },
  ExternalSecret: { path: "apis/external-secrets.io/v1", plural: "externalsecrets", short: ["es"] },
  Certificate: { path: "apis/cert-manager.io/v1", plural: "certificates", short: ["cert"] },
  HorizontalPodAutoscaler: { path: "apis/autoscaling/v2", plural: "horizontalpodautoscalers", short: ["hpa"] },
} as const;

export type Kind = keyof typeof KINDS;

export const pathOf = (kind: Kind, namespace: string, name = ""): string =>
  `/${KINDS[kind].path}/namespaces/${encodeURIComponent(namespace)}/${KINDS[kind].plural}${name && `/${encodeURIComponent(name)}`}`;

/** By its own name, its plural or a short form; in any case. */
export function kindNamed(word: string): Kind | undefined {
  const low = word.toLowerCase();
  return (Object.keys(KINDS) as Kind[]).find((kind) => {
    const { plural, short } = KINDS[kind];
    return low === kind.toLowerCase() || low === plural || (short as readonly string[]).includes(low);
  });
}

export const conditionOf = (
  object: { readonly status?: { readonly conditions?: readonly Condition[] } } | undefined,
  type: string,
): Condition | undefined => object?.status?.conditions?.find((each) => each.type === type);

export const isReady = (pod: Pod): boolean => conditionOf(pod, "Ready")?.status === "True";

/** The pods of a workload of Slipway's chart. */
export const podsOf = (ask: Ask, namespace: string, workload: string): Promise<readonly Pod[]> =>
  list<Pod>(
    ask,
    `${pathOf("Pod", namespace)}?labelSelector=${encodeURIComponent(`app.kubernetes.io/name=${workload}`)}`,
  );

/** The objects that keep pods; a workload is one of them. */
export const KEEPERS = ["Rollout", "Deployment", "StatefulSet", "DaemonSet"] as const;

export interface Keeper {
  readonly kind: (typeof KEEPERS)[number];
  readonly object: KubeObject;
}

/** What keeps a workload's pods. */
export async function keeperOf(ask: Ask, namespace: string, name: string): Promise<Keeper | undefined> {
  for (const kind of KEEPERS) {
    const object = (await ask(pathOf(kind, namespace, name))) as KubeObject | undefined;
    if (object) return { kind, object };
  }
  return undefined;
}
