import type { Case } from "./resources";

/** What a rule is held against: resources that it passes, that it alone finds fault with, and that it cannot know. */
export interface Cases {
  readonly pass: readonly Case[];
  readonly fail: readonly Case[];
  readonly unknown: readonly Case[];
}

export type CaseTable = Readonly<Record<string, Cases>>;
