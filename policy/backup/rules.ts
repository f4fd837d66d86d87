import type { Rule } from "../rule";
import { bucketForceDestroy } from "./bucket-force-destroy";
import { bucketVersioning } from "./bucket-versioning";
import { elasticacheSnapshots } from "./elasticache-snapshots";
import { logRetention } from "./log-retention";
import { rdsBackupRetention } from "./rds-backup-retention";
import { rdsCopyTags } from "./rds-copy-tags";
import { rdsDeletionProtection } from "./rds-deletion-protection";
import { rdsFinalSnapshot } from "./rds-final-snapshot";
import { secretRecoveryWindow } from "./secret-recovery-window";

/** Every rule of the pack, by name. */
export const backup: readonly Rule[] = [
  bucketForceDestroy,
  bucketVersioning,
  elasticacheSnapshots,
  logRetention,
  rdsBackupRetention,
  rdsCopyTags,
  rdsDeletionProtection,
  rdsFinalSnapshot,
  secretRecoveryWindow,
];
