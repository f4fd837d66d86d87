import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { judge, policySettings } from "../../../policy/judge";
import { rehearse } from "../../../rehearsal/rehearse";
import { planStack } from "../../../stacks/plan/plan";
import { root, stackConfig } from "../../support/configs";

const emails = ["team@example.com"];
const settingsOf = (config: Record<string, unknown>) =>
  policySettings({ project: "shop", stack: "dev", config, now: new Date("2026-11-21") });

describe("slipway:budget", () => {
  test("defaults: told at 80 and 100 percent, and of a forecast of all of it", () => {
    const { budget } = planStack(stackConfig({ budget: { monthly: 300, emails } }), "dev");
    expect(budget).toEqual({ monthly: 300, percents: [80, 100], forecast: 100, emails });
    expect(planStack(stackConfig(), "dev").budget).toBeUndefined();
  });

  test.each([
    [{ monthly: 0, emails }, /above 0/],
    [{ monthly: 10 }, /emails/],
    [{ monthly: 10, emails: ["nobody"] }, /e-mail address/],
    [{ monthly: 10, emails, percents: [1, 2, 3, 4, 5] }, /percents/],
  ])("%j is refused", (budget, message) => {
    expect(() => stackConfig({ budget })).toThrow(message);
  });

  test("is what the rule monthly-budget judges by, unless the policies are given another", () => {
    const budget = JSON.stringify({ monthly: 300, emails });
    expect(settingsOf({ "slipway:budget": budget }).monthlyBudget).toBe(300);
    expect(settingsOf({ "slipway:budget": budget, "slipway:policy": '{"monthlyBudget":900}' }).monthlyBudget).toBe(900);
    expect(settingsOf({}).monthlyBudget).toBeUndefined();
    const found = (monthlyCost: number | undefined) =>
      judge([], { ...settingsOf({ "slipway:budget": budget }), monthlyCost }).filter(
        ({ rule }) => rule === "monthly-budget",
      );
    expect(found(301)).toMatchObject([
      { level: "mandatory", message: "it costs about $301 a month; $300 are allowed" },
    ]);
    expect(found(300)).toEqual([]);
    expect(found(undefined)).toEqual([]);
  });
});

test("a rehearsal over its budget fails by the rule, with the figure of its own report", async () => {
  const file = join(mkdtempSync(join(tmpdir(), "slipway-budget-")), "Pulumi.dev.yaml");
  const own = readFileSync(join(root, "Pulumi.dev.yaml"), "utf8");
  writeFileSync(file, `${own}  slipway:budget: { monthly: 1, emails: [${emails[0]}] }\n`);
  const report = await rehearse({ folder: root, stack: "dev", configFile: file, env: {} });
  const usd = Math.round((report.cost?.total.expected ?? 0) / 1e6);
  expect(usd).toBeGreaterThan(100);
  expect(report.cost?.budget).toBe(1);
  expect(report.findings.filter(({ rule }) => rule === "monthly-budget")).toMatchObject([
    { level: "mandatory", message: `it costs about $${usd} a month; $1 are allowed` },
  ]);
  expect(report.resources.filter(({ type }) => type === "aws:budgets/budget:Budget")).toHaveLength(1);
});
