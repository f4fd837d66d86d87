import { byRule, levelCounts } from "./findings";
import { plain } from "./paint";
import type { Report } from "./report";
import { textOf } from "./terminal";

/** One self-contained page: no script, no request to anywhere. */
export function htmlOf(report: Report): string {
  const counts = levelCounts(report.findings);
  const rows = byRule(report.findings).flatMap((group) =>
    group.findings.map(
      (finding) =>
        `<tr class="${finding.level}"><td>${finding.level}</td><td>${finding.severity}</td><td>${escaped(finding.rule)}</td>` +
        `<td>${escaped(finding.name)}</td><td>${escaped(finding.message)}</td><td>${escaped(finding.mend)}</td></tr>`,
    ),
  );
  const resources = report.resources.map(
    ({ type, name, protect }) =>
      `<tr><td>${escaped(name)}</td><td>${escaped(type)}</td><td>${protect ? "yes" : ""}</td></tr>`,
  );
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Rehearsal of ${escaped(report.project)} ${escaped(report.stack)}</title>
<style>
  :root { color-scheme: light dark; font: 15px/1.5 system-ui, sans-serif; }
  body { max-width: 75rem; margin: 2rem auto; padding: 0 1rem; }
  pre { overflow-x: auto; padding: 1rem; border: 1px solid color-mix(in srgb, currentColor 20%, transparent); border-radius: 6px; }
  table { border-collapse: collapse; width: 100%; }
  th, td { text-align: left; vertical-align: top; padding: .3rem .6rem; border-bottom: 1px solid color-mix(in srgb, currentColor 15%, transparent); }
  .mandatory td:first-child { font-weight: bold; color: light-dark(#b00020, #ff8a80); }
</style>
</head>
<body>
<h1>${escaped(report.project)} · ${escaped(report.stack)}</h1>
<p>${report.counts.resources} resources in ${report.counts.components} components;
${counts.mandatory} mandatory and ${counts.advisory} advisory findings. No account was used.</p>
<h2>Report</h2>
<pre>${escaped(textOf(report, { paint: plain }))}</pre>
<h2>Findings</h2>
<table><thead><tr><th>Level</th><th>Severity</th><th>Rule</th><th>Resource</th><th>Found</th><th>Mend</th></tr></thead>
<tbody>${rows.join("\n")}</tbody></table>
<h2>Resources</h2>
<table><thead><tr><th>Name</th><th>Type</th><th>Protected</th></tr></thead>
<tbody>${resources.join("\n")}</tbody></table>
</body>
</html>
`;
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}
