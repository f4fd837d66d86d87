/** Prometheus's text format, for servers that stand in for what cannot run here. */

export type Labels = Readonly<Record<string, string>>;

const text = (labels: Labels): string =>
  Object.entries(labels)
    .map(([name, value]) => `${name}="${value}"`)
    .join(",");

export const GIB = 2 ** 30;

/** Between `low` and `high`, as traffic is in the course of a day: 100 seconds here. */
export const wave = (age: number, low: number, high: number, shift = 0): number =>
  low + ((high - low) * (1 + Math.sin((age + shift) / 16))) / 2;

/** Gathers series from scrape to scrape; counters go on from where they were. */
export class Exposition {
  private readonly counted = new Map<string, number>();
  private lines: string[] = [];
  private elapsed = 0;
  private last = Date.now();
  private readonly begun = Date.now();

  /** Seconds since the first scrape. */
  get age(): number {
    return (this.last - this.begun) / 1000;
  }

  gauge(metric: string, labels: Labels, value: number): void {
    this.lines.push(`${metric}{${text(labels)}} ${value}`);
  }

  /** A counter that has grown by so much a second since the last scrape. */
  counter(metric: string, labels: Labels, perSecond: number): void {
    const series = `${metric}{${text(labels)}}`;
    const value = (this.counted.get(series) ?? 0) + perSecond * this.elapsed;
    this.counted.set(series, value);
    this.lines.push(`${series} ${value}`);
  }

  /** A histogram: `parts` of `perSecond` fall at or below each bound. */
  histogram(metric: string, labels: Labels, perSecond: number, parts: Readonly<Record<string, number>>): void {
    for (const [le, part] of Object.entries({ ...parts, "+Inf": 1 })) {
      this.counter(`${metric}_bucket`, { ...labels, le }, perSecond * part);
    }
    this.counter(`${metric}_count`, labels, perSecond);
  }

  /** What one scrape is answered. */
  scrape(write: () => void): string {
    const now = Date.now();
    this.elapsed = (now - this.last) / 1000;
    this.last = now;
    this.lines = [];
    write();
    return `${this.lines.join("\n")}\n`;
  }
}
