/** Sequences that failed once, made small: each stays, as a test, with what was wrong. */
import type { Sequence } from "./sequence";

export interface Found {
  /** What held no longer, and what was at fault. */
  readonly what: string;
  readonly sequence: Sequence;
}

export const found: readonly Found[] = [];
