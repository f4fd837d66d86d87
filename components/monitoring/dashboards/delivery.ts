import type { Dashboard } from "../../contracts/monitoring";
import { DEPLOYS, FAILURE_RATIO, FAILURES, LEAD_TIME, TIME_TO_RECOVER } from "../alerts/delivery-records";
import { RELEASED } from "../queries";
import { choice, dashboard, lines, numbers } from "./panels";

const CHOSEN = 'namespace=~"$namespace",workload=~"$workload"';
const of = (metric: string): string => `${metric}{${CHOSEN}}`;
const NAME = "{{workload}}";

/** How changes reach users: how often, how fast, how many fail, and how fast that is mended. Figures of seven days. */
export const deliveryDashboard: Dashboard = dashboard({
  name: "slipway-delivery",
  title: "Delivery",
  from: "now-30d",
  panels: [
    numbers({ title: "Deploys a week", unit: "short", width: 6, queries: [[`sum(${of(DEPLOYS)})`, "of all"]] }),
    numbers({
      title: "Lead time, half of commits",
      unit: "s",
      width: 6,
      empty: "no commit is known",
      queries: [[`avg(${of(LEAD_TIME)})`, "mean of workloads"]],
    }),
    numbers({
      title: "Changes that failed",
      unit: "percentunit",
      width: 6,
      limits: { warning: 0.15, critical: 0.3 },
      queries: [[`sum(${of(FAILURES)}) / (sum(${of(DEPLOYS)}) > 0)`, "of all"]],
    }),
    numbers({
      title: "Time to recover",
      unit: "s",
      width: 6,
      limits: { warning: 3600, critical: 86_400 },
      empty: "nothing failed",
      queries: [[`avg(${of(TIME_TO_RECOVER)})`, "mean of workloads"]],
    }),
    lines({ title: "Deploys of each workload", unit: "short", width: 12, queries: [[of(DEPLOYS), NAME]] }),
    lines({
      title: "Lead time of each workload",
      unit: "s",
      width: 12,
      empty: "no commit is known",
      queries: [[of(LEAD_TIME), NAME]],
    }),
    lines({
      title: "Failed changes of each workload",
      unit: "percentunit",
      width: 12,
      limits: { warning: 0.15, critical: 0.3 },
      queries: [[of(FAILURE_RATIO), NAME]],
    }),
    lines({
      title: "Time to recover of each workload",
      unit: "s",
      width: 12,
      limits: { warning: 3600, critical: 86_400 },
      empty: "nothing failed",
      queries: [[of(TIME_TO_RECOVER), NAME]],
    }),
    lines({
      title: "Age of the newest release",
      unit: "s",
      width: 24,
      queries: [[`time() - max by (namespace, workload) (${RELEASED}{outcome="deployed",${CHOSEN}})`, NAME]],
    }),
  ],
  choices: [
    choice("namespace", `label_values(${RELEASED}, namespace)`),
    choice("workload", `label_values(${RELEASED}{namespace=~"$namespace"}, workload)`),
  ],
});
