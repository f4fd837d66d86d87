/**
 * What backups and restore drills tell of themselves. Runs leave these gauges in the bucket when they end, whichever way
 * (charts/backup/files), and a pod that may read nothing else shows them to Prometheus: nothing is pushed, and they
 * outlive every pod. Labels are `store` (the store's name in config) and, for backups, `tier` (`hourly`, `daily`,
 * `safety`). Times are Unix seconds.
 */
export const backupMetrics = {
  /** When the last backup that went well ended. */
  lastSuccess: "slipway_backup_last_success_timestamp_seconds",
  /** When the last backup ended, well or not. */
  lastRun: "slipway_backup_last_run_timestamp_seconds",
  /** 1 when the last backup went well, else 0. */
  succeeded: "slipway_backup_last_run_succeeded",
  /** Bytes of the last backup that went well. */
  bytes: "slipway_backup_size_bytes",
  /** Seconds that the last backup took. */
  seconds: "slipway_backup_duration_seconds",
  /** 1 while what runs have left in the bucket can be read, else 0. No label. */
  readable: "slipway_backup_bucket_readable",
} as const;

/** Of restore drills, by `store`. */
export const drillMetrics = {
  /** When the last drill that went well ended: restored, and its checksum was right. */
  lastSuccess: "slipway_drill_last_success_timestamp_seconds",
  /** 1 when the last drill went well, else 0. */
  succeeded: "slipway_drill_last_run_succeeded",
  /** Seconds from the order to restore until the data could be read: what the recovery time objective is held against. */
  restoreSeconds: "slipway_drill_restore_duration_seconds",
  /** Seconds of data that the restored copy lacked: what the recovery point objective is held against. */
  lostSeconds: "slipway_drill_data_loss_seconds",
} as const;
