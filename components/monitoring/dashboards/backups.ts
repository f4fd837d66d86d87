import type { Dashboard, Limits, MonitoringSettings } from "../../contracts/monitoring";
import { backupMetrics, drillMetrics } from "../backup-metrics";
import { dashboard, lines } from "./panels";

const times = ({ warning, critical }: Limits, seconds: number): Limits => ({
  warning: warning === undefined ? undefined : warning * seconds,
  critical: critical === undefined ? undefined : critical * seconds,
});

/** Backups and restore drills: how old, how large, how long, and whether they work. */
export function backupDashboard({ thresholds }: MonitoringSettings): Dashboard {
  const { lastSuccess, lastRun, succeeded, bytes, seconds, readable } = backupMetrics;
  const store = "{{store}}";
  return dashboard({
    name: "slipway-backups",
    title: "Backups",
    from: "now-30d",
    panels: [
      lines({
        title: "Age of the last backup",
        unit: "s",
        limits: times(thresholds.backupHours, 3600),
        queries: [
          [`time() - max by (store) (${lastSuccess})`, `${store} that went well`],
          [`time() - max by (store) (${lastRun})`, `${store} that was tried`],
        ],
      }),
      lines({
        title: "Backups that went well",
        unit: "short",
        queries: [[`min by (store, tier) (${succeeded})`, `${store} {{tier}}`]],
      }),
      lines({
        title: "Size of backups",
        unit: "bytes",
        queries: [[`max by (store, tier) (${bytes})`, `${store} {{tier}}`]],
      }),
      lines({
        title: "Time that backups take",
        unit: "s",
        queries: [[`max by (store, tier) (${seconds})`, `${store} {{tier}}`]],
      }),
      lines({
        title: "Bucket of backups can be read",
        unit: "short",
        queries: [[`max(${readable})`, "readable"]],
      }),
      lines({
        title: "Age of the last drill",
        unit: "s",
        limits: times(thresholds.drillDays, 86_400),
        queries: [[`time() - max by (store) (${drillMetrics.lastSuccess})`, store]],
      }),
      lines({
        title: "Drills that went well",
        unit: "short",
        queries: [[`min by (store) (${drillMetrics.succeeded})`, store]],
      }),
      lines({
        title: "Time to restore",
        unit: "s",
        limits: times(thresholds.restoreMinutes, 60),
        queries: [[`max by (store) (${drillMetrics.restoreSeconds})`, store]],
      }),
      lines({
        title: "Data lost by a restore",
        unit: "s",
        limits: times(thresholds.lostMinutes, 60),
        queries: [[`max by (store) (${drillMetrics.lostSeconds})`, store]],
      }),
    ],
  });
}
