import { dollars, type Range, spread } from "../../cost/money";
import type { CostReport } from "../../cost/report";
import { table } from "./sections";
import { escaped } from "./text";

/** Measures of the chart, in its own units. */
const chart = { width: 760, label: 150, amount: 210, row: 26 };

/** A month by part as bars with their ranges; below it the dearest lines, what has no price, and what would save. */
export function costSection(cost: CostReport): string {
  const { total, lines, unpriced, savings, commitments, assumptions, sources, budget } = cost;
  const rows = lines.map(
    ({ resource, part, what, quantity, unit, price, monthly, estimated, source }) =>
      `<tr><td>${escaped(part)}</td><td>${escaped(dollars(monthly.expected))}</td><td>${escaped(resource)}</td><td>${escaped(what)}</td>` +
      `<td>${escaped(`${short(quantity.expected)} ${unit} at $${price}`)}</td><td class="dim">${escaped(estimated ?? sources[source]?.what ?? source)}</td></tr>`,
  );
  const saving = savings.map(
    ({ what, how, monthly, price }) =>
      `<li><strong>${escaped(dollars(monthly))}</strong> ${escaped(`${what}: ${how}`)}${price ? ` <small>${escaped(price)}</small>` : ""}</li>`,
  );
  const reserved = commitments.map(
    ({ what, before, after }) =>
      `<li><strong>${escaped(dollars(before - after))}</strong> ${escaped(`${what}, nothing paid beforehand`)}</li>`,
  );
  const missing = unpriced.map(({ resource, reason }) => `<li>${escaped(`${resource}: ${reason}`)}</li>`);
  return (
    `<p>A month costs <strong>${escaped(dollars(total.expected))}</strong>, between ${escaped(spread(total).replace(" to ", " and "))}, by list prices` +
    `${budget === undefined ? "" : `; the budget is $${budget.toLocaleString("en")}`}.</p>` +
    barsOf(cost) +
    list("What would save", [...saving, ...reserved], true) +
    list("Without a price", missing, false) +
    list(
      "What was assumed",
      assumptions.map((each) => `<li>${escaped(each)}</li>`),
      false,
    ) +
    `<details><summary>${lines.length} lines</summary>${table(["Part", "A month", "Resource", "What", "Reckoned", "Source"], rows)}</details>`
  );
}

/** One bar a part: as long as what is expected, with a line from the least to the most. */
function barsOf({ byPart }: CostReport): string {
  const most = Math.max(1, ...byPart.map(({ monthly }) => monthly.most));
  const room = chart.width - chart.label - chart.amount;
  const at = (value: number): string => (chart.label + (value / most) * room).toFixed(1);
  const rows = byPart.map(({ part, monthly }, index) => {
    const y = index * chart.row;
    const middle = y + chart.row / 2;
    const length = Math.max(1, (monthly.expected / most) * room).toFixed(1);
    return (
      `<g><title>${escaped(`${part}: ${dollars(monthly.expected)}, ${spread(monthly)}`)}</title>` +
      `<text class="part" x="${chart.label - 10}" y="${middle + 4}">${escaped(part)}</text>` +
      `<rect class="used" x="${chart.label}" y="${y + 5}" width="${length}" height="${chart.row - 10}" rx="3"/>` +
      `<path class="range" d="M${at(monthly.least)} ${middle}H${at(monthly.most)}M${at(monthly.least)} ${middle - 5}v10M${at(monthly.most)} ${middle - 5}v10"/>` +
      `<text class="amount" x="${chart.width - chart.amount + 12}" y="${middle + 4}">${escaped(amountOf(monthly))}</text></g>`
    );
  });
  const said = byPart.map(({ part, monthly }) => `${part} ${dollars(monthly.expected)}`).join(", ");
  return (
    `<div class="scroll" tabindex="0"><svg id="cost-chart" class="chart" viewBox="0 0 ${chart.width} ${byPart.length * chart.row}" role="img" ` +
    `aria-label="${escaped(`Costs a month by part: ${said}`)}">${rows.join("")}</svg></div>`
  );
}

function list(title: string, items: readonly string[], open: boolean): string {
  if (items.length === 0) return "";
  return `<details${open ? " open" : ""}><summary>${title} (${items.length})</summary><ul class="plain">${items.join("")}</ul></details>`;
}

/** What is expected, and its range where there is one. */
function amountOf(monthly: Range): string {
  const [expected, range] = [dollars(monthly.expected), spread(monthly)];
  return expected === range ? expected : `${expected} (${range})`;
}

const twoDigits = new Intl.NumberFormat("en", { maximumFractionDigits: 2 });
const short = (value: number): string => twoDigits.format(value);
