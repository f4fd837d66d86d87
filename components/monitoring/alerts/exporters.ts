import type { AlertGroup, ExporterKind, MonitoringSettings } from "../../contracts/monitoring";
import { mongodbAlerts } from "./mongodb";
import { exportedPostgresAlerts } from "./postgres";
import { exportedRedisAlerts } from "./redis";

const byKind: Readonly<Record<ExporterKind, (settings: MonitoringSettings) => AlertGroup>> = {
  postgres: exportedPostgresAlerts,
  redis: exportedRedisAlerts,
  mongodb: mongodbAlerts,
};

/** Alerts on stores whose exporters run in the cluster; none for kinds that have none there. */
export function exporterAlerts(settings: MonitoringSettings): readonly AlertGroup[] {
  return settings.exporters.map((kind) => byKind[kind](settings));
}
