/**
 * What backups and restore drills tell of themselves. Whatever runs them pushes these gauges when it ends, whichever
 * way, with the labels `store` (the store's name in config) and, for backups, `tier` (`daily`, `weekly`, `monthly`,
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
