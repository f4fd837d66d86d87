import type { Formatter } from "picocolors/types";
import { byRule, levelCounts, type RuleFindings } from "./findings";
import { isReal, type Report } from "./report";
import { type Branch, kindOf, mostFirst, treeOf } from "./tree";

/** The few styles that a report uses; `plain` gives text without any. */
export interface Paint {
  readonly bold: Formatter;
  readonly dim: Formatter;
  readonly red: Formatter;
  readonly yellow: Formatter;
  readonly green: Formatter;
  readonly cyan: Formatter;
}

export const plain: Paint = {
  ...{ bold: String, dim: String, red: String },
  ...{ yellow: String, green: String, cyan: String },
};

export interface TextOptions {
  readonly paint: Paint;
  /** Show everything, however long. @default false: like things are folded */
  readonly all?: boolean;
}

/** Branches of one kind that are shown one by one before the rest is folded. */
const shownAlike = 6;
const shownPerRule = 3;

/** The whole report as text for a terminal of 100 columns and more. */
export function textOf(report: Report, options: TextOptions): string {
  const { paint } = options;
  const title = `${report.project} · ${report.stack}`;
  const where = [report.cloud, report.region, report.account && `account ${report.account}`].filter(Boolean).join(", ");
  const sections = [
    `${paint.bold(`Rehearsal of ${title}`)}  ${paint.dim(`${where} · ${report.mode} · no account was used`)}`,
    section("Resources", treeLines(treeOf(report), options), paint),
    section("Policies", policyLines(report, options), paint),
    section("Outputs", outputLines(report, options), paint),
    section("Order", orderLines(report, options), paint),
    summaryLine(report, paint),
  ];
  return `${sections.join("\n\n")}\n`;
}

function section(name: string, lines: readonly string[], paint: Paint): string {
  return [paint.bold(name), ...lines.map((line) => `  ${line}`)].join("\n");
}

function treeLines(root: Branch, { paint, all }: TextOptions): string[] {
  const lines: string[] = [];
  const walk = (branch: Branch, indent: string): void => {
    const seen = new Map<string, number>();
    const shown: Branch[] = [];
    const folded = new Map<string, { count: number; total: number }>();
    for (const child of branch.branches) {
      const nth = (seen.get(child.kind) ?? 0) + 1;
      seen.set(child.kind, nth);
      if (all || nth <= shownAlike) shown.push(child);
      else {
        const rest = folded.get(child.kind) ?? { count: 0, total: 0 };
        folded.set(child.kind, { count: rest.count + 1, total: rest.total + child.total });
      }
    }
    const rows: [string, Branch | undefined][] = shown.map((child) => [branchLine(child, paint), child]);
    for (const [kind, { count, total }] of folded)
      rows.push([paint.dim(`… ${count} more ${kind} (${total} resources)`), undefined]);
    rows.forEach(([line, child], index) => {
      const last = index === rows.length - 1;
      lines.push(`${indent}${paint.dim(last ? "└─ " : "├─ ")}${line}`);
      if (child) walk(child, `${indent}${last ? "   " : paint.dim("│  ")}`);
    });
  };
  const own = root.own.length > 0 ? paint.dim(` ${folded(root.own)}`) : "";
  lines.push(`${root.name} ${paint.cyan(String(root.total))}${own}`);
  walk(root, "");
  return lines;
}

function branchLine(branch: Branch, paint: Paint): string {
  const own = branch.own.length > 0 ? paint.dim(`  ${folded(branch.own)}`) : "";
  return `${branch.name} ${paint.dim(branch.kind)} ${paint.cyan(String(branch.total))}${own}`;
}

/** `6 Subnet, 3 NatGateway, Vpc` */
function folded(counts: readonly (readonly [string, number])[], most = 6): string {
  const parts = counts.slice(0, most).map(([kind, count]) => (count === 1 ? kind : `${count} ${kind}`));
  const rest = counts.slice(most).reduce((sum, [, count]) => sum + count, 0);
  return [...parts, ...(rest > 0 ? [`${rest} more`] : [])].join(", ");
}

const marks = { mandatory: "✗", advisory: "!", exempt: "~", remediate: "+" } as const;
const titles = {
  mandatory: "stops a deployment",
  advisory: "advice",
  exempt: "accepted by an exemption",
  remediate: "repaired on the way",
} as const;

function policyLines(report: Report, { paint, all }: TextOptions): string[] {
  const groups = byRule(report.findings);
  const colour = { mandatory: paint.red, advisory: paint.yellow, exempt: paint.dim, remediate: paint.dim };
  const lines: string[] = [];
  let level = "";
  for (const group of groups) {
    if (group.level !== level) lines.push(colour[group.level](`${group.level} (${titles[group.level]})`));
    level = group.level;
    lines.push(...ruleLines(group, colour[group.level], paint, all ?? false));
  }
  return lines.length > 0 ? lines : [paint.green("✓ nothing found")];
}

function ruleLines(group: RuleFindings, colour: Formatter, paint: Paint, all: boolean): string[] {
  const { findings, level } = group;
  const head = `${colour(marks[level])} ${group.rule} ${paint.dim(`${group.severity} · ${findings.length}`)}`;
  if (level === "remediate" && !all) return [head];
  const shown = all ? findings : findings.slice(0, shownPerRule);
  const lines = shown.map((finding) => {
    const reason = finding.reason ? paint.dim(` (${finding.reason})`) : "";
    return `    ${finding.name}: ${finding.message}${reason}`;
  });
  if (shown.length < findings.length) lines.push(paint.dim(`    … ${findings.length - shown.length} more`));
  if (level !== "exempt" && level !== "remediate") lines.push(`    ${paint.dim("mend:")} ${group.mend}`);
  return [head, ...lines];
}

function outputLines(report: Report, { paint, all }: TextOptions): string[] {
  const entries = Object.entries(report.outputs).filter(([, value]) => value !== null);
  if (entries.length === 0) return [paint.dim("none")];
  const width = Math.max(...entries.map(([key]) => key.length));
  return entries.map(([key, value]) => {
    const text = typeof value === "string" ? value : JSON.stringify(value);
    const line = text.replaceAll("\n", "⏎");
    return `${paint.dim(key.padEnd(width))}  ${!all && line.length > 100 ? `${line.slice(0, 99)}…` : line}`;
  });
}

function orderLines(report: Report, { paint, all }: TextOptions): string[] {
  const byUrn = new Map(report.resources.map((resource) => [resource.urn, resource]));
  const kindsOf = (urns: readonly string[]): string => {
    const counts = new Map<string, number>();
    for (const urn of urns) {
      const resource = byUrn.get(urn);
      if (!resource || !isReal(resource)) continue;
      const kind = kindOf(resource.type);
      counts.set(kind, (counts.get(kind) ?? 0) + 1);
    }
    return folded(mostFirst(counts), all ? 100 : 5);
  };
  const steps = report.order.steps.map(kindsOf).filter((step) => step !== "");
  const width = String(steps.length).length;
  const lines = steps.map((step, index) => `${paint.dim(String(index + 1).padStart(width))}  ${step}`);
  const guarded = report.counts.protected;
  const kept = guarded > 0 ? `; ${guarded} protected resources refuse it first` : "";
  return [
    paint.dim(`created in ${steps.length} steps`),
    ...lines,
    paint.dim(`destroyed in the same steps, last one first${kept}`),
  ];
}

function summaryLine(report: Report, paint: Paint): string {
  const counts = levelCounts(report.findings);
  const mark = counts.mandatory > 0 ? paint.red("✗") : paint.green("✓");
  const findings = counts.mandatory > 0 ? paint.red(`${counts.mandatory} mandatory`) : "0 mandatory";
  const more = [
    ...(counts.advisory > 0 ? [`${counts.advisory} advisory`] : []),
    ...(counts.remediate > 0 ? [`${counts.remediate} repaired`] : []),
    ...(counts.exempt > 0 ? [`${counts.exempt} exempt`] : []),
  ];
  const { resources, components } = report.counts;
  return `${mark} ${paint.bold(`${resources} resources`)} in ${components} components · ${[findings, ...more].join(", ")} · ${report.seconds} s`;
}
