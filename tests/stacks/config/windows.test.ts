import { windowsOverlap } from "../../../stacks/config/checks/windows";

describe("a daily and a weekly window", () => {
  test.each([
    ["02:00-03:00", "sun:02:00-sun:04:00", true],
    ["02:00-03:00", "sun:03:00-sun:04:00", false],
    ["02:00-03:00", "sun:01:00-sun:02:00", false],
    ["02:00-03:00", "sun:02:59-sun:04:00", true],
    ["02:00-03:00", "sat:23:00-sun:02:01", true],
    ["02:00-03:00", "fri:23:00-mon:00:30", true],
    ["23:30-00:30", "tue:00:00-tue:01:00", true],
    ["23:30-00:30", "tue:00:30-tue:01:30", false],
    ["23:30-00:30", "mon:00:00-mon:01:00", true],
    ["00:00-01:00", "sun:23:00-mon:00:30", true],
    ["01:00-02:00", "sun:23:00-mon:00:30", false],
  ])("%s and %s: %s", (daily, weekly, expected) => {
    expect(windowsOverlap(daily, weekly)).toBe(expected);
  });
});
