import type { BucketHandle } from "./stores";

/** Where the logs of pods go: a Loki in the cluster, the cloud's own log service, or nowhere. */
export const logBackends = ["loki", "cloudwatch", "none"] as const;
export type LogBackend = (typeof logBackends)[number];

/** What is kept of what pods write. */
export interface LogSettings {
  readonly backend: LogBackend;
  /** Days that lines are kept. */
  readonly retentionDays: number;
  /** Pods of Loki: one, or three that each hold every line. */
  readonly replicas: 1 | 3;
  /** Leaves out successful answers to health checks. */
  readonly dropHealthChecks: boolean;
  /** Paths that health checks ask for. */
  readonly healthPaths: readonly string[];
  /** Regular expressions (RE2), each with one group: what the group holds is replaced by stars. */
  readonly redact: readonly string[];
}

/** What is kept of requests' ways through the workloads. */
export interface TraceSettings {
  readonly backend: "tempo" | "none";
  /** Days that traces are kept. */
  readonly retentionDays: number;
  /** % of requests that workloads trace at all. */
  readonly samplePercent: number;
  /** What the collector keeps of whole traces, once they have ended. @default all of them */
  readonly keep?: TracesKept;
}

/** Traces with an error are always kept. */
export interface TracesKept {
  /** Those that took so long are kept, milliseconds. @default none for that */
  readonly slowMs?: number;
  /** % of the others. */
  readonly percent: number;
}

/** Where Loki and Tempo keep what they have. */
export interface TelemetryBuckets {
  readonly logs?: BucketHandle;
  readonly traces?: BucketHandle;
}
