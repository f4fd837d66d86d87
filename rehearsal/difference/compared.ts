import { readFileSync } from "node:fs";
import type { Report } from "../report/report";
import { UsageError } from "../stack-files";
import { type Compared, type Difference, differenceOf } from "./difference";
import { differenceOfPreview, isPreview } from "./preview";

/**
 * What an update would change, by a file: a report of an earlier rehearsal, or the engine's own preview.
 * @throws UsageError where the file is neither, or of another stack
 */
export function compared(report: Report, file: string): Difference {
  const content = read(file);
  if (isPreview(content)) return differenceOfPreview(content);
  if (!isReport(content)) {
    throw new UsageError(
      `${file} is neither the report.json of a rehearsal (npm run rehearse -- <stack> --out <dir>) ` +
        "nor what `pulumi preview --json` prints",
    );
  }
  if (content.stack !== report.stack || content.project !== report.project) {
    throw new UsageError(
      `${file} is of ${content.project} ${content.stack}, not of ${report.project} ${report.stack}: ` +
        "only runs of one stack can be compared",
    );
  }
  return differenceOf(content.resources, report.resources);
}

function read(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch (error) {
    throw new UsageError(`${file} can't be read as JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
}

interface Saved {
  readonly project: string;
  readonly stack: string;
  readonly resources: readonly Compared[];
}

function isReport(content: unknown): content is Saved {
  const { version, resources } = (content ?? {}) as Partial<Report>;
  return version === 1 && Array.isArray(resources);
}
