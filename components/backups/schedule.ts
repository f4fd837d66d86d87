/** When jobs run, as cron says it, in UTC. */
export interface BackupTimes {
  /** `hh:mm` of the daily backup. */
  readonly at: string;
  readonly hourly: boolean;
  readonly drill: "weekly" | "monthly" | "off";
}

/** Hours between a backup and the drill that restores it: the lock does not bind a drill, the database's load does. */
const DRILL_AFTER = 3;

/** Tier → schedule. The hourly ones leave out the daily one's hour, so that no two ever begin together. */
export function backupSchedules({
  at,
  hourly,
}: Pick<BackupTimes, "at" | "hourly">): Readonly<Record<"daily", string> & Partial<Record<"hourly", string>>> {
  const [hour, minute] = clock(at);
  return {
    daily: `${minute} ${hour} * * *`,
    ...(hourly && { hourly: `${minute} ${hoursBut(hour)} * * *` }),
  };
}

/** On Mondays, or on the second of the month, some hours after the daily backup. */
export function drillSchedule({ at, drill }: BackupTimes): string | undefined {
  if (drill === "off") return undefined;
  const [hour, minute] = clock(at);
  const later = (hour + DRILL_AFTER) % 24;
  return drill === "weekly" ? `${minute} ${later} * * 1` : `${minute} ${later} 2 * *`;
}

/** Hour and minute of `hh:mm`. */
export const clock = (at: string): [number, number] => at.split(":").map(Number) as [number, number];

function hoursBut(hour: number): string {
  const spans = [
    [0, hour - 1],
    [hour + 1, 23],
  ] as const;
  return spans
    .filter(([from, to]) => from <= to)
    .map(([from, to]) => (from === to ? `${from}` : `${from}-${to}`))
    .join(",");
}
