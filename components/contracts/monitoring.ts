/** One alert rule of Prometheus. */
export interface Alert {
  readonly alert: string;
  readonly expr: string;
  /** How long it must hold, such as `5m`. */
  readonly for: string;
  readonly severity: "critical" | "warning" | "info";
  readonly summary: string;
  readonly description: string;
  /** Page under docs/runbooks that says what to do. */
  readonly runbook: string;
}

/** Alerts that are evaluated together; lives beside the component that they watch. */
export interface AlertGroup {
  readonly name: string;
  readonly rules: readonly Alert[];
}

/** A Grafana dashboard as its JSON model. */
export interface Dashboard {
  /** File name without `.json`; also the dashboard's uid. */
  readonly name: string;
  readonly title: string;
  readonly model: Readonly<Record<string, unknown>>;
}
