import { readFileSync } from "node:fs";
import { UsageError } from "../stack-files";
import { dollars, type Micros } from "./money";
import { type CostReport, type Part, parts } from "./report";

/** Something that costs more or less than it did; expected, a month. */
export interface CostChange {
  /** Name without the stack's prefix, so that two stacks can be laid side by side. */
  readonly resource: string;
  readonly before: Micros;
  readonly after: Micros;
}

/** Costs against those of an earlier run, or of another stack. */
export interface CostDifference {
  /** The other stack. */
  readonly against: string;
  readonly before: Micros;
  readonly after: Micros;
  readonly byPart: readonly { readonly part: Part; readonly before: Micros; readonly after: Micros }[];
  /** Biggest change first. */
  readonly changes: readonly CostChange[];
}

/** What costs have in common with the report that they are part of. */
export interface Costed {
  readonly project: string;
  readonly stack: string;
  readonly cost?: CostReport;
}

/** What has become dearer and what cheaper; none where either has no costs. */
export function costDifference(before: Costed, after: Costed): CostDifference | undefined {
  if (!before.cost || !after.cost) return undefined;
  const [was, is] = [byResource(before, before.cost), byResource(after, after.cost)];
  const changes = [...new Set([...was.keys(), ...is.keys()])]
    .map((resource) => ({ resource, before: was.get(resource) ?? 0, after: is.get(resource) ?? 0 }))
    .filter((change) => change.before !== change.after)
    .sort(
      (a, b) => Math.abs(b.after - b.before) - Math.abs(a.after - a.before) || a.resource.localeCompare(b.resource),
    );
  const partOf = ({ byPart }: CostReport, part: Part): Micros =>
    byPart.find((each) => each.part === part)?.monthly.expected ?? 0;
  const [old, now] = [before.cost, after.cost];
  return {
    against: `${before.project} ${before.stack}`,
    ...{ before: old.total.expected, after: now.total.expected, changes },
    byPart: parts
      .map((part) => ({ part, before: partOf(old, part), after: partOf(now, part) }))
      .filter((each) => each.before !== each.after),
  };
}

function byResource({ stack }: Costed, { lines }: CostReport): Map<string, Micros> {
  const sums = new Map<string, Micros>();
  for (const { resource, monthly } of lines) {
    const marker = `-${stack}-`;
    const at = resource.indexOf(marker);
    const name = at < 0 ? resource : resource.slice(at + marker.length);
    sums.set(name, (sums.get(name) ?? 0) + monthly.expected);
  }
  return sums;
}

/** The costs in a report.json. @throws UsageError where the file is none, or holds no costs */
export function costedIn(file: string): Costed {
  let content: unknown;
  try {
    content = JSON.parse(readFileSync(file, "utf8"));
  } catch (error) {
    throw new UsageError(`${file} can't be read as JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
  const { project, stack, cost } = (content ?? {}) as Partial<Costed>;
  if (typeof project !== "string" || typeof stack !== "string" || !cost)
    throw new UsageError(`${file} holds no costs: make it with npm run rehearse -- <stack> --out <dir>`);
  return { project, stack, cost };
}

/** The difference for a terminal. */
export function costDifferenceLines({ against, before, after, changes }: CostDifference, most = 8): string[] {
  const signed = (value: Micros): string => (value > 0 ? `+${dollars(value)}` : dollars(value));
  return [
    `${signed(after - before)} a month against ${against}: ${dollars(before)} before, ${dollars(after)} now`,
    ...changes.slice(0, most).map((each) => `  ${signed(each.after - each.before)}  ${each.resource}`),
    ...(changes.length > most ? [`  … ${changes.length - most} more`] : []),
  ];
}
