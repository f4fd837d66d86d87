import type { Finding, FindingLevel } from "../../policy/judge";

const severities = ["critical", "high", "medium", "low"] as const;

/** From which finding on a rehearsal fails: a severity and all above it, or what the policies make mandatory. */
export const failLevels = [...severities, "mandatory", "none"] as const;
export type FailLevel = (typeof failLevels)[number];

/** What of it would fail a rehearsal. Repaired and exempt findings never do. */
export function failing(findings: readonly Finding[], level: FailLevel): Finding[] {
  if (level === "none") return [];
  const standing = findings.filter((finding) => finding.level === "mandatory" || finding.level === "advisory");
  if (level === "mandatory") return standing.filter((finding) => finding.level === "mandatory");
  const limit = severities.indexOf(level);
  return standing.filter((finding) => severities.indexOf(finding.severity) <= limit);
}

/** Findings of one rule at one level. */
export interface RuleFindings {
  readonly rule: string;
  readonly level: FindingLevel;
  readonly severity: Finding["severity"];
  readonly mend: string;
  readonly findings: readonly Finding[];
}

const levels: readonly FindingLevel[] = ["mandatory", "advisory", "exempt", "remediate"];

/** By level, then by severity, then by rule. */
export function byRule(findings: readonly Finding[]): RuleFindings[] {
  const groups = new Map<string, Finding[]>();
  for (const finding of findings) {
    const key = `${finding.level} ${finding.rule}`;
    const group = groups.get(key);
    if (group) group.push(finding);
    else groups.set(key, [finding]);
  }
  return [...groups.values()]
    .map((group): RuleFindings => {
      const { rule, level, severity, mend } = group[0]!;
      return { rule, level, severity, mend, findings: group };
    })
    .sort(
      (a, b) =>
        levels.indexOf(a.level) - levels.indexOf(b.level) ||
        severities.indexOf(a.severity) - severities.indexOf(b.severity) ||
        a.rule.localeCompare(b.rule),
    );
}

/** How many findings stand at each level. */
export function levelCounts(findings: readonly Finding[]): Readonly<Record<FindingLevel, number>> {
  const counts = { mandatory: 0, advisory: 0, remediate: 0, exempt: 0 };
  for (const { level } of findings) counts[level] += 1;
  return counts;
}
