import type { AlertGroup, MonitoringSettings } from "../../contracts/monitoring";
import { onLimits, ratioOf } from "./on-limits";

const dashboard = "slipway-cost";

/** US dollars that the account has cost since the first of the month: what CloudWatch's billing metric says. */
export const CHARGES = 'max(aws_billing_estimated_charges_maximum{dimension_Currency="USD"})';

/** Days of the month that have passed. */
const PASSED = "(day_of_month() - 1 + hour() / 24)";

/** What the month will have cost if it goes on so; says nothing in its first two days. */
export const FORECAST = `${CHARGES} / on () (${PASSED} > 2) * on () days_in_month()`;

/** The month's budget; none, no alerts. */
export function costAlerts({ monthlyBudget, thresholds }: MonitoringSettings): readonly AlertGroup[] {
  if (monthlyBudget === undefined) return [];
  return [
    {
      name: "cost",
      rules: [
        ...onLimits(thresholds.budgetPercent, {
          alert: "BudgetNearlySpent",
          expr: (percent) => `${CHARGES} / ${monthlyBudget} > ${ratioOf(percent)}`,
          for: "1h",
          summary: "The month's budget is nearly spent",
          description: `{{ $value | humanizePercentage }} of $${monthlyBudget}.`,
          runbook: "budget-nearly-spent",
          dashboard,
          panel: "Spent this month",
        }),
        {
          alert: "BudgetWillNotDo",
          expr: `${FORECAST} / ${monthlyBudget} > 1.2`,
          for: "6h",
          severity: "info",
          summary: "The month will cost more than its budget",
          description: `As it goes on, {{ $value | humanizePercentage }} of $${monthlyBudget}.`,
          runbook: "budget-will-not-do",
          dashboard,
          panel: "Spent this month",
        },
        {
          alert: "CostUnseen",
          expr: "absent(aws_billing_estimated_charges_maximum)",
          for: "12h",
          severity: "info",
          summary: "Nothing is known of the account's costs",
          description:
            "The billing metric has been absent for 12 hours ({{ $value }}): it has to be switched on once for an account.",
          runbook: "cost-unseen",
          dashboard,
          panel: "Spent this month",
        },
      ],
    },
  ];
}
