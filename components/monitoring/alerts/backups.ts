import type { AlertGroup, MonitoringSettings } from "../../contracts/monitoring";
import { backupMetrics, drillMetrics } from "../backup-metrics";
import { onLimits } from "./on-limits";

const dashboard = "slipway-backups";
const store = "{{ $labels.store }}";

/** Backups that are old, failed or shrank, and drills that are late or too slow. */
export function backupAlerts({ thresholds }: MonitoringSettings): readonly AlertGroup[] {
  const { lastSuccess, succeeded, bytes, readable } = backupMetrics;
  return [
    {
      name: "backups",
      rules: [
        ...onLimits(thresholds.backupHours, {
          alert: "BackupStale",
          expr: (hours) => `time() - max by (store) (${lastSuccess}) > ${hours * 3600}`,
          for: "5m",
          summary: `The last backup of ${store} is old`,
          description: "It is {{ $value | humanizeDuration }} old: as much would be lost.",
          runbook: "backup-stale",
          dashboard,
          panel: "Age of the last backup",
        }),
        {
          alert: "BackupFailed",
          expr: `min by (store, tier) (${succeeded}) == 0`,
          for: "0m",
          severity: "warning",
          summary: `A backup of ${store} failed`,
          description: "The last one of the tier {{ $labels.tier }} did (succeeded: {{ $value }}).",
          runbook: "backup-failed",
          dashboard,
          panel: "Backups that went well",
        },
        {
          alert: "BackupShrank",
          expr: `max by (store, tier) (${bytes}) / max by (store, tier) (max_over_time(${bytes}[7d])) < 0.5`,
          for: "5m",
          severity: "warning",
          summary: `The backup of ${store} is much smaller than before`,
          description:
            "It has {{ $value | humanizePercentage }} of the largest of the week: something may be missing from it.",
          runbook: "backup-shrank",
          dashboard,
          panel: "Size of backups",
        },
        {
          alert: "BackupsUnseen",
          expr: `max(${readable}) == 0`,
          for: "15m",
          severity: "warning",
          summary: "The bucket of backups cannot be read",
          description: "What is known of backups is old: nobody would see the next one fail (readable: {{ $value }}).",
          runbook: "backups-unseen",
          dashboard,
          panel: "Bucket of backups can be read",
        },
        ...onLimits(thresholds.drillDays, {
          alert: "DrillStale",
          expr: (days) => `time() - max by (store) (${drillMetrics.lastSuccess}) > ${days * 86400}`,
          for: "5m",
          summary: `It is long since a backup of ${store} was restored`,
          description: "The last drill that went well was {{ $value | humanizeDuration }} ago.",
          runbook: "drill-stale",
          dashboard,
          panel: "Age of the last drill",
        }),
        {
          alert: "DrillFailed",
          expr: `min by (store) (${drillMetrics.succeeded}) == 0`,
          for: "0m",
          severity: "critical",
          summary: `A backup of ${store} could not be restored`,
          description: "The last drill failed (succeeded: {{ $value }}): there may be no backup that works.",
          runbook: "drill-failed",
          dashboard,
          panel: "Drills that went well",
        },
        ...onLimits(thresholds.restoreMinutes, {
          alert: "RestoreTooSlow",
          expr: (minutes) => `max by (store) (${drillMetrics.restoreSeconds}) > ${minutes * 60}`,
          for: "0m",
          summary: `Restoring ${store} takes longer than promised`,
          description: "It took {{ $value | humanizeDuration }} in the last drill.",
          runbook: "restore-too-slow",
          dashboard,
          panel: "Time to restore",
        }),
        ...onLimits(thresholds.lostMinutes, {
          alert: "RestoreLosesTooMuch",
          expr: (minutes) => `max by (store) (${drillMetrics.lostSeconds}) > ${minutes * 60}`,
          for: "0m",
          summary: `Restoring ${store} loses more than promised`,
          description: "The copy of the last drill lacked {{ $value | humanizeDuration }} of data.",
          runbook: "restore-loses-too-much",
          dashboard,
          panel: "Data lost by a restore",
        }),
      ],
    },
  ];
}
