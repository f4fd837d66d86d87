import type { CapacityReport } from "../../stacks/plan/capacity/finding";
import type { TextOptions } from "./paint";

/** What may come to be needed of what there is, and what will not fit; with `all`, how each number is made up. */
export function capacityLines({ figures, findings, unknown }: CapacityReport, { paint, all }: TextOptions): string[] {
  const width = Math.max(0, ...figures.map(({ what }) => what.length));
  const amount = (value: number): string => value.toLocaleString("en");
  return [
    ...figures.flatMap(({ what, most, of, because }) => [
      `${what.padEnd(width)}  at most ${amount(most)}${of === undefined ? "" : ` of ${amount(of)}`}`,
      ...(all ? [paint.dim(`${" ".repeat(width)}  ${because}`)] : []),
    ]),
    ...unknown.map((what) => paint.dim(`not counted: ${what}`)),
    ...findings.flatMap(({ level, path, message, mend }) => [
      `${level === "error" ? paint.red("✗") : paint.yellow("!")} slipway:${path}: ${message}`,
      `    ${paint.dim("mend:")} ${mend}`,
    ]),
    ...(findings.length === 0 ? [paint.green("✓ all of it fits")] : []),
  ];
}
