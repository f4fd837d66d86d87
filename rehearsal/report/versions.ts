import type { VersionsReport } from "../../stacks/plan/versions/skew";
import type { TextOptions } from "./paint";

/** What does not go together, and what nears the end of its support; with `all`, the whole table with its sources. */
export function versionLines({ rows, findings }: VersionsReport, { paint, all }: TextOptions): string[] {
  const width = Math.max(...rows.map(({ what, version }) => what.length + version.length + 1), 0);
  return [
    ...(all
      ? rows.map(({ what, version, kubernetes, ends, source }) => {
          const said = [kubernetes && `Kubernetes ${kubernetes}`, ends && `until ${ends}`].filter(Boolean).join(", ");
          return `${`${what} ${version}`.padEnd(width)}  ${said} ${paint.dim(source)}`;
        })
      : []),
    ...findings.flatMap(({ level, path, message, mend }) => [
      `${level === "error" ? paint.red("✗") : paint.yellow("!")} slipway:${path}: ${message}`,
      `    ${paint.dim("mend:")} ${mend}`,
    ]),
    ...(findings.length === 0
      ? [paint.green("✓ all of it goes together, and is looked after for months to come")]
      : []),
  ];
}
