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

/** The commit that an image was built from. */
export interface CommitValues {
  /** Its hash, 7 to 64 hexadecimal digits. */
  readonly id: string;
  /** When it was made, in Unix seconds. */
  readonly madeAt: number;
}
