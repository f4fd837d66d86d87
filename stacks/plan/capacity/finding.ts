/** Something that will not fit. */
export interface CapacityFinding {
  /** `error`: it cannot fit, whatever happens; refused before anything is registered. `warning`: it may not. */
  readonly level: "error" | "warning";
  /** Which question found it. */
  readonly check: "nodes" | "node-loss" | "zone-loss" | "addresses" | "connections";
  /** The config path that mends it, as in the stack file: `workloads.api.scaling.max`. */
  readonly path: string;
  /** What was found, with its numbers. */
  readonly message: string;
  /** What would be right, with its number. */
  readonly allowed: string;
  readonly mend: string;
}

/** What a stack may come to need of something that there is only so much of. */
export interface CapacityFigure {
  /** `cores of pods`, `connections to db`. */
  readonly what: string;
  /** The most that it may come to, and how that is made up. */
  readonly most: number;
  /** How much there is; none where nothing bounds it. */
  readonly of?: number;
  /** How the two are made up, in words. */
  readonly because: string;
}

/** The answer to "does it fit, also on a bad day?". */
export interface CapacityReport {
  readonly figures: readonly CapacityFigure[];
  readonly findings: readonly CapacityFinding[];
  /** What could not be counted, and why. */
  readonly unknown: readonly string[];
}

/** One question's part of the report. */
export type CapacityPart = Partial<CapacityReport>;
