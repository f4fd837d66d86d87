/** What to do with a pod that would make the spread uneven by more than one. @default both "ScheduleAnyway" */
export interface SpreadValues {
  readonly zone?: "ScheduleAnyway" | "DoNotSchedule";
  readonly host?: "ScheduleAnyway" | "DoNotSchedule";
}

export interface Toleration {
  readonly key?: string;
  readonly operator?: "Exists" | "Equal";
  readonly value?: string;
  readonly effect?: "NoSchedule" | "PreferNoSchedule" | "NoExecute";
  readonly tolerationSeconds?: number;
}
