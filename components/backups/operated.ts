import type { Keep, OperatedBackups, OperatedTier } from "../contracts/backups";
import { backupSchedules, clock } from "./schedule";

/** Days between two backups of a tier, at most as many: a month has 28 or more. */
const DAYS_BETWEEN = { daily: 1, weekly: 7, monthly: 28 } as const;
/** Backups of a day's hours, but the daily one's. */
const HOURLY_A_DAY = 23;

/** Config's own default. */
const SAFETY_DAYS = 30;

/** What an operator is told that takes backups and forgets them by their number: as many as cover the days of `keep`. */
export function operatedBackups({
  at,
  hourly,
  keep,
}: {
  /** `hh:mm` of the daily backup, UTC. */
  readonly at: string;
  readonly hourly: boolean;
  readonly keep: Keep;
}): OperatedBackups {
  const [hour, minute] = clock(at);
  const schedules: Readonly<Partial<Record<OperatedTier["tier"], string>>> = {
    ...backupSchedules({ at, hourly }),
    weekly: `${minute} ${hour} * * 0`,
    monthly: `${minute} ${hour} 1 * *`,
  };
  const tiers = (["hourly", "daily", "weekly", "monthly"] as const).flatMap((tier): OperatedTier[] => {
    const [schedule, days = 0] = [schedules[tier], keep[tier]];
    if (schedule === undefined || days === 0) return [];
    const count = tier === "hourly" ? HOURLY_A_DAY * days : Math.ceil(days / DAYS_BETWEEN[tier]);
    return [{ tier, schedule, count }];
  });
  return { tiers, safetyDays: keep.safety ?? SAFETY_DAYS };
}
