import type { ImageValues } from "./container";

/**
 * The new version beside the old one, and traffic moved to it step by step over the Gateway API: a Rollout of Argo
 * Rollouts in the place of the Deployment. For a web workload with a route.
 */
export interface ProgressiveValues {
  /** Pods of the new version while it is watched: as many as the old one has, or in proportion to its traffic. */
  readonly scale: "full" | "traffic";
  /** In order, each with more traffic than the one before. */
  readonly steps: readonly TrafficStep[];
  /** Seconds that the pods of the version that no longer serves stay. @default 600 */
  readonly retireSeconds?: number;
  /** What the new version must meet; where it does not, traffic goes back by itself. */
  readonly gates?: GateValues;
  /** What makes the release wait until the new version is healthy at its first step. */
  readonly wait: WaitValues;
}

export interface TrafficStep {
  /** Percent of the traffic, 1–100. */
  readonly weight: number;
  /** Seconds until the next step. @default none: until a person goes on */
  readonly watchSeconds?: number;
}

export interface GateValues {
  /** Address of the Prometheus that is asked, such as `http://prometheus.monitoring:9090`. */
  readonly prometheus: string;
  /** Most containers of the new version that may restart in five minutes. @default not watched */
  readonly restarts?: number;
  /** Most of its answers that may be errors (5xx), in percent. @default not watched */
  readonly errorPercent?: number;
  /** Milliseconds within which it must answer 95% of its requests. @default not watched */
  readonly p95Milliseconds?: number;
  /** A job that must succeed before the new version gets any traffic. @default none */
  readonly smoke?: SmokeValues;
}

export interface SmokeValues {
  /** Run in the new version's own image, with its variables, and `PREVIEW_URL`. */
  readonly command: readonly string[];
  /** Seconds after which it has failed. @default 300 */
  readonly timeoutSeconds?: number;
}

export interface WaitValues {
  /** An image with `kubectl` and a shell. */
  readonly image: ImageValues;
  /** Seconds after which the release has failed; less than its own time-out. */
  readonly seconds: number;
}
