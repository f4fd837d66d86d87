import type { Formatter } from "picocolors/types";

/** The few styles that a report uses; `plain` gives text without any. */
export interface Paint {
  readonly bold: Formatter;
  readonly dim: Formatter;
  readonly red: Formatter;
  readonly yellow: Formatter;
  readonly green: Formatter;
  readonly cyan: Formatter;
}

export const plain: Paint = {
  ...{ bold: String, dim: String, red: String },
  ...{ yellow: String, green: String, cyan: String },
};

export interface TextOptions {
  readonly paint: Paint;
  /** Show everything, however long. @default false: like things are folded */
  readonly all?: boolean;
}
