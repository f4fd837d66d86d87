import { judge, policySettings } from "../policy/judge";
import type { Resource } from "../policy/rule";
import { ALL_RULES } from "../policy/rules";

/** Types that more rules judge than those for tags: what a platform is made of. */
function busyTypes(): readonly string[] {
  const counts = new Map<string, number>();
  for (const type of ALL_RULES.flatMap(({ types }) => types)) counts.set(type, (counts.get(type) ?? 0) + 1);
  return [...counts].filter(([, rules]) => rules > 2).map(([type]) => type);
}

/** `count` resources, of all those types in turn: each meets every rule of its type, and breaks many of them. */
export function resources(count: number): readonly Resource[] {
  const types = busyTypes();
  return Array.from({ length: count }, (_, index) => {
    const type = types[index % types.length] ?? "";
    const name = `resource-${index}`;
    return { type, name, urn: `urn:pulumi:prod::bench::${type}::${name}`, props: { name, tags: { Owner: "bench" } } };
  });
}

/** Milliseconds that judging takes, once the code is warm: the median of nine. */
export function judgingTakes(count: number): { readonly milliseconds: number; readonly findings: number } {
  const settings = policySettings({
    project: "bench",
    stack: "prod",
    config: { "slipway:environment": "prod" },
    now: new Date(),
  });
  const stack = resources(count);
  let findings = 0;
  const rounds = Array.from({ length: 9 }, () => {
    const begun = performance.now();
    findings = judge(stack, settings).length;
    return performance.now() - begun;
  });
  return { milliseconds: rounds.sort((a, b) => a - b)[4] ?? Number.NaN, findings };
}
