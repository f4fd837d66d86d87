import { AwsBudget } from "../../../../components/clouds/aws/budget";
import { scopeOf } from "../../../support/scope";
import { simulate } from "../../../support/simulate";

const args = { monthly: 800, percents: [80, 100], forecast: 100, emails: ["a@example.com", "b@example.com"] };
const make = (over: Partial<typeof args> = {}, names: readonly string[] = ["shop-dev-budget"]) =>
  simulate(() => {
    for (const name of names) new AwsBudget(name, { ...args, ...over, scope: scopeOf() });
  });

test("a monthly budget over the app's tag tells everybody at each share, and of the forecast", async () => {
  const { inputs, outputs } = (await make()).one("aws:budgets/budget:Budget");
  expect(inputs).toMatchObject({
    ...{ name: "shop-dev", budgetType: "COST", timeUnit: "MONTHLY", limitAmount: "800", limitUnit: "USD" },
    costFilters: [{ name: "TagKeyValue", values: ["user:Project$shop"] }],
    tags: { Project: "shop", Name: "shop-dev-budget" },
  });
  const told = inputs["notifications"] as Record<string, unknown>[];
  expect(told.map(({ notificationType, threshold }) => [notificationType, threshold])).toEqual([
    ["ACTUAL", 80],
    ["ACTUAL", 100],
    ["FORECASTED", 100],
  ]);
  expect(told.every(({ subscriberEmailAddresses: to }) => JSON.stringify(to) === JSON.stringify(args.emails))).toBe(
    true,
  );
  expect(outputs["arn"]).toBe("arn:aws:budgets::123456789012:budget/shop-dev");
});

test.each<[string, Parameters<typeof make>, RegExp]>([
  ["two of one name", [{}, ["shop-dev-budget", "shop-dev-other"]], /DuplicateRecordException/],
  ["the same share twice", [{ percents: [80, 80] }], /DuplicateRecordException/],
  ["more than five notifications", [{ percents: [50, 60, 70, 80, 90] }], /CreationLimitExceededException/],
])("AWS refuses %s", async (_, given, error) => {
  await expect(make(...given)).rejects.toThrow(error);
});
