import type { Dashboard } from "../../contracts/monitoring";
import { BAD_RATIO, BUDGET_LEFT, OBJECTIVE } from "../alerts/slo";
import { choice, dashboard, lines, numbers } from "./panels";

const CHOSEN = 'namespace=~"$namespace",workload=~"$workload"';
const NAME = "{{workload}} {{slo}}";

/** What was promised, what was kept, and how much of the error budget is left. */
export const sloDashboard: Dashboard = dashboard({
  name: "slipway-slo",
  title: "Objectives",
  from: "now-7d",
  panels: [
    numbers({
      title: "Left of the error budget, now",
      unit: "percentunit",
      width: 24,
      limits: { warning: 0.25, critical: 0 },
      worse: "below",
      queries: [[`${BUDGET_LEFT}{${CHOSEN}}`, NAME]],
    }),
    lines({
      title: "Error budget that is left",
      unit: "percentunit",
      width: 12,
      limits: { warning: 0.25, critical: 0 },
      worse: "below",
      queries: [[`${BUDGET_LEFT}{${CHOSEN}}`, NAME]],
    }),
    lines({
      title: "Requests against an objective",
      unit: "percentunit",
      width: 12,
      queries: [
        [`${BAD_RATIO}{${CHOSEN},window="1h"}`, `${NAME} 1 h`],
        [`${BAD_RATIO}{${CHOSEN},window="6h"}`, `${NAME} 6 h`],
        [`1 - ${OBJECTIVE}{${CHOSEN}}`, `${NAME} allowed`],
      ],
    }),
    lines({
      title: "Speed at which the budget burns",
      unit: "short",
      width: 24,
      limits: { warning: 3, critical: 14.4 },
      queries: [
        [
          `${BAD_RATIO}{${CHOSEN},window="1h"} / on (namespace, workload, slo) (1 - ${OBJECTIVE})`,
          `${NAME}: 1 spends it in exactly the period`,
        ],
      ],
    }),
  ],
  choices: [
    choice("namespace", `label_values(${OBJECTIVE}, namespace)`),
    choice("workload", `label_values(${OBJECTIVE}{namespace=~"$namespace"}, workload)`),
  ],
});
