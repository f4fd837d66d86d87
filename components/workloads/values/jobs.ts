export interface CronValues {
  /** Five fields, or a macro such as `@daily`. */
  readonly schedule: string;
  /** @default "Etc/UTC" */
  readonly timeZone?: string;
  /** @default "Forbid" */
  readonly concurrencyPolicy?: "Forbid" | "Replace" | "Allow";
  /** Seconds by which a run may start late, above 10 (the controller looks every 10 s). @default 300 */
  readonly startingDeadlineSeconds?: number;
  /** @default 3 */
  readonly successfulJobsHistoryLimit?: number;
  /** @default 3 */
  readonly failedJobsHistoryLimit?: number;
}

export interface JobValues {
  /** Further tries after a failure, 0–10; a drained node does not count. @default 2 */
  readonly backoffLimit?: number;
  /** Seconds after which a run has failed, waiting for its node and its secrets included. @default 1800 */
  readonly activeDeadlineSeconds?: number;
  /** task: seconds that an ended one is kept; cron has history limits. @default 86400 */
  readonly ttlSecondsAfterFinished?: number;
}
