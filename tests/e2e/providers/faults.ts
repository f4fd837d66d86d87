/** Faults by script: rules in a file that the test writes and the providers consume, whichever process it is. */
import type { Method } from "./calls";
import { locked, readJson, writeJson } from "./files";

/**
 * What happens instead of, or after, the call:
 * - `fail`: the cloud refuses;
 * - `partial`: it is made, but does not become ready (the engine is given its id);
 * - `lostReply`: it is made, but the answer never arrives;
 * - `throttle`: too many requests, until the rule's `times` are used up; the provider tries again, a bounded number of times;
 * - `lag`: what was made just now is not seen yet, for as many tries;
 * - `hang`: no answer for `seconds`, or until the engine gives up;
 * - `crash`: the provider's process ends;
 * - `expire`: the credentials are no longer good, for this call and all later ones;
 * - `lost`: nothing answers there, to this call and all later ones.
 */
export type FaultKind = "fail" | "partial" | "lostReply" | "throttle" | "lag" | "hang" | "crash" | "expire" | "lost";

export interface FaultRule {
  readonly kind: FaultKind;
  readonly method: Method;
  /** Type token; `*` stands for anything. @default "*" */
  readonly type?: string;
  /** Logical name; `*` stands for anything. @default "*" */
  readonly name?: string;
  /** Strikes calls of that region alone, and none of services that have no region. @default everywhere */
  readonly region?: string;
  /** The first of the matching calls that it hits. @default 1 */
  readonly nth?: number;
  /** How many calls it hits from there. @default 1; without end for `expire` and `lost` */
  readonly times?: number;
  /** For `hang` and `crash`: whether the cloud has done its work by then. @default "before" */
  readonly when?: "before" | "after";
  /** For `hang`. @default without end */
  readonly seconds?: number;
  /** What the cloud says, for `fail` and `partial`. @default a sentence of its own */
  readonly message?: string;
}

/** A rule and how far it has been used. */
interface UsedRule extends FaultRule {
  readonly seen?: number;
  readonly hits?: number;
}

/** Replaces the script; an empty one ends every fault. */
export function writeFaults(file: string, rules: readonly FaultRule[]): void {
  locked(file, () => writeJson(file, rules));
}

/** How often each rule has struck, in the order in which they were written. */
export function faultHits(file: string): readonly number[] {
  return readJson<readonly UsedRule[]>(file, []).map((rule) => rule.hits ?? 0);
}

/** AWS's services that are no region's: they answer when one is lost. */
const EVERYWHERE = /^aws:(?:iam|route53|cloudfront)\//;

/** A region that is lost: whatever is in it answers nobody. */
export const regionLost = (region: string): readonly FaultRule[] =>
  (["Read", "Create", "Update", "Delete", "Invoke"] as const).map((method) => ({
    ...{ kind: "lost", method, type: "aws:*", region },
  }));

/** The fault that strikes this call, if one does. @param region of the provider that is called */
export function takeFault(
  file: string,
  method: Method,
  type: string,
  name: string,
  region = "",
): FaultRule | undefined {
  const there = (rule: FaultRule) => rule.region === undefined || (rule.region === region && !EVERYWHERE.test(type));
  const concerns = (rule: FaultRule) =>
    rule.method === method && fits(rule.type ?? "*", type) && fits(rule.name ?? "*", name) && there(rule);
  if (!readJson<readonly UsedRule[]>(file, []).some(concerns)) return undefined;
  return locked(file, () => {
    let struck: FaultRule | undefined;
    const rules = readJson<readonly UsedRule[]>(file, []).map((rule): UsedRule => {
      if (!concerns(rule)) return rule;
      const [seen, hits] = [(rule.seen ?? 0) + 1, rule.hits ?? 0];
      const times = rule.times ?? (["expire", "lost"].includes(rule.kind) ? Number.POSITIVE_INFINITY : 1);
      if (struck || seen < (rule.nth ?? 1) || hits >= times) return { ...rule, seen };
      struck = rule;
      return { ...rule, seen, hits: hits + 1 };
    });
    writeJson(file, rules);
    return struck;
  });
}

function fits(pattern: string, text: string): boolean {
  const parts = pattern.split("*").map((part) => part.replace(/[.+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`^${parts.join(".*")}$`).test(text);
}
