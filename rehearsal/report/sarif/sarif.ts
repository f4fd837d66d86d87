import { existsSync } from "node:fs";
import { dirname, join, relative, resolve, sep } from "node:path";
import { ALL_RULES } from "../../../policy/rules";
import type { Place } from "../../yaml-file";
import { configPlaces } from "../config-places";
import { type Issue, issuesOf } from "../issues";
import type { Report } from "../report";
import type { SarifLog, SarifResult, SarifRule } from "./model";

/** GitHub sorts by this number (its docs, "SARIF support for code scanning"): over 9 is critical, over 7 high, over 4 medium. */
const securitySeverity: Readonly<Record<Issue["severity"], string>> = {
  ...{ critical: "9.5", high: "8.0", medium: "5.5", low: "2.0" },
};

/**
 * Everything that a report finds fault with, as a SARIF 2.1.0 log: GitHub's code scanning, editors and other scanners read
 * it. Each result stands at the line of the stack's file that it comes from, where that can be told.
 */
export function sarifOf(report: Report): SarifLog {
  const issues = issuesOf(report);
  const rules = rulesOf(issues);
  const index = new Map(rules.map(({ id }, at) => [id, at]));
  const places = configPlaces(report.configFile, report.resources);
  const uri = uriOf(report.configFile);
  return {
    $schema: "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: { driver: { name: "Slipway", rules } },
        // So that a rehearsal of one stack does not take the results of another's place.
        automationDetails: { id: `slipway/${report.project}/${report.stack}` },
        columnKind: "utf16CodeUnits",
        results: issues.map((issue): SarifResult => {
          const place = issue.path === undefined ? issue.urn && places.ofResource(issue.urn) : places.of(issue.path);
          return resultOf(issue, index.get(issue.rule) ?? -1, uri, place || { line: 1, column: 1 });
        }),
      },
    ],
  };
}

function resultOf(issue: Issue, ruleIndex: number, uri: string, { line, column }: Place): SarifResult {
  const { rule, level, subject, message, mend, accepted, urn } = issue;
  return {
    ...{ ruleId: rule, ruleIndex, level },
    message: { text: `${subject}: ${message}. To mend it: ${mend}` },
    locations: [
      {
        physicalLocation: { artifactLocation: { uri }, region: { startLine: line, startColumn: column } },
        ...(urn ? { logicalLocations: [{ name: subject, fullyQualifiedName: urn, kind: "resource" }] } : {}),
      },
    ],
    // What it is, not where: a line moves with every edit of the file.
    partialFingerprints: { "slipway/v1": `${rule}|${subject}` },
    ...(accepted === undefined
      ? {}
      : { suppressions: [{ kind: "external", status: "accepted", justification: accepted }] }),
  };
}

function rulesOf(issues: readonly Issue[]): SarifRule[] {
  const known = new Map(ALL_RULES.map((rule) => [rule.name, rule]));
  const first = new Map<string, Issue>();
  for (const issue of issues) if (!first.has(issue.rule)) first.set(issue.rule, issue);
  return [...first].map(([id, { severity, level, mend, link }]) => {
    const rule = known.get(id);
    return {
      id,
      shortDescription: { text: rule?.description ?? describe(id) },
      fullDescription: { text: rule?.why ?? describe(id) },
      help: { text: rule?.mend ?? mend },
      ...(link ? { helpUri: link } : {}),
      defaultConfiguration: { level },
      properties: {
        tags: [...(rule ? ["security", rule.pack] : [id.split("/")[0] ?? id]), ...(rule?.frameworks ?? [])],
        ...(rule ? { "security-severity": securitySeverity[severity] } : {}),
        precision: "very-high",
      },
    };
  });
}

function describe(id: string): string {
  const [part, name] = id.split("/");
  if (part === "proof") return `What a rehearsal proves of the graph: ${name}`;
  return part === "capacity"
    ? `What does not fit: ${name}`
    : "Versions that do not go together, or are no longer looked after";
}

/** Relative to the repository, as code scanning wants it; outside of one, to the working directory. */
function uriOf(file: string): string {
  let folder = dirname(resolve(file));
  while (!existsSync(join(folder, ".git")) && dirname(folder) !== folder) folder = dirname(folder);
  const root = existsSync(join(folder, ".git")) ? folder : process.cwd();
  return relative(root, resolve(file)).split(sep).map(encodeURIComponent).join("/");
}
