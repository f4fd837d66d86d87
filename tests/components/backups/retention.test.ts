import fc from "fast-check";
import { operatedBackups } from "../../../components/backups/operated";
import { expiryOf, forgottenAt, held, tiersOfDaily } from "../../../components/backups/retention";
import { backupSchedules, drillSchedule } from "../../../components/backups/schedule";
import type { Keep } from "../../../components/contracts/backups";

const DAY = 86_400_000;
const day = (text: string): Date => new Date(`${text}T00:00:00Z`);
const at = (date: Date, time: string): Date => new Date(`${date.toISOString().slice(0, 10)}T${time}:00Z`);

/** What the jobs would have written, day by day. */
function written(from: Date, days: number, keep: Keep, time: string) {
  return Array.from({ length: days }, (_, index) => at(new Date(from.getTime() + index * DAY), time)).flatMap((date) =>
    tiersOfDaily(date, keep).map((tier) => ({ path: `${tier}/db/${date.toISOString()}/dump`, written: date, tier })),
  );
}

/**
 * The promise, in words of its own: on any day there are the daily ones of the last `keep.daily` whole days and of today,
 * the Sundays of the last `keep.weekly`, and the firsts of the last `keep.monthly`.
 */
function promised(now: Date, from: Date, keep: Keep, time: string): string[] {
  const result: string[] = [];
  const midnight = at(now, "00:00").getTime();
  const back = (days: number, tier: string, of: (date: Date) => boolean) => {
    for (let ago = 0; ago <= days; ago += 1) {
      const made = at(new Date(midnight - ago * DAY), time);
      if (made > now || made < from || !of(made)) continue;
      // Written at midnight sharp, it is exactly `days` old at the midnight of its end, and goes then.
      if (ago === days && time === "00:00") continue;
      result.push(`${tier}/db/${made.toISOString()}/dump`);
    }
  };
  if (keep.daily !== undefined) back(keep.daily, "daily", () => true);
  if (keep.weekly !== undefined) back(keep.weekly, "weekly", (date) => date.getUTCDay() === 0);
  if (keep.monthly !== undefined) back(keep.monthly, "monthly", (date) => date.getUTCDate() === 1);
  return result.sort();
}

describe("retention", () => {
  test("7, 30 and 90 days over a year: exactly the promised copies, each noon", () => {
    const keep = { daily: 7, weekly: 30, monthly: 90 };
    const from = day("2026-01-01");
    const objects = written(from, 365, keep, "02:00");
    const rules = expiryOf("db", keep);
    for (let index = 0; index < 365; index += 1) {
      const now = at(new Date(from.getTime() + index * DAY), "12:00");
      const there = held(
        objects.filter((each) => each.written <= now),
        rules,
        now,
      );
      expect(there.map(({ path }) => path).sort()).toEqual(promised(now, from, keep, "02:00"));
    }
  });

  test("the figures of one day, counted by hand", () => {
    const keep = { daily: 7, weekly: 30, monthly: 90 };
    const now = at(day("2026-11-21"), "12:00");
    const objects = written(day("2026-01-01"), 365, keep, "02:00").filter((each) => each.written <= now);
    const there = held(objects, expiryOf("db", keep), now);
    const of = (tier: string) =>
      there.filter((each) => each.tier === tier).map(({ written: date }) => date.toISOString().slice(0, 10));
    expect(of("daily")).toEqual([14, 15, 16, 17, 18, 19, 20, 21].map((date) => `2026-11-${date}`));
    expect(of("weekly")).toEqual(["2026-10-25", "2026-11-01", "2026-11-08", "2026-11-15"]);
    expect(of("monthly")).toEqual(["2026-09-01", "2026-10-01", "2026-11-01"]);
  });

  test("any days, any time, any hour of any year", () => {
    const days = fc.integer({ min: 1, max: 400 });
    const time = fc.tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 }));
    fc.assert(
      fc.property(
        fc.record({
          daily: days,
          weekly: fc.option(days, { nil: undefined }),
          monthly: fc.option(days, { nil: undefined }),
        }),
        time,
        fc.integer({ min: 0, max: 3650 }),
        fc.integer({ min: 0, max: 500 * 24 }),
        (keep, [hour, minute], start, hours) => {
          const clock = `${String(hour).padStart(2, "0")}:${String(minute).padStart(2, "0")}`;
          const from = new Date(day("2024-01-01").getTime() + start * DAY);
          // Not on the minute: at the very second of a write or of an end both answers are right.
          const now = new Date(from.getTime() + hours * 3_600_000 + 59_500);
          const rules = expiryOf("db", keep);
          const objects = written(from, 510, keep, clock).filter((each) => each.written <= now);
          const there = held(objects, rules, now).map(({ path }) => path);
          expect(there.sort()).toEqual(promised(now, from, keep, clock));
        },
      ),
      { numRuns: 300 },
    );
  });

  test("nothing goes before its time, nor stays more than a day beyond it", () => {
    fc.assert(
      fc.property(
        fc.date({ min: day("2020-01-01"), max: day("2040-01-01"), noInvalidDate: true }),
        fc.integer({ min: 1, max: 3650 }),
        (made, days) => {
          const due = made.getTime() + days * DAY;
          const gone = forgottenAt(made, days).getTime();
          expect(gone - due).toBeGreaterThanOrEqual(0);
          expect(gone - due).toBeLessThan(DAY);
        },
      ),
    );
  });

  test("one store's rules do not touch another's, nor another tier", () => {
    const rules = expiryOf("db", { daily: 1, safety: 2 });
    expect(rules.map(({ prefix }) => prefix)).toEqual(["daily/db/", "safety/db/"]);
    const old = { path: "daily/db-2/x/dump", written: day("2026-01-01") };
    expect(held([old], rules, day("2027-01-01"))).toEqual([old]);
  });
});

describe("schedules", () => {
  test.each([
    ["02:00", "0 2 * * *", "0 0-1,3-23 * * *"],
    ["00:15", "15 0 * * *", "15 1-23 * * *"],
    ["23:30", "30 23 * * *", "30 0-22 * * *"],
    ["01:05", "5 1 * * *", "5 0,2-23 * * *"],
  ])("at %s", (time, daily, hourly) => {
    expect(backupSchedules({ at: time, hourly: true })).toEqual({ daily, hourly });
    expect(backupSchedules({ at: time, hourly: false })).toEqual({ daily });
  });

  test.each([
    ["weekly", "02:00", "0 5 * * 1"],
    ["monthly", "23:30", "30 2 2 * *"],
    ["off", "02:00", undefined],
  ] as const)("a drill %s after %s", (drill, time, schedule) => {
    expect(drillSchedule({ at: time, hourly: false, drill })).toBe(schedule);
  });
});

describe("what an operator is told, which forgets by number", () => {
  const keep = { hourly: 2, daily: 7, weekly: 30, monthly: 90, safety: 14 };

  test("as many of each tier as cover its days, at times of their own", () => {
    expect(operatedBackups({ at: "02:30", hourly: true, keep })).toEqual({
      tiers: [
        { tier: "hourly", schedule: "30 0-1,3-23 * * *", count: 46 },
        { tier: "daily", schedule: "30 2 * * *", count: 7 },
        { tier: "weekly", schedule: "30 2 * * 0", count: 5 },
        { tier: "monthly", schedule: "30 2 1 * *", count: 4 },
      ],
      safetyDays: 14,
    });
  });

  test("a tier that is not asked for is not made", () => {
    const { tiers, safetyDays } = operatedBackups({ at: "02:00", hourly: false, keep: { daily: 3, weekly: 0 } });
    expect([tiers, safetyDays]).toEqual([[{ tier: "daily", schedule: "0 2 * * *", count: 3 }], 30]);
  });

  test("through a year no backup goes before its days are over, as the operator deletes the oldest when one more is there", () => {
    const { tiers } = operatedBackups({ at: "02:00", hourly: false, keep });
    const taken: Readonly<Record<string, (at: Date) => boolean>> = {
      daily: () => true,
      weekly: (at) => at.getUTCDay() === 0,
      monthly: (at) => at.getUTCDate() === 1,
    };
    for (const { tier, count } of tiers) {
      let held: number[] = [];
      for (let at = Date.UTC(2026, 0, 1, 2); at < Date.UTC(2027, 0, 1); at += DAY) {
        if (!taken[tier]!(new Date(at))) continue;
        held = [...held, at];
        const gone = held.slice(0, -count);
        for (const time of gone) expect(at - time).toBeGreaterThanOrEqual(keep[tier] * DAY);
        held = held.slice(-count);
      }
      expect(held).toHaveLength(count);
    }
  });
});
