import type { Environment, Level, Rule } from "./rule";
import { isStackRule } from "./rule";
import type { Settings } from "./settings";

const repairs = (rule: Rule): boolean => !isStackRule(rule) && rule.remediate !== undefined;

/** The level that a rule has without any config. */
export const defaultLevel = (rule: Rule, environment: Environment): Level => rule.levels?.[environment] ?? rule.level;

/**
 * How a rule is enforced in a stack: the config's level for the rule, else for its pack, else the rule's own for the
 * environment. "remediate" on a rule that cannot repair means "mandatory", as in the engine.
 */
export function levelOf(rule: Rule, settings: Pick<Settings, "environment" | "levels">): Level {
  const level = settings.levels[rule.name] ?? settings.levels[rule.pack] ?? defaultLevel(rule, settings.environment);
  return level === "remediate" && !repairs(rule) ? "mandatory" : level;
}
