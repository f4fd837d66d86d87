import { type KubeObject, pathOf } from "../cluster/objects";
import type { Ask } from "../kubernetes";

/** A rollout that moves traffic in steps, as far as it is read (argoproj.io/v1alpha1). */
export interface Rollout extends KubeObject {
  readonly spec?: {
    readonly paused?: boolean;
    readonly strategy?: {
      readonly canary?: {
        readonly steps?: readonly Step[];
        readonly stableService?: string;
        readonly canaryService?: string;
      };
    };
    readonly template?: {
      readonly spec?: { readonly containers?: readonly { readonly name: string; readonly image: string }[] };
    };
  };
  readonly status?: KubeObject["status"] & {
    readonly phase?: string;
    readonly message?: string;
    readonly abort?: boolean;
    readonly currentStepIndex?: number;
    readonly observedGeneration?: string;
    readonly pauseConditions?: readonly object[];
    readonly stableRS?: string;
    readonly currentPodHash?: string;
  };
}

export interface Step {
  readonly setWeight?: number;
  readonly pause?: { readonly duration?: string | number };
  readonly analysis?: object;
  readonly setCanaryScale?: object;
}

/** Where traffic goes now. */
export interface Traffic {
  readonly workload: string;
  /** `Healthy`, `Progressing`, `Paused`, `Degraded`. */
  readonly phase: string;
  readonly message: string;
  /** Percent of the requests that the new version gets; 0 where there is none. */
  readonly newPercent: number;
  readonly stablePercent: number;
  readonly image: string;
  /** The step that it is at, from 1, and how many there are. */
  readonly step: number;
  readonly steps: number;
  /** It waits for a person. */
  readonly waitsForPerson: boolean;
  readonly aborted: boolean;
  /** Whether what it says is of what was asked for last. */
  readonly current: boolean;
}

interface Route {
  readonly spec?: {
    readonly rules?: readonly {
      readonly backendRefs?: readonly { readonly name: string; readonly weight?: number }[];
    }[];
  };
}

/** Where a workload's traffic goes; nothing where it moves none in steps. */
export async function trafficOf(ask: Ask, namespace: string, workload: string): Promise<Traffic | undefined> {
  const rollout = (await ask(pathOf("Rollout", namespace, workload))) as Rollout | undefined;
  if (!rollout) return undefined;
  const route = (await ask(
    `/apis/gateway.networking.k8s.io/v1/namespaces/${encodeURIComponent(namespace)}/httproutes/${encodeURIComponent(workload)}`,
  )) as Route | undefined;
  const { canaryService = `${workload}-preview`, steps = [] } = rollout.spec?.strategy?.canary ?? {};
  const backends = route?.spec?.rules?.[0]?.backendRefs ?? [];
  const total = backends.reduce((sum, { weight = 1 }) => sum + weight, 0);
  const ofNew = backends.find(({ name }) => name === canaryService)?.weight ?? 0;
  const newPercent = total === 0 ? 0 : Math.round((ofNew / total) * 100);
  const {
    phase = "Unknown",
    message = "",
    abort = false,
    currentStepIndex = 0,
    observedGeneration,
    pauseConditions = [],
  } = rollout.status ?? {};
  const at = steps[currentStepIndex];
  return {
    ...{ workload, phase, message, newPercent, stablePercent: 100 - newPercent, steps: steps.length },
    image: rollout.spec?.template?.spec?.containers?.[0]?.image ?? "",
    step: Math.min(currentStepIndex + 1, steps.length),
    waitsForPerson: pauseConditions.length > 0 && at?.pause !== undefined && at.pause.duration === undefined,
    aborted: abort,
    current: observedGeneration === undefined || observedGeneration === String(rollout.metadata.generation),
  };
}

/** What moves a rollout on, as kubectl's plugin of Argo Rollouts does it. */
export function promotion(
  { spec, status = {} }: Rollout,
  full: boolean,
): { readonly status?: object; readonly spec?: object } {
  if (full) return { status: { promoteFull: true } };
  const unpaused = spec?.paused ? { spec: { paused: false } } : {};
  const steps = spec?.strategy?.canary?.steps ?? [];
  const { currentStepIndex = 0, pauseConditions = [] } = status;
  if (pauseConditions.length > 0) return { ...unpaused, status: { pauseConditions: null } };
  return {
    ...unpaused,
    status: { pauseConditions: null, currentStepIndex: Math.min(currentStepIndex + 1, steps.length) },
  };
}
