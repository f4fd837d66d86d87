import type { Rule } from "../rule";
import { atlasBackups } from "./atlas-backups";
import { atlasTerminationProtection } from "./atlas-termination-protection";
import { azureBlobSoftDelete } from "./azure-blob-soft-delete";
import { azureBlobVersioning } from "./azure-blob-versioning";
import { azurePostgresGeoBackup } from "./azure-postgres-geo-backup";
import { azurePostgresRetention } from "./azure-postgres-retention";
import { azureVaultPurgeProtection } from "./azure-vault-purge-protection";
import { backupPlanRetention } from "./backup-plan-retention";
import { backupVaultForceDestroy } from "./backup-vault-force-destroy";
import { backupVaultLocked } from "./backup-vault-locked";
import { bucketBackedUp } from "./bucket-backed-up";
import { bucketForceDestroy } from "./bucket-force-destroy";
import { bucketLifecycle } from "./bucket-lifecycle";
import { bucketVersioning } from "./bucket-versioning";
import { cnpgArchived } from "./cnpg-archived";
import { docdbBackupRetention } from "./docdb-backup-retention";
import { docdbDeletionProtection } from "./docdb-deletion-protection";
import { dynamodbDeletionProtection } from "./dynamodb-deletion-protection";
import { dynamodbRecovery } from "./dynamodb-recovery";
import { efsAutomaticBackups } from "./efs-automatic-backups";
import { elasticacheSnapshots } from "./elasticache-snapshots";
import { gcpBucketForceDestroy } from "./gcp-bucket-force-destroy";
import { gcpBucketVersioning } from "./gcp-bucket-versioning";
import { gcpSqlBackups } from "./gcp-sql-backups";
import { gcpSqlDeletionProtection } from "./gcp-sql-deletion-protection";
import { kinesisRetention } from "./kinesis-retention";
import { kmsDeletionWindow } from "./kms-deletion-window";
import { logRetention } from "./log-retention";
import { psmdbArchived } from "./psmdb-archived";
import { rdsBackupRetention } from "./rds-backup-retention";
import { rdsCopyTags } from "./rds-copy-tags";
import { rdsDeletionProtection } from "./rds-deletion-protection";
import { rdsFinalSnapshot } from "./rds-final-snapshot";
import { recoveryPoint } from "./recovery-point";
import { repositoryForceDelete } from "./repository-force-delete";
import { secretRecoveryWindow } from "./secret-recovery-window";
import { storageClassRetain } from "./storage-class-retain";

/** Every rule of the pack, by name. */
export const backup: readonly Rule[] = [
  atlasBackups,
  atlasTerminationProtection,
  azureBlobSoftDelete,
  azureBlobVersioning,
  azurePostgresGeoBackup,
  azurePostgresRetention,
  azureVaultPurgeProtection,
  backupPlanRetention,
  backupVaultForceDestroy,
  backupVaultLocked,
  bucketBackedUp,
  bucketForceDestroy,
  bucketLifecycle,
  bucketVersioning,
  docdbBackupRetention,
  docdbDeletionProtection,
  dynamodbDeletionProtection,
  dynamodbRecovery,
  efsAutomaticBackups,
  elasticacheSnapshots,
  gcpBucketForceDestroy,
  gcpBucketVersioning,
  gcpSqlBackups,
  gcpSqlDeletionProtection,
  kinesisRetention,
  kmsDeletionWindow,
  logRetention,
  rdsBackupRetention,
  rdsCopyTags,
  rdsDeletionProtection,
  rdsFinalSnapshot,
  recoveryPoint,
  repositoryForceDelete,
  secretRecoveryWindow,
  storageClassRetain,
  cnpgArchived,
  psmdbArchived,
];
