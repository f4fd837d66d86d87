import * as aws from "@pulumi/aws";
import type { BudgetArgs } from "../../contracts/budget";
import type { Scope } from "../../contracts/common";
import { BaseComponent, type ComponentOpts } from "../../shared/base-component";
import { named } from "../../shared/tags";

export interface AwsBudgetArgs extends BudgetArgs {
  readonly scope: Scope;
}

/**
 * A monthly budget over what carries the app's tag. AWS joins several tags of one filter by "or", so it can't be narrowed
 * to a stack within an account; environments have accounts of their own.
 */
export class AwsBudget extends BaseComponent {
  constructor(name: string, args: AwsBudgetArgs, opts?: ComponentOpts) {
    super("slipway:aws:Budget", name, opts);
    const { scope, monthly, percents, forecast, emails } = args;
    const told = (notificationType: "ACTUAL" | "FORECASTED", threshold: number) => ({
      ...{ notificationType, threshold, thresholdType: "PERCENTAGE", comparisonOperator: "GREATER_THAN" },
      subscriberEmailAddresses: [...emails],
    });
    new aws.budgets.Budget(
      name,
      {
        name: scope.name,
        budgetType: "COST",
        timeUnit: "MONTHLY",
        limitAmount: String(monthly),
        limitUnit: "USD",
        costFilters: [{ name: "TagKeyValue", values: [`user:Project$${scope.app}`] }],
        notifications: [...percents.map((percent) => told("ACTUAL", percent)), told("FORECASTED", forecast)],
        tags: named(scope.tags, name),
      },
      this.child(),
    );
    this.registerOutputs({});
  }
}
