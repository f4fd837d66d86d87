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
