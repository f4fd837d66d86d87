import { PERMANENT_EXEMPTIONS } from "./platform";
import type { Exemption, Override, Settings } from "./settings";

/** Rules about protection against deletion: an override lifts it, so it answers for what they find. */
const PROTECTION = /(^|-)(protected|deletion-protection)$/;

const pattern = (glob: string): RegExp =>
  new RegExp(`^${glob.replace(/[.+?^${}()|[\]\\]/g, "\\$&").replaceAll("*", ".*")}$`);

const covering = ({ resource, action, reason, expires }: Override): Omit<Exemption, "rule"> => ({
  resource,
  reason: `an override allows to ${action} it until ${expires}: ${reason}`,
});

/** A function that gives the exemption which covers a finding, if any. */
export function exemptionFinder(
  settings: Pick<Settings, "exemptions" | "overrides">,
): (rule: string, resource: { readonly name: string }) => Omit<Exemption, "rule"> | undefined {
  const byRule = new Map<string, { exemption: Exemption; matches: RegExp }[]>();
  for (const exemption of [...settings.exemptions, ...PERMANENT_EXEMPTIONS]) {
    const entry = { exemption, matches: pattern(exemption.resource) };
    byRule.set(exemption.rule, [...(byRule.get(exemption.rule) ?? []), entry]);
  }
  const overrides = new Map(settings.overrides.map((override) => [override.resource, covering(override)]));
  return (rule, { name }) => {
    const release = name.split("/")[0]!;
    const given = byRule.get(rule)?.find(({ matches }) => matches.test(name) || matches.test(release))?.exemption;
    return given ?? (PROTECTION.test(rule) ? overrides.get(name) : undefined);
  };
}

/** Entries of the stack's config that cover nothing any more, one sentence each. */
export function unusedEntries(
  settings: Pick<Settings, "exemptions" | "overrides">,
  used: ReadonlySet<object>,
  names: ReadonlySet<string>,
): readonly string[] {
  return [
    ...settings.exemptions
      .filter((exemption) => !used.has(exemption))
      .map(({ rule, resource, owner }) => `the exemption of ${resource} from ${rule} (${owner}) covers no finding`),
    ...settings.overrides
      .filter(({ resource }) => !names.has(resource))
      .map(({ resource, action }) => `the override to ${action} ${resource} names no resource of this stack`),
  ];
}
