/** Series by their selector, in promtool's notation: what Prometheus has scraped when a rule is judged. */
export type Series = Readonly<Record<string, string>>;

/** One alert rule, with what makes it fire and what only just does not. */
export interface RuleCase {
  readonly alert: string;
  readonly severity: string;
  /** Of a rule that differs from another in this label alone. */
  readonly window?: string;
  /** When it is judged, from the first sample: `20m`. */
  readonly at: string;
  /** Labels that the firing alert has: all that its texts name. */
  readonly labels: Readonly<Record<string, string>>;
  readonly fires: Series;
  /** `never`: it must always fire. */
  readonly quiet: Series | "never";
}

/** A gauge that stays as it is, for this many minutes. */
export const flat = (value: number, minutes = 180): string => `${value}+0x${minutes}`;

/** A counter that grows by so much a minute. */
export const grow = (perMinute: number, minutes = 180): string => `0+${perMinute}x${minutes}`;

/** A case whose series are made of one value, which is bad or only just good. */
export function judged<V>(
  alert: string,
  severity: string,
  at: string,
  labels: RuleCase["labels"],
  series: (value: V) => Series,
  bad: V,
  good: V,
): RuleCase {
  return { alert, severity, at, labels, fires: series(bad), quiet: series(good) };
}
