/** At least one of `cpu`, `memory` and `triggers`. With `min` of 2 or more there is a PodDisruptionBudget too. */
export interface AutoscalingValues {
  /** 0 for a worker with triggers: no pod while there is nothing to do. */
  readonly min: number;
  readonly max: number;
  /** Target in percent of the request. */
  readonly cpu?: number;
  /** Target in percent of the request. */
  readonly memory?: number;
  /** @default Kubernetes' own: up at once, down after 300 s */
  readonly behaviour?: { readonly up?: ScalingStep; readonly down?: ScalingStep };
  /** What else scales it, through KEDA: a ScaledObject then takes the HorizontalPodAutoscaler's place. @default none */
  readonly triggers?: readonly TriggerValues[];
}

/** A trigger of KEDA, in KEDA's own terms. */
export interface TriggerValues {
  readonly type: "aws-sqs-queue" | "azure-servicebus" | "cron" | "gcp-pubsub" | "postgresql" | "prometheus" | "redis";
  /** Nothing secret. */
  readonly metadata: Readonly<Record<string, string>>;
  /** Parameter of the scaler → the variable of `secretEnv` whose value it takes. @default none */
  readonly secrets?: Readonly<Record<string, string>>;
  /** It reads with KEDA's own identity in this cloud. @default none */
  readonly identity?: "aws";
}

export interface ScalingStep {
  /** How long a recommendation must have stood, 0–3600 s. @default 0 (up), 300 (down): Kubernetes' own */
  readonly stabilizationSeconds?: number;
  /** Most pods added or removed in one period, in percent of the present ones. @default Kubernetes' own */
  readonly percent?: number;
  /** The same in pods; with `percent` too, the one that allows more counts. @default Kubernetes' own */
  readonly pods?: number;
  /** Length of that period, 1–1800 s; only with `percent` or `pods`. @default 60 */
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
  /** worker, scheduler: runs before SIGTERM, at most `preStopSleepSeconds` long. @default none */
  readonly preStopCommand?: readonly string[];
}
