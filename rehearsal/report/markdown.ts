import { dollars } from "../cost/money";
import { costLines } from "../cost/text";
import { differenceLines } from "../difference/text";
import { isBroken } from "../proofs/proof";
import { whatIfLines } from "../what-if/text";
import { capacityLines } from "./capacity";
import { levelCounts } from "./findings";
import { type Issue, issuesOf } from "./issues";
import { plain } from "./paint";
import type { Report } from "./report";
import { changesTitle } from "./terminal";

/** GitHub takes 65,536 characters in a comment; GitLab takes more. Some are left for what a workflow adds. */
export const COMMENT_LIMIT = 65_000;

/** A part of the comment that unfolds. */
interface Fold {
  readonly title: string;
  readonly lines: readonly string[];
  /** What a line that did not fit is called. */
  readonly of: string;
}

/**
 * The report as a comment for a pull request: a line that says it all, a few figures, and parts that unfold. What is
 * too long is cut, part by part, with the number of what is left out. The first line lets a workflow find its own comment.
 */
export function markdownOf(report: Report): string {
  const head = [
    `<!-- slipway ${report.project} ${report.stack} -->`,
    `### ${headline(report)}`,
    "",
    figures(report),
    "",
    "",
  ].join("\n");
  const foot = `\n<sub>Rehearsed in ${report.seconds} s; no account was used.</sub>\n`;
  const folds = foldsOf(report);
  let room = COMMENT_LIMIT - head.length - foot.length;
  const parts: string[] = [];
  for (const [index, fold] of folds.entries()) {
    // No part may take more than its share of what is left, so that a long one cannot push out those after it.
    const part = foldText(fold, index === folds.length - 1 ? room : Math.max(room / 2, 2000));
    if (part.length > room) break;
    parts.push(part);
    room -= part.length;
  }
  return head + parts.join("") + foot;
}

function headline({ project, stack, counts, ...report }: Report): string {
  const { mandatory } = levelCounts(report.findings);
  const broken = report.proofs.filter(isBroken).length;
  const bad = [
    ...(mandatory > 0 ? [`${mandatory} ${mandatory === 1 ? "finding stops" : "findings stop"} a deployment`] : []),
    ...(broken > 0 ? [`${broken} ${broken === 1 ? "proof is" : "proofs are"} broken`] : []),
  ];
  const mark = bad.length > 0 ? "❌" : "✅";
  return `${mark} Rehearsal of ${safe(project)} · ${safe(stack)}: ${bad.length > 0 ? bad.join(", ") : "nothing stands in the way"}`;
}

function figures(report: Report): string {
  const { counts, difference } = report;
  const levels = levelCounts(report.findings);
  const cells: [string, string | number][] = [
    ["Resources", counts.resources],
    ["Mandatory", levels.mandatory],
    ["Advice", levels.advisory],
    ["Exempt", levels.exempt],
    ...(report.cost ? ([["A month", dollars(report.cost.total.expected)]] as [string, string][]) : []),
    ...(difference
      ? ([
          ["New", difference.created.length],
          ["Changed", difference.updated.length],
          ["Replaced", difference.replaced.length],
          ["Gone", difference.deleted.length],
        ] as [string, number][])
      : []),
  ];
  const row = (values: readonly (string | number)[]): string => `| ${values.join(" | ")} |`;
  return [row(cells.map(([name]) => name)), row(cells.map(() => "---:")), row(cells.map(([, value]) => value))].join(
    "\n",
  );
}

function foldsOf(report: Report): Fold[] {
  const { difference, whatIf, capacity } = report;
  const issues = issuesOf(report);
  const of = (level: Issue["level"]): string[] => issueLines(issues.filter((issue) => issue.level === level));
  const all: Fold[] = [
    { title: "Stops a deployment", lines: of("error"), of: "findings" },
    ...(whatIf ? [{ title: "What if", lines: code(whatIfLines(whatIf, plain)), of: "lines" }] : []),
    ...(difference
      ? [{ title: changesTitle(report), lines: code(differenceLines(difference, plain, 200)), of: "lines" }]
      : []),
    { title: "Advice", lines: of("warning"), of: "findings" },
    ...(capacity ? [{ title: "Capacity", lines: code(capacityLines(capacity, { paint: plain })), of: "lines" }] : []),
    ...(report.cost ? [{ title: "Costs", lines: code(costLines(report.cost, { paint: plain })), of: "lines" }] : []),
    { title: "Accepted or repaired", lines: of("note"), of: "findings" },
  ];
  return all.filter(({ lines }) => lines.length > 0);
}

/** Subjects that are named before the rest is only counted. */
const NAMED = 3;

/** One line for all that is alike: the same rule, said in the same words. */
function issueLines(issues: readonly Issue[]): string[] {
  const alike = new Map<string, Issue[]>();
  for (const issue of issues) {
    const key = [issue.rule, issue.message.replaceAll(issue.subject, ""), issue.accepted].join("|");
    const group = alike.get(key);
    if (group) group.push(issue);
    else alike.set(key, [issue]);
  }
  return [...alike.values()].map((group) => {
    const [{ rule, message, mend, accepted, link }] = group as [Issue];
    const name = link ? `[${safe(rule)}](${link.replaceAll(")", "%29")})` : `**${safe(rule)}**`;
    const rest = group.length > NAMED ? ` and ${group.length - NAMED} more` : "";
    const subjects = `${group
      .slice(0, NAMED)
      .map(({ subject }) => safe(subject))
      .join(", ")}${rest}`;
    const after = accepted === undefined ? safe(mend) : `accepted: ${safe(accepted)}`;
    return `- ${name} · ${subjects}: ${safe(message)}<br><sub>${after}</sub>`;
  });
}

/** Lines that keep their columns. */
function code(lines: readonly string[]): string[] {
  return lines.map((line) => `    ${line}`);
}

function foldText({ title, lines, of }: Fold, room: number): string {
  const start = `<details><summary>${title} (${lines.length})</summary>\n\n`;
  const end = "\n\n</details>\n";
  const shown: string[] = [];
  let left = room - start.length - end.length - 80;
  for (const line of lines) {
    if (line.length + 1 > left) break;
    shown.push(line);
    left -= line.length + 1;
  }
  const rest = lines.length - shown.length;
  const more = rest > 0 ? `\n\n… ${rest} more ${of}: see the whole report` : "";
  return start + shown.join("\n") + more + end;
}

/** Text that stays text: no markup, no HTML, and nobody is called by an @. */
function safe(text: string): string {
  return text
    .replace(/[\r\n]+/g, " ")
    .replace(/[\\`*_[\]|#~]/g, (mark) => `\\${mark}`)
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll("@", "&#64;");
}
