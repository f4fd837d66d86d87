import type { WorkloadValues } from "../../../components/workloads/values";
import type { JobValues } from "../../../components/workloads/values/jobs";
import type { Opening } from "../../../components/workloads/values/network";
import type { WorkloadConfig } from "../../config/workloads/kinds";

/** A release of its own, run to its end before the workload's. */
export interface MigrationPlan {
  readonly name: string;
  readonly values: WorkloadValues;
}

/**
 * A migration is a task of its own: same image, variables, files and sidecars, its own command, identity, secret and
 * openings. It has no disks, whose only place may be with the pod that still runs.
 */
export function migrationOf(
  name: string,
  workload: WorkloadConfig,
  migrate: NonNullable<WorkloadConfig["migrate"]>,
  common: Omit<WorkloadValues, "kind">,
  openings: readonly Opening[],
): MigrationPlan {
  const own = `${name}-migrate`;
  const { args: _args, network: _network, volumes: _volumes, init: _init, permissions: _permissions, ...kept } = common;
  return {
    name: own,
    values: {
      ...kept,
      kind: "task",
      name: own,
      command: migrate.command,
      // A database outside the stack is under `egress`. What it calls would not let it in under its own name.
      network: { egressInternet: workload.internet, openings },
      job: jobOf(migrate),
    },
  };
}

const DAY = 86_400;

/** Tried once; first dry, then with a backup, then in earnest. */
function jobOf({
  dryRun,
  backup,
  rollback,
  timeoutSeconds,
  keepDays,
}: NonNullable<WorkloadConfig["migrate"]>): JobValues {
  const before = [
    ...(dryRun ? [{ name: "dry-run", command: dryRun }] : []),
    ...(backup ? [{ name: "backup", command: backup }] : []),
  ];
  return {
    backoffLimit: 0,
    activeDeadlineSeconds: timeoutSeconds,
    ttlSecondsAfterFinished: keepDays * DAY,
    ...(before.length > 0 && { before }),
    ...(rollback && { rollback }),
  };
}
