import type { AlertGroup, MonitoringSettings } from "../contracts/monitoring";
import { backupMetrics } from "./backup-metrics";

/**
 * What kube-state-metrics reads of the objects of Percona's operator for MongoDB, and how that becomes the metrics that backups by jobs
 * have too: one set of alerts and one dashboard serve both.
 */

/** When a backup ended that went well, by `store`, `tier` and `backup`. */
const COMPLETED = "slipway_psmdb_backup_completed_timestamp_seconds";
/** When a backup was asked for, by `store`, `tier`, `backup` and `state` (`ready`, `error`, `running`, …). */
const CREATED = "slipway_psmdb_backup_created_timestamp_seconds";
/** When a MongoDB was made, by `store`: as old is what is lost while it has no backup. */
const MADE = "slipway_psmdb_created_timestamp_seconds";

const GROUP = "psmdb.percona.com";

/** Values of kube-state-metrics for the objects of the operator; none where nothing is backed up so. */
export function operatedState({ operated = false }: MonitoringSettings): object {
  if (!operated) return {};
  const gauge = (name: string, help: string, path: readonly string[], labels: object = {}) => ({
    // What is not there yet, such as the end of a backup that runs, is no error to be told of at each look.
    ...{ name, help, labelsFromPath: labels, errorLogV: 10 },
    each: { type: "Gauge", gauge: { path, nilIsZero: false } },
  });
  const created = ["metadata", "creationTimestamp"];
  const ofBackup = {
    ...{ store: ["spec", "clusterName"], backup: ["metadata", "name"] },
    tier: ["metadata", "labels", "percona.com/backup-ancestor"],
  };
  const kind = (name: string) => ({ group: GROUP, version: "v1", kind: name });
  return {
    rbac: {
      extraRules: [
        {
          apiGroups: [GROUP],
          resources: ["perconaservermongodbs", "perconaservermongodbbackups"],
          verbs: ["list", "watch"],
        },
      ],
    },
    customResourceState: {
      enabled: true,
      config: {
        kind: "CustomResourceStateMetrics",
        spec: {
          resources: [
            {
              groupVersionKind: kind("PerconaServerMongoDBBackup"),
              // Names are whole, as those of jobs are.
              metricNamePrefix: "",
              metrics: [
                gauge(COMPLETED, "When a backup of a MongoDB ended.", ["status", "completed"], ofBackup),
                gauge(CREATED, "When a backup of a MongoDB was asked for.", created, {
                  ...ofBackup,
                  state: ["status", "state"],
                }),
              ],
            },
            {
              groupVersionKind: kind("PerconaServerMongoDB"),
              metricNamePrefix: "",
              metrics: [gauge(MADE, "When a MongoDB was made.", created, { store: ["metadata", "name"] })],
            },
          ],
        },
      },
    },
  };
}

const newest = (selector: string): string => `max by (store, tier) (${CREATED}{tier!="",${selector}})`;

/** The same as the metrics of jobs. A MongoDB that was never backed up has lost, if it is lost, all since it was made. */
export function operatedRecords({ operated = false }: MonitoringSettings): readonly AlertGroup[] {
  if (!operated) return [];
  const { lastSuccess, succeeded } = backupMetrics;
  const completed = `max by (store, tier) (${COMPLETED}{tier!=""})`;
  return [
    {
      name: "backups-operated",
      interval: "1m",
      records: [
        {
          record: lastSuccess,
          expr: `${completed} or on (store) label_replace(max by (store) (${MADE}), "tier", "daily", "", "")`,
        },
        {
          record: succeeded,
          expr: `(${newest('state="ready"')} >= bool ${newest('state=~"ready|error"')}) or 0 * ${newest('state="error"')}`,
        },
      ],
      rules: [],
    },
  ];
}
