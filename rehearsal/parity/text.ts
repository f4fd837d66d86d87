import type { Paint } from "../report/paint";
import type { ParityRow } from "./parity";

/** How much of a value is shown. */
const MOST = 48;

/** The differences as lines: those that nobody has explained first. */
export function parityText(left: string, right: string, rows: readonly ParityRow[], paint: Paint): string {
  const open = rows.filter(({ reason }) => reason === undefined);
  const explained = rows.filter(({ reason }) => reason !== undefined);
  const value = (text: string | undefined): string =>
    text === undefined ? "not there" : text.length > MOST ? `${text.slice(0, MOST - 1)}…` : text;
  const line = (row: ParityRow): string => `slipway:${row.path}  ${value(row.left)} → ${value(row.right)}`;
  return `${[
    `${paint.bold(`Parity of ${left} and ${right}`)}`,
    ...(explained.length > 0 ? ["", paint.bold("Explained")] : []),
    ...explained.flatMap((row) => [`  ${line(row)}`, `      ${paint.dim(`${row.reason} (${row.source})`)}`]),
    ...(open.length > 0 ? ["", paint.bold("Unexplained")] : []),
    ...open.map((row) => `  ${paint.red("✗")} ${line(row)}`),
    "",
    open.length > 0
      ? `${paint.red("✗")} ${open.length} of ${rows.length} differences are unexplained. Mend them, or say why in slipway:parity: ` +
        `- { path: ${open[0]?.path}, reason: "…" }`
      : `${paint.green("✓")} ${rows.length} differences, each with its reason`,
  ].join("\n")}\n`;
}
