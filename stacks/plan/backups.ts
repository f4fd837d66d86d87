import type { BackedUpStore } from "../../components/backups/jobs";
import { expiryOf } from "../../components/backups/retention";
import { backupSchedules, drillSchedule } from "../../components/backups/schedule";
import type { BackupBucketArgs, BackupVaultArgs, Keep } from "../../components/contracts/backups";
import { isDumped } from "../config/dumped";
import type { StackConfig } from "../config/schema";

/** Backups by jobs: the bucket, the namespace, and what is done when. */
export interface BackupsPlan {
  readonly namespace: string;
  readonly bucket: BackupBucketArgs;
  readonly stores: readonly BackedUpStore[];
}

/** None where config names no store that jobs back up: the operator of a MongoDB in the cluster does that itself (`planStores`). */
export function planBackups({ app, backups, stores }: StackConfig): BackupsPlan | undefined {
  if (backups === undefined) return undefined;
  const entries = Object.entries(backups.stores).filter(([name]) => isDumped(stores[name]));
  if (entries.length === 0) return undefined;
  return {
    namespace: `${app}-backups`,
    bucket: {
      expiry: entries.flatMap(([name, { hourly, keep }]) => expiryOf(name, keptTiers(keep, hourly))),
      lockDays: backups.lockDays,
      lockMode: backups.lockMode,
      copyTo: backups.copyTo,
    },
    stores: entries.map(([name, { at, hourly, keep, rows, drill = "weekly", maxHours }]) => {
      const store = stores[name]!;
      if (store.kind !== "postgres" && store.kind !== "mongodb")
        throw new Error(`slipway:backups.stores.${name} is a ${store.kind}`);
      return {
        name,
        version: store.version,
        schedules: backupSchedules({ at, hourly }),
        keepTiers: (["weekly", "monthly"] as const).filter((tier) => keep[tier] > 0),
        drill: drillSchedule({ at, hourly, drill }),
        // A dump of documents has no hash that a server could make anew.
        rows: store.kind === "mongodb" ? "count" : rows,
        deadlineSeconds: maxHours * 3600,
      };
    }),
  };
}

/** What the cloud's own service backs up. */
export function planVault({ backups, stores }: StackConfig): BackupVaultArgs | undefined {
  if (backups?.vault === undefined) return undefined;
  const clusters = Object.values(stores).some((store) => "aurora" in store && store.aurora !== undefined);
  return { ...backups.vault, ...(clusters && { clusters }) };
}

/** Tiers that are made at all. */
function keptTiers(keep: Required<Keep>, hourly: boolean): Keep {
  return Object.fromEntries(
    Object.entries(keep).filter(([tier, days]) => days > 0 && (tier !== "hourly" || hourly)),
  ) as Keep;
}
