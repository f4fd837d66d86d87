import type { RuleContext } from "../../../policy/rule";
import { type Case, type Dict, U } from "./resources";

/** What a rule is held against: resources that it passes, that it alone finds fault with, and that it cannot know. */
export interface Cases {
  readonly pass: readonly Case[];
  readonly fail: readonly Case[];
  readonly unknown: readonly Case[];
  /** What the rule needs to be told, where it judges nothing by default. */
  readonly context?: Readonly<Record<"pass" | "fail" | "unknown", Partial<RuleContext>>>;
}

export type CaseTable = Readonly<Record<string, Cases>>;
export type Builder = (patch?: Dict) => Case;

/** A patch that sets one property, by its dotted path. */
export const put = (path: string, value: unknown): Dict =>
  path
    .split(".")
    .reverse()
    .reduce<unknown>((inner, key) => ({ [key]: inner }), value) as Dict;

/** Every step of a path: "a.b" → "a", "a.b". */
const steps = (path: string): readonly string[] =>
  path.split(".").map((_, index, keys) => keys.slice(0, index + 1).join("."));

/** Cases of a rule that looks at one property: bad values, good ones beside the builder's own, and unknown steps. */
export const property = (
  build: Builder,
  path: string,
  bad: readonly unknown[],
  good: readonly unknown[] = [],
): Cases => ({
  pass: [build(), ...good.map((value) => build(put(path, value)))],
  fail: bad.map((value) => build(put(path, value))),
  unknown: steps(path).map((step) => build(put(step, U))),
});

/** All the cases of several tables' entries for one rule. */
export const together = (...cases: readonly Cases[]): Cases => ({
  pass: cases.flatMap(({ pass }) => pass),
  fail: cases.flatMap(({ fail }) => fail),
  unknown: cases.flatMap(({ unknown }) => unknown),
});
