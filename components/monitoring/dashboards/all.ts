import type { Dashboard, MonitoringSettings } from "../../contracts/monitoring";
import { backupDashboard } from "./backups";
import { businessDashboard } from "./business";
import { costDashboard } from "./cost";
import { deliveryDashboard } from "./delivery";
import { edgeDashboard } from "./edge";
import { platformDashboard } from "./platform";
import { sloDashboard } from "./slo";
import { mongodbDashboard, postgresDashboard, redisDashboard } from "./stores";
import { workloadDashboard } from "./workload";

/** The dashboards of a stack: none for what it does not have. */
export function dashboardsOf(settings: MonitoringSettings): readonly Dashboard[] {
  const { stores, exporters, workloads, business, monthlyBudget, thresholds } = settings;
  const has = (kind: "postgres" | "redis") => exporters.includes(kind) || stores.some((store) => store.kind === kind);
  return [
    platformDashboard,
    workloadDashboard(settings),
    edgeDashboard(settings),
    backupDashboard(settings),
    ...(workloads.length > 0 ? [deliveryDashboard] : []),
    ...(workloads.some(({ slo }) => slo !== undefined) ? [sloDashboard] : []),
    ...(has("postgres") ? [postgresDashboard(settings)] : []),
    ...(has("redis") ? [redisDashboard(settings)] : []),
    ...(exporters.includes("mongodb") ? [mongodbDashboard(settings)] : []),
    ...(business.length > 0 ? [businessDashboard(business)] : []),
    ...(monthlyBudget === undefined ? [] : [costDashboard(monthlyBudget, thresholds.budgetPercent)]),
  ];
}
