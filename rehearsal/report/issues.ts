import type { Finding } from "../../policy/judge";
import type { Report } from "./report";

/** Anything in a report that somebody should mend, whichever part of it found it: one form for all. */
export interface Issue {
  /** `rds-multi-az`, `proof/reachability`, `capacity/connections`. */
  readonly rule: string;
  /** `error` stops or breaks a deployment; `note` is accepted, or was repaired. */
  readonly level: "error" | "warning" | "note";
  readonly severity: Finding["severity"];
  /** What it is about: a resource's logical name, or a path in the config. */
  readonly subject: string;
  readonly message: string;
  readonly mend: string;
  /** Page about it. */
  readonly link?: string;
  /** Where it is: a resource, or a path in the stack's config. */
  readonly urn?: string;
  readonly path?: string;
  /** Why it is accepted. */
  readonly accepted?: string;
}

const levels = { mandatory: "error", advisory: "warning", exempt: "note", remediate: "note" } as const;
const order = ["error", "warning", "note"] as const;
const severities = ["critical", "high", "medium", "low"] as const;

/** Every issue of a report, the worst first. */
export function issuesOf(report: Report): Issue[] {
  const byName = new Map(report.resources.map(({ name, urn }) => [name, urn]));
  const findings = report.findings.map(
    ({ rule, level, severity, name, urn, message, mend, link, reason }): Issue => ({
      ...{ rule, level: levels[level], severity, subject: name, message, mend, urn },
      ...(link ? { link } : {}),
      ...(level === "exempt" ? { accepted: reason ?? "" } : {}),
    }),
  );
  const concerns = report.proofs.flatMap(({ proof, concerns }) =>
    concerns.map(({ level, subject, message, mend }): Issue => {
      const urn = byName.get(subject);
      return {
        ...{ rule: `proof/${proof}`, subject, message: `${subject} ${message}`, mend },
        ...(level === "broken" ? broken : weak),
        ...(urn ? { urn } : {}),
      };
    }),
  );
  const capacity = (report.capacity?.findings ?? []).map(
    ({ level, check, path, message, mend }): Issue => ({
      ...{ rule: `capacity/${check}`, level, severity: "medium", subject: path, message, mend, path },
    }),
  );
  const versions = (report.versions?.findings ?? []).map(
    ({ level, path, message, mend }): Issue => ({
      ...{ rule: "versions", level, severity: "medium", subject: path, message, mend, path },
    }),
  );
  return [...findings, ...concerns, ...capacity, ...versions].sort(
    (a, b) =>
      order.indexOf(a.level) - order.indexOf(b.level) ||
      severities.indexOf(a.severity) - severities.indexOf(b.severity) ||
      a.rule.localeCompare(b.rule),
  );
}

const broken = { level: "error", severity: "high" } as const;
const weak = { level: "warning", severity: "medium" } as const;
