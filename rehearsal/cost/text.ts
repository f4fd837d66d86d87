import type { TextOptions } from "../report/paint";
import { dollars, spread } from "./money";
import type { CostReport } from "./report";

/** Lines shown of the dearest resources, of the savings and of what is unpriced, before the rest is only counted. */
const shown = 6;

/** A month's bill for a terminal: the parts, the dearest lines, what would save, and what could not be priced. */
export function costLines(cost: CostReport, { paint, all }: TextOptions): string[] {
  const { total, byPart, lines, unpriced, savings, commitments, assumptions, sources, budget } = cost;
  const few = <T>(list: readonly T[]): readonly T[] => (all ? list : list.slice(0, shown));
  const rest = (list: readonly unknown[]): string[] =>
    !all && list.length > shown ? [paint.dim(`  … ${list.length - shown} more`)] : [];
  const amounts = byPart.map(({ monthly }) => dollars(monthly.expected));
  const width = Math.max(0, ...amounts.map((text) => text.length));
  const over = budget !== undefined && total.expected > budget * 1e6;
  return [
    `${paint.bold(dollars(total.expected))} a month expected, ${spread(total)}${budget === undefined ? "" : over ? paint.red(` · over the budget of $${budget}`) : ` of $${budget}`}`,
    ...byPart.map(({ part, monthly }, index) => {
      const range = monthly.least === monthly.most ? "" : paint.dim(`  ${spread(monthly)}`);
      return `${amounts[index]?.padStart(width)}  ${part}${range}`;
    }),
    paint.dim("dearest"),
    ...few(lines).map(({ resource, what, monthly, estimated }) => {
      const about = estimated ? paint.dim(` (${estimated})`) : "";
      return `  ${dollars(monthly.expected)}  ${resource}: ${what}${about}`;
    }),
    ...rest(lines),
    ...(savings.length + commitments.length > 0 ? [paint.dim("to save")] : []),
    ...few(savings).map(({ what, how, monthly, price }) => {
      return `  ${dollars(monthly)}  ${what}: ${how}${price ? paint.dim(`; ${price}`) : ""}`;
    }),
    ...rest(savings),
    ...commitments.map(({ what, before, after }) => `  ${dollars(before - after)}  ${what}, nothing paid beforehand`),
    ...(unpriced.length > 0 ? [paint.yellow(`not priced: ${unpriced.length}, so the true sum is higher`)] : []),
    ...few(unpriced).map(({ resource, reason }) => `  ${resource}: ${reason}`),
    ...rest(unpriced),
    ...(all ? [paint.dim("assumed (slipway:usage)"), ...assumptions.map((text) => paint.dim(`  ${text}`))] : []),
    ...(all ? Object.entries(sources).map(([id, { what, date }]) => paint.dim(`  [${id}] ${date} ${what}`)) : []),
    ...(all ? [] : [paint.dim(`list prices of ${datesOf(cost)}, without tax and discounts; what is assumed: --all`)]),
  ];
}

function datesOf({ sources }: CostReport): string {
  const dates = Object.values(sources)
    .map(({ date }) => date)
    .sort();
  const [first, last] = [dates[0], dates.at(-1)];
  return first === undefined ? "no day" : first === last ? first : `${first} to ${last}`;
}
