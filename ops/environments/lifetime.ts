import { UsageError } from "../../rehearsal/stack-files";

const UNITS = { m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

/** The longest that an environment may live without being asked for again. */
const LONGEST_DAYS = 14;

/** Milliseconds of `90m`, `48h` or `7d`. @throws UsageError for anything else, and beyond two weeks */
export function lifetime(text: string): number {
  const [, count, unit] = /^([1-9]\d{0,4})([mhd])$/.exec(text) ?? [];
  if (count === undefined) throw new UsageError(`--ttl ${text}: write it like 90m, 48h or 7d.`);
  const milliseconds = Number(count) * UNITS[unit as keyof typeof UNITS];
  if (milliseconds > LONGEST_DAYS * UNITS.d)
    throw new UsageError(`--ttl ${text}: ${LONGEST_DAYS} days at most. Ask again by then: create takes it further.`);
  return milliseconds;
}

/** How long until then, or since, to the largest whole unit. */
export function distance(until: Date, now: Date): string {
  const milliseconds = until.getTime() - now.getTime();
  const size = Math.abs(milliseconds);
  const [unit, factor] =
    size >= 2 * UNITS.d
      ? (["d", UNITS.d] as const)
      : size >= UNITS.h
        ? (["h", UNITS.h] as const)
        : (["min", UNITS.m] as const);
  const text = `${Math.floor(size / factor)} ${unit}`;
  return milliseconds > 0 ? `${text} left` : `its time was up ${text} ago`;
}
