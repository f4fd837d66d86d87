const DAYS = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];

/** When Atlas begins to take a day's snapshots, from a daily window such as `02:00-03:00`. */
export function startOf(window: string): {
  readonly referenceHourOfDay: number;
  readonly referenceMinuteOfHour: number;
} {
  const [hour, minute] = window.slice(0, 5).split(":").map(Number) as [number, number];
  return { referenceHourOfDay: hour, referenceMinuteOfHour: minute };
}

/** `sun:03:30` → minutes of a week that begins on Sunday. */
function minutesOf(moment: string): number {
  const [day, hour, minute] = moment.split(":") as [string, string, string];
  return (DAYS.indexOf(day) * 24 + Number(hour)) * 60 + Number(minute);
}

/**
 * When Atlas maintains: it begins on the hour, so this is the first full one of a weekly window such as `sun:03:30-sun:04:30`
 * (Sunday, the first day of Atlas's week, at four).
 */
export function hourIn(window: string): { readonly dayOfWeek: number; readonly hourOfDay: number } {
  const hours = Math.ceil(minutesOf(window.slice(0, 9)) / 60);
  return { dayOfWeek: (Math.floor(hours / 24) % 7) + 1, hourOfDay: hours % 24 };
}
