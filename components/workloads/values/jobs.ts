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
  /** task: seconds that an ended one is kept, failed or not; cron has history limits. @default 604800: a week */
  readonly ttlSecondsAfterFinished?: number;
  /** task: run one after the other before the task itself, with all that it has; where one fails, it does not run. */
  readonly before?: readonly StepValues[];
  /** task: what takes it back; makes a suspended CronJob `<name>-rollback`, that a person makes a Job from. */
  readonly rollback?: readonly string[];
}

/** One step of a task. */
export interface StepValues {
  /** Name of its container. */
  readonly name: string;
  readonly command: readonly string[];
}
