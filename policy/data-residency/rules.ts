import type { Rule } from "../rule";
import { atlasRegionAllowed } from "./atlas-region-allowed";
import { awsRegionAllowed } from "./aws-region-allowed";
import { azureCosmosLocations } from "./azure-cosmos-locations";
import { azureLocationAllowed } from "./azure-location-allowed";
import { azureRegistryReplication } from "./azure-registry-replication";
import { backupCopyRegion } from "./backup-copy-region";
import { bucketReplicationKnown } from "./bucket-replication-known";
import { dynamodbReplicaRegions } from "./dynamodb-replica-regions";
import { ecrReplicationRegions } from "./ecr-replication-regions";
import { gcpLocationAllowed } from "./gcp-location-allowed";
import { gcpLogBucketLocation } from "./gcp-log-bucket-location";
import { gcpSecretReplication } from "./gcp-secret-replication";
import { gcpSqlBackupLocation } from "./gcp-sql-backup-location";
import { logDestinationRegion } from "./log-destination-region";
import { rdsSourceRegion } from "./rds-source-region";
import { secretReplicaRegions } from "./secret-replica-regions";

/** Every rule of the pack, by name. */
export const dataResidency: readonly Rule[] = [
  atlasRegionAllowed,
  awsRegionAllowed,
  azureCosmosLocations,
  azureLocationAllowed,
  azureRegistryReplication,
  backupCopyRegion,
  bucketReplicationKnown,
  dynamodbReplicaRegions,
  ecrReplicationRegions,
  gcpLocationAllowed,
  gcpLogBucketLocation,
  gcpSecretReplication,
  gcpSqlBackupLocation,
  logDestinationRegion,
  rdsSourceRegion,
  secretReplicaRegions,
];
