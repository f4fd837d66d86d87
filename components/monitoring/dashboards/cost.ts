import type { Dashboard, Limits } from "../../contracts/monitoring";
import { CHARGES, FORECAST } from "../alerts/cost";
import { dashboard, lines, numbers } from "./panels";

/** What the account costs, against its budget. */
export function costDashboard(budget: number, percent: Limits): Dashboard {
  const of = (part: number | undefined) => (part === undefined ? undefined : (budget * part) / 100);
  const limits = { warning: of(percent.warning), critical: of(percent.critical) };
  return dashboard({
    name: "slipway-cost",
    title: "Cost",
    from: "now-30d",
    panels: [
      numbers({ title: "So far", unit: "currencyUSD", width: 8, limits, queries: [[CHARGES, "this month"]] }),
      numbers({
        title: "If it goes on so",
        unit: "currencyUSD",
        width: 8,
        limits: { warning: budget },
        queries: [[FORECAST, "the whole month"]],
      }),
      numbers({ title: "Budget", unit: "currencyUSD", width: 8, queries: [[`vector(${budget})`, "a month"]] }),
      lines({
        title: "Spent this month",
        unit: "currencyUSD",
        width: 24,
        limits,
        queries: [
          [CHARGES, "so far"],
          [FORECAST, "if it goes on so"],
        ],
      }),
    ],
  });
}
