import type { Exemption, Settings } from "./settings";

/**
 * What Slipway itself deploys and cannot do otherwise, each with its reason. Scoped to exact objects; everything else
 * is exempted in the stack's config.
 */
export const PERMANENT_EXEMPTIONS: readonly Exemption[] = [
  {
    rule: "namespace-pod-security",
    resource: "*-node-exporter-namespace",
    reason: "the node exporter reads the host's file systems; it has this namespace to itself",
  },
];

const pattern = (glob: string): RegExp =>
  new RegExp(`^${glob.replace(/[.+?^${}()|[\]\\]/g, "\\$&").replaceAll("*", ".*")}$`);

/** A function that gives the exemption which covers a finding, if any. */
export function exemptionFinder(
  settings: Pick<Settings, "exemptions">,
): (rule: string, resource: { readonly name: string }) => Exemption | undefined {
  const byRule = new Map<string, { exemption: Exemption; matches: RegExp }[]>();
  for (const exemption of [...settings.exemptions, ...PERMANENT_EXEMPTIONS]) {
    const entry = { exemption, matches: pattern(exemption.resource) };
    byRule.set(exemption.rule, [...(byRule.get(exemption.rule) ?? []), entry]);
  }
  return (rule, { name }) => byRule.get(rule)?.find(({ matches }) => matches.test(name))?.exemption;
}
