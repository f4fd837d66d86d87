import { costDifferenceLines } from "../../cost/difference";
import { dollars } from "../../cost/money";
import { differenceLines } from "../../difference/text";
import { isBroken } from "../../proofs/proof";
import { levelCounts } from "../findings";
import { plain } from "../paint";
import type { Report } from "../report";
import { changesTitle, outputLines } from "../terminal";
import { costSection } from "./costs";
import { drawingOf } from "./drawing";
import { script } from "./script";
import { cards, findingsTable, orderTable, proofsList, resourceTree, section } from "./sections";
import { style } from "./style";
import { alertsTable, capacityTable, versionsTable, whatIfSection } from "./tables";
import { escaped } from "./text";

/** The report as one self-contained page: it asks nothing of any network, and its policy forbids it to. */
export function htmlOf(report: Report): string {
  const { project, stack, cloud, region, counts } = report;
  const levels = levelCounts(report.findings);
  const broken = report.proofs.filter(isBroken).length;
  const sections: Section[] = [
    ...optional("what-if", "What if", report.whatIf, whatIfSection),
    ["topology-section", "Topology", picture(report)],
    ["proofs", "Proofs", proofsList(report.proofs)],
    ["findings", "Policies", findingsTable(report)],
    ...optional("changes", changesTitle(report), report.difference, (difference) =>
      lines(differenceLines(difference, plain, 1000)),
    ),
    ...optional("costs", "Costs", report.cost, costSection),
    ...optional("costs-compared", "Costs, compared", report.costDifference, (difference) =>
      lines(costDifferenceLines(difference, 1000)),
    ),
    ...optional("capacity", "Capacity", report.capacity, capacityTable),
    ...optional("versions", "Versions", report.versions, versionsTable),
    ["alerts", "Alerts", alertsTable(report)],
    ["resources", "Resources", resourceTree(report)],
    ["order", "Order", orderTable(report)],
    ["outputs", "Outputs", lines(outputLines(report, { paint: plain, all: true }))],
  ];
  const title = `${report.mode === "state" ? "State" : "Rehearsal"} of ${project} · ${stack}`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:">
<link rel="icon" href="data:,">
<title>${escaped(title)}</title>
<style>${style}</style>
</head>
<body>
<a class="skip" href="#main">To the report</a>
<header>
<h1>${escaped(title)}</h1>
<span class="dim">${escaped([cloud, region, `account ${report.account}`].filter(Boolean).join(", "))} · no account was used</span>
<button id="theme" type="button" data-now="system">Theme: system</button>
<nav aria-label="Sections">${sections.map(([id, name]) => `<a href="#${id}">${escaped(name)}</a>`).join("")}</nav>
</header>
<main id="main">
${cards([
  [counts.resources, `resources in ${counts.components} components`],
  [levels.mandatory, "findings that stop a deployment", levels.mandatory > 0 ? "bad" : "good"],
  [levels.advisory, "pieces of advice", levels.advisory > 0 ? "weak" : "good"],
  [broken, "broken proofs", broken > 0 ? "bad" : "good"],
  [counts.protected, "protected against deletion"],
  ...(report.cost ? [[dollars(report.cost.total.expected), "a month, by list prices"] as const] : []),
  [`${report.seconds} s`, "to rehearse"],
])}
${sections.map(([id, name, content]) => section(id, name, content)).join("\n")}
</main>
<script>${script}</script>
</body>
</html>
`;
}

/** Id, title, content. */
type Section = readonly [string, string, string];

function optional<T>(id: string, title: string, part: T | undefined, content: (part: T) => string): Section[] {
  return part === undefined ? [] : [[id, title, content(part)]];
}

function picture(report: Report): string {
  return (
    '<div class="bar"><button id="in" type="button" aria-label="Zoom in">+</button><button id="out" type="button" aria-label="Zoom out">−</button>' +
    '<button id="fit" type="button">Whole picture</button><span class="dim">keys: + − 0 and arrows, once the picture has the focus</span></div>' +
    `<div class="picture">${drawingOf(report.topology)}</div>`
  );
}

function lines(all: readonly string[]): string {
  return `<div class="scroll" tabindex="0"><pre>${escaped(all.join("\n"))}</pre></div>`;
}
