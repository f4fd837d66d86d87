import type { Formatter } from "picocolors/types";
import type { Json } from "../clouds/model";
import { costDifferenceLines } from "../cost/difference";
import { costLines } from "../cost/text";
import { differenceLines } from "../difference/text";
import { whatIfLines } from "../what-if/text";
import { capacityLines } from "./capacity";
import { byRule, levelCounts, type RuleFindings } from "./findings";
import { kindOf } from "./kind";
import type { Paint, TextOptions } from "./paint";
import { partsOf } from "./parts";
import { isReal, type Report } from "./report";
import { type Branch, mostFirst, treeOf } from "./tree";
import { versionLines } from "./versions";

/** Levels of components that are shown before the rest is only counted: the layers, and what they are made of. */
const shownDepth = 2;
/** Branches of one kind that are shown one by one before the rest is folded. */
const shownAlike = 5;
const shownPerRule = 3;
const shownWidth = 110;

/** The whole report as text, for a terminal of 110 columns; without `all` on about one page. */
export function textOf(report: Report, options: TextOptions): string {
  const { paint } = options;
  const title = `${report.mode === "state" ? "State" : "Rehearsal"} of ${report.project} · ${report.stack}`;
  const where = [report.cloud, report.region, report.account && `account ${report.account}`].filter(Boolean).join(", ");
  const sections = [
    `${paint.bold(title)}  ${paint.dim(`${where} · ${report.mode} · no account was used`)}`,
    ...(report.whatIf ? [section("What if", whatIfLines(report.whatIf, paint), paint)] : []),
    section("Resources", treeLines(treeOf(report), options), paint),
    section("Policies", policyLines(report, options), paint),
    section("Proofs", proofLines(report, options), paint),
    ...(report.difference ? [section(changesTitle(report), differenceLines(report.difference, paint), paint)] : []),
    ...(report.capacity ? [section("Capacity", capacityLines(report.capacity, options), paint)] : []),
    ...(report.costDifference ? [section("Costs, compared", costDifferenceLines(report.costDifference), paint)] : []),
    ...(report.cost ? [section("Costs", costLines(report.cost, options), paint)] : []),
    ...(report.versions ? [section("Versions", versionLines(report.versions, options), paint)] : []),
    section("Outputs", outputLines(report, options), paint),
    section("Order", orderLines(report, options), paint),
    summaryLine(report, paint),
  ];
  return `${sections.join("\n\n")}\n`;
}

/** Of a state, what its config would change is what has drifted. */
export function changesTitle({ mode }: Pick<Report, "mode">): string {
  return mode === "state" ? "Drift: what its config would change" : "Changes";
}

function section(name: string, lines: readonly string[], paint: Paint): string {
  return [paint.bold(name), ...lines.map((line) => `  ${line}`)].join("\n");
}

function treeLines(root: Branch, { paint, all = false }: TextOptions): string[] {
  const lines = [`${root.name} ${paint.cyan(String(root.total))}${typesOf(root.own, paint)}`];
  const walk = (branch: Branch, indent: string, depth: number): void => {
    const rows = rowsOf(branch, paint, all, all || depth < shownDepth);
    rows.forEach(({ line, child }, index) => {
      const last = index === rows.length - 1;
      lines.push(`${indent}${paint.dim(last ? "└─ " : "├─ ")}${line}`);
      if (child) walk(child, `${indent}${last ? "   " : paint.dim("│  ")}`, depth + 1);
    });
  };
  walk(root, "", 1);
  return lines;
}

interface Row {
  readonly line: string;
  /** Shown below it. */
  readonly child?: Branch;
}

/** One line for each branch; of many alike the first few, and one for the rest. */
function rowsOf(branch: Branch, paint: Paint, all: boolean, open: boolean): Row[] {
  const seen = new Map<string, number>();
  const rows: Row[] = [];
  const rest = new Map<string, { count: number; total: number }>();
  for (const child of branch.branches) {
    const nth = (seen.get(child.kind) ?? 0) + 1;
    seen.set(child.kind, nth);
    const { count, total } = rest.get(child.kind) ?? { count: 0, total: 0 };
    if (!all && nth > shownAlike) rest.set(child.kind, { count: count + 1, total: total + child.total });
    else
      rows.push(
        open ? { line: branchLine(child, child.own, paint), child } : { line: branchLine(child, allOf(child), paint) },
      );
  }
  for (const [kind, { count, total }] of rest) {
    rows.push({ line: paint.dim(`… ${count} more ${kind}, ${total} resources`) });
  }
  return rows;
}

/** Resources of a branch and of all below it, by type. */
function allOf(branch: Branch): [string, number][] {
  const counts = new Map<string, number>();
  const add = (each: Branch): void => {
    for (const [kind, count] of each.own) counts.set(kind, (counts.get(kind) ?? 0) + count);
    each.branches.forEach(add);
  };
  add(branch);
  return mostFirst(counts);
}

function branchLine(branch: Branch, types: readonly (readonly [string, number])[], paint: Paint): string {
  return `${branch.name} ${paint.dim(branch.kind)} ${paint.cyan(String(branch.total))}${typesOf(types, paint)}`;
}

function typesOf(types: readonly (readonly [string, number])[], paint: Paint): string {
  return types.length > 0 ? paint.dim(`  ${folded(types, 4)}`) : "";
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

/** What the policies say: by level, rule and resource. */
export function policyLines(report: Pick<Report, "findings" | "unused">, { paint, all }: TextOptions): string[] {
  const groups = byRule(report.findings);
  const colour = { mandatory: paint.red, advisory: paint.yellow, exempt: paint.dim, remediate: paint.dim };
  const lines: string[] = [];
  let level = "";
  for (const group of groups) {
    if (group.level !== level) lines.push(colour[group.level](`${group.level} (${titles[group.level]})`));
    level = group.level;
    lines.push(...ruleLines(group, colour[group.level], paint, all ?? false));
  }
  const unused = report.unused.map((entry) => paint.dim(`· ${entry}`));
  if (unused.length > 0) unused.unshift(paint.dim("no longer needed (take it out of the config)"));
  return lines.length > 0 ? [...lines, ...unused] : [paint.green("✓ nothing found"), ...unused];
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

/** A line for each question; with `all`, what was looked at too. What is weak in a stack is said, not failed. */
function proofLines({ proofs }: Report, { paint, all }: TextOptions): string[] {
  return proofs.flatMap(({ question, holds, seen, concerns }) => {
    const weak = concerns.filter(({ level }) => level === "weak").length;
    const asked = weak > 0 ? paint.yellow("!") : paint.green("✓");
    const mark = holds === undefined ? paint.dim("?") : holds ? asked : paint.red("✗");
    const shown = all ? concerns : concerns.slice(0, shownPerRule);
    return [
      `${mark} ${question}${weak > 0 ? paint.dim(` ${weak} weak`) : ""}`,
      ...(all || concerns.length === 0 ? seen.map((line) => `    ${paint.dim(line)}`) : []),
      ...shown.map(({ subject, message, mend }) => `    ${subject} ${message} ${paint.dim(`· ${mend}`)}`),
      ...(shown.length < concerns.length ? [paint.dim(`    … ${concerns.length - shown.length} more`)] : []),
    ];
  });
}

/** Outputs of the stack, secrets masked. */
export function outputLines(report: Report, options: TextOptions): string[] {
  const entries = Object.entries(report.outputs).filter(([, value]) => value !== null);
  if (entries.length === 0) return [options.paint.dim("none")];
  const width = Math.max(...entries.map(([key]) => key.length));
  return entries.flatMap(([key, value]) =>
    valueLines(value, options.all ? Number.POSITIVE_INFINITY : shownWidth - width).map(
      (line, index) => `${options.paint.dim((index === 0 ? key : "").padEnd(width))}  ${line}`,
    ),
  );
}

/**
 * A list of texts, or a table of them, gets a line for each, whole, since commands are there to be copied; what is
 * nested deeper stays JSON on one line, cut at `width`.
 */
function valueLines(value: Json, width: number): string[] {
  if (typeof value === "string") return [value.replaceAll("\n", "⏎")];
  const texts = typeof value === "object" && value !== null ? Object.entries(value) : [];
  if (texts.length === 0 || texts.some(([, inner]) => typeof inner !== "string")) {
    const json = JSON.stringify(value);
    return [json.length > width ? `${json.slice(0, width - 1)}…` : json];
  }
  return texts.map(([key, inner]) => (Array.isArray(value) ? String(inner) : `${key} → ${inner}`));
}

/** When each part of the stack is made: its first and its last step; with `all`, every step with its types. */
function orderLines(report: Report, options: TextOptions): string[] {
  const { paint, all } = options;
  const steps = realSteps(report);
  const guarded = report.counts.protected;
  const kept = guarded > 0 ? `; ${guarded} protected resources refuse it` : "";
  const total = String(steps.length);
  const rows = all
    ? steps.map((step, index) => ({ when: String(index + 1), what: folded(step, 100) }))
    : partRows(report);
  const width = Math.max(...rows.map(({ when }) => when.length), 1);
  return [
    paint.dim(
      `created in ${total} steps, each waiting for those before it; destroyed in the same, last one first${kept}`,
    ),
    ...rows.map(({ when, what }) => `${paint.dim(when.padStart(width))}  ${what}`),
  ];
}

function partRows(report: Report): { when: string; what: string }[] {
  return partsOf(report).map(({ name, first, last, parts }) => {
    const what = parts.length > 0 ? `${name}: ${parts.slice(0, 8).join(", ")}${parts.length > 8 ? ", …" : ""}` : name;
    return { when: first === last ? String(first) : `${first}–${last}`, what };
  });
}

/** Types of each step, without those that hold no resource of their own. */
function realSteps(report: Report): [string, number][][] {
  const byUrn = new Map(report.resources.map((resource) => [resource.urn, resource]));
  const steps = report.order.steps.map((urns) => {
    const counts = new Map<string, number>();
    for (const urn of urns) {
      const resource = byUrn.get(urn);
      if (!resource || !isReal(resource)) continue;
      counts.set(kindOf(resource.type), (counts.get(kindOf(resource.type)) ?? 0) + 1);
    }
    return mostFirst(counts);
  });
  return steps.filter((step) => step.length > 0);
}

function summaryLine(report: Report, paint: Paint): string {
  const counts = levelCounts(report.findings);
  const mark = counts.mandatory > 0 ? paint.red("✗") : paint.green("✓");
  const findings = counts.mandatory > 0 ? paint.red(`${counts.mandatory} mandatory`) : "0 mandatory";
  const more = [
    ...(counts.advisory > 0 ? [`${counts.advisory} advisory`] : []),
    ...(counts.remediate > 0 ? [`${counts.remediate} repaired`] : []),
    ...((report.capacity?.findings.length ?? 0) > 0 ? [`${report.capacity?.findings.length} of capacity`] : []),
    ...(counts.exempt > 0 ? [`${counts.exempt} exempt`] : []),
  ];
  const { resources, components } = report.counts;
  const helm = report.rendering.calls > 0 ? ` + ${report.rendering.seconds} s of Helm` : "";
  return `${mark} ${paint.bold(`${resources} resources`)} in ${components} components · ${[findings, ...more].join(", ")} · ${report.seconds} s${helm}`;
}
