import { defaultLevel } from "../policy/levels";
import type { Rule } from "../policy/rule";
import { ALL_RULES, PACKS } from "../policy/rules";
import type { Paint } from "../rehearsal/report/paint";

/** How strict a rule is without any config: one word, or one for each environment. */
export function levelsOf(rule: Rule): string {
  const levels = (["dev", "staging", "prod"] as const).map((environment) => defaultLevel(rule, environment));
  return new Set(levels).size === 1 ? levels[0]! : levels.join(" · ");
}

/** Every rule, by pack. @param only the one pack to print */
export function catalogueText(paint: Paint, only?: string): string {
  if (only !== undefined && !PACKS.includes(only))
    throw new Error(`There is no pack "${only}"; use ${PACKS.join(", ")}.`);
  const packs = PACKS.filter((pack) => only === undefined || pack === only);
  const lines = packs.flatMap((pack) => {
    const rules = ALL_RULES.filter((rule) => rule.pack === pack);
    return [
      `${paint.bold(pack)} ${paint.dim(`${rules.length} rules`)}`,
      ...rules.flatMap((rule) => entry(rule, paint)),
      "",
    ];
  });
  return `${[...lines, `${ALL_RULES.length} rules in ${PACKS.length} packs`].join("\n")}\n`;
}

function entry(rule: Rule, paint: Paint): string[] {
  const controls = rule.frameworks.length > 0 ? ` · ${rule.frameworks.join(", ")}` : "";
  return [
    `  ${rule.name} ${paint.dim(`${rule.severity} · ${levelsOf(rule)}${controls}`)}`,
    `      ${rule.description}`,
  ];
}
