/**
 * Millionths of a US dollar. Amounts are whole numbers of them, so that a sum of lines is exactly its total; prices per
 * unit may be finer than that (a request costs less than a millionth), and are rounded once, when they become an amount.
 */
export type Micros = number;

/** Dollars, as a price list writes them, in millionths. */
export const micros = (usd: number): Micros => Math.round(usd * 1e6);

/** At the least, as is expected, and at the most. */
export interface Range {
  readonly least: number;
  readonly expected: number;
  readonly most: number;
}

/** The same three times. */
export const always = (value: number): Range => ({ least: value, expected: value, most: value });

export const each = (range: Range, change: (value: number) => number): Range => ({
  least: change(range.least),
  expected: change(range.expected),
  most: change(range.most),
});

export const sumOf = (ranges: readonly Range[]): Range =>
  ranges.reduce(
    (sum, range) => ({
      least: sum.least + range.least,
      expected: sum.expected + range.expected,
      most: sum.most + range.most,
    }),
    always(0),
  );

/** What so many units cost. */
export const amount = (quantity: Range, usd: number): Range => each(quantity, (value) => micros(value * usd));

// Made once: making one takes far longer than using it.
const [whole, cents] = [0, 2].map(
  (digits) => new Intl.NumberFormat("en", { minimumFractionDigits: digits, maximumFractionDigits: digits }),
) as [Intl.NumberFormat, Intl.NumberFormat];

/** `$1,234` from a hundred dollars on, `$12.30` below. */
export function dollars(value: Micros): string {
  const usd = value / 1e6;
  const text = (Math.abs(usd) >= 100 ? whole : cents).format(Math.abs(usd));
  return `${usd < 0 ? "−" : ""}$${text}`;
}

/** `$12.30`, or `$10.00 to $20.00` where the ends differ. */
export function spread({ least, most }: Range): string {
  const [from, to] = [dollars(least), dollars(most)];
  return from === to ? from : `${from} to ${to}`;
}
