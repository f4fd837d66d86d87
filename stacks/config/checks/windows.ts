import type { Check } from "./check";

const DAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
const DAY = 24 * 60;
const WEEK = 7 * DAY;

/** `02:30` → minutes since midnight. */
function minutes(time: string): number {
  const [hours, rest] = time.split(":").map(Number);
  return hours! * 60 + rest!;
}

/** `sun:02:30` → minutes since Monday, 00:00. */
const minutesOfWeek = (moment: string): number => DAYS.indexOf(moment.slice(0, 3)) * DAY + minutes(moment.slice(4));

/** From when to how long after, on a clock of `circle` minutes. */
function span(window: string, moment: (text: string) => number, circle: number): { start: number; length: number } {
  const [start, end] = window.split("-").map(moment) as [number, number];
  return { start, length: (end - start + circle) % circle };
}

/** How often an hour begins in a weekly window. */
export function fullHoursIn(weekly: string): number {
  const { start, length } = span(weekly, minutesOfWeek, WEEK);
  return Math.ceil((start + length) / 60) - Math.ceil(start / 60);
}

/** Whether a daily and a weekly window have a minute in common. */
export function windowsOverlap(daily: string, weekly: string): boolean {
  const day = span(daily, minutes, DAY);
  const week = span(weekly, minutesOfWeek, WEEK);
  return DAYS.some((_, index) => {
    const apart = (index * DAY + day.start - week.start + WEEK) % WEEK;
    return apart < week.length || WEEK - apart < day.length;
  });
}

/** RDS and DocumentDB refuse a backup window that overlaps the one for maintenance, and say so only when they make the database. */
export const windowsApart: Check = ({ config }) =>
  Object.entries(config.stores ?? {}).flatMap(([name, store]) =>
    (store.kind === "postgres" || store.kind === "mongodb") &&
    windowsOverlap(store.backupWindow, store.maintenanceWindow)
      ? [
          {
            path: `stores.${name}.maintenanceWindow`,
            given: `${store.maintenanceWindow}, with backupWindow ${store.backupWindow}`,
            allowed: "a weekly window that does not overlap the daily one for backups",
            mend: `let it begin at or after ${store.backupWindow.split("-")[1]}, or move backupWindow`,
          },
        ]
      : [],
  );
