import { exemptionFinder, unusedEntries } from "./exemptions";
import { levelOf } from "./levels";
import { patched, pathsOf } from "./repair";
import type { Level, Resource, ResourceRule, Rule, Severity, StackRule } from "./rule";
import { isStackRule } from "./rule";
import { ALL_RULES, PACKS } from "./rules";
import { readSettings, type Settings, type SettingsSource } from "./settings";
import { stackOf } from "./stack";
import { unversioned } from "./types";

/**
 * What became of a breach. "mandatory" stops a deployment, "advisory" does not; "remediate" has been repaired;
 * "exempt" is accepted by an exemption, whose reason the finding carries.
 */
export type FindingLevel = "mandatory" | "advisory" | "remediate" | "exempt";

export interface Finding {
  readonly rule: string;
  readonly pack: string;
  readonly level: FindingLevel;
  readonly severity: Severity;
  readonly urn: string;
  readonly type: string;
  readonly name: string;
  /** What was found (or, at "remediate", what was set). */
  readonly message: string;
  readonly mend: string;
  readonly link: string;
  /** The exemption's reason, at level "exempt". */
  readonly reason?: string;
}

/** The settings for {@link judge}, read from a stack's config. Throws PolicySettingsError with every problem. */
export const policySettings = (source: SettingsSource): Settings =>
  readSettings(source, { rules: ALL_RULES.map((rule) => rule.name), packs: PACKS });

interface Active<R extends Rule> {
  readonly rule: R;
  readonly level: Exclude<Level, "disabled">;
}

function active(rules: readonly Rule[], settings: Settings): readonly Active<Rule>[] {
  return rules.flatMap((rule) => {
    const level = levelOf(rule, settings);
    return level === "disabled" ? [] : [{ rule, level }];
  });
}

function byType(rules: readonly Active<Rule>[]): ReadonlyMap<string, readonly Active<ResourceRule>[]> {
  const index = new Map<string, Active<ResourceRule>[]>();
  for (const { rule, level } of rules) {
    if (isStackRule(rule)) continue;
    for (const type of rule.types) {
      const list = index.get(type);
      if (list) list.push({ rule, level });
      else index.set(type, [{ rule, level }]);
    }
  }
  return index;
}

/** What the stack would be after the repairs, and what was found in it. */
export interface Judgement {
  readonly findings: readonly Finding[];
  /** The resources with their repairs applied, in the given order. */
  readonly resources: readonly Resource[];
  /** Exemptions and overrides of the config that nothing needs, one sentence each. */
  readonly unused: readonly string[];
}

/**
 * Judges a stack as the engine would: repairs first, then the rules over each resource and over what releases render,
 * then those over the stack.
 * Pure, and linear in the resources: rules are indexed by type once.
 */
export function judgeStack(
  resources: readonly Resource[],
  settings: Settings,
  rules: readonly Rule[] = ALL_RULES,
): Judgement {
  const enabled = active(rules, settings);
  const index = byType(enabled);
  const exemptionFor = exemptionFinder(settings);
  const findings: Finding[] = [];

  const used = new Set<object>();

  const add = ({ rule, level }: Active<Rule>, resource: Resource, message: string): void => {
    const exemption = exemptionFor(rule.name, resource);
    if (exemption) used.add(exemption);
    // What a repair could not mend is a breach like any other.
    const standing = level === "remediate" ? "mandatory" : level;
    findings.push({
      ...describe(rule, resource, message),
      level: exemption ? "exempt" : standing,
      reason: exemption?.reason,
    });
  };

  const judged = resources.map((given) => {
    const rulesHere = index.get(unversioned(given.type));
    if (!rulesHere) return given;
    let resource = given;
    for (const { rule, level } of rulesHere) {
      if (level !== "remediate" || exemptionFor(rule.name, resource)) continue;
      const patch = rule.remediate?.(resource, settings);
      if (!patch) continue;
      resource = { ...resource, props: patched(resource.props, patch) };
      findings.push({ ...describe(rule, resource, `set ${pathsOf(patch).join(", ")}`), level: "remediate" });
    }
    for (const each of rulesHere)
      for (const message of each.rule.check(resource, settings)) add(each, resource, message);
    return resource;
  });
  for (const { manifests = [] } of judged)
    for (const manifest of manifests)
      for (const each of (index.get(manifest.type) ?? []).filter(judgesManifests))
        for (const message of each.rule.check(manifest, settings)) add(each, manifest, message);

  const stack = stackOf(judged);
  for (const { rule, level } of enabled.filter((each): each is Active<StackRule> => isStackRule(each.rule)))
    for (const { resource, message } of rule.checkStack(stack, settings)) add({ rule, level }, resource, message);
  const names = new Set(resources.map(({ name }) => name));
  return { findings, resources: judged, unused: unusedEntries(settings, used, names) };
}

/** What a rule would repair is the chart's to decide, where a chart makes the object. */
export const judgesManifests = ({ level }: { readonly level: Level }): boolean => level !== "remediate";

/** The findings of {@link judgeStack}. */
export const judge = (
  resources: readonly Resource[],
  settings: Settings,
  rules: readonly Rule[] = ALL_RULES,
): readonly Finding[] => judgeStack(resources, settings, rules).findings;

function describe(rule: Rule, { urn, type, name }: Resource, message: string): Omit<Finding, "level"> {
  const { severity, mend, link, pack } = rule;
  return { rule: rule.name, pack, severity, urn, type, name, message, mend, link };
}
