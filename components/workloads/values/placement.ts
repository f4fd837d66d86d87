/** `zone` and `host`: what to do with a pod that would make the spread uneven by more than one. @default both "ScheduleAnyway" */
export interface SpreadValues {
  readonly zone?: "ScheduleAnyway" | "DoNotSchedule";
  readonly host?: "ScheduleAnyway" | "DoNotSchedule";
  /** Whether two pods of one version may share a node: `required` refuses it, even where a pod then waits. @default "preferred" */
  readonly antiAffinity?: "none" | "preferred" | "required";
}

/**
 * Nodes of spare capacity, which the cloud may take back at two minutes' notice (GKE, AKS: 30 seconds): none of them,
 * those first and others where there are none, or no others.
 */
export type SpotPlacement = "never" | "preferred" | "required";

export interface Toleration {
  readonly key?: string;
  readonly operator?: "Exists" | "Equal";
  readonly value?: string;
  readonly effect?: "NoSchedule" | "PreferNoSchedule" | "NoExecute";
  readonly tolerationSeconds?: number;
}
