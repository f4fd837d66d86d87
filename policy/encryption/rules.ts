import type { Rule } from "../rule";
import { atlasCustomerKey } from "./atlas-customer-key";
import { atlasTls } from "./atlas-tls";
import { azureAksSecretsEncrypted } from "./azure-aks-secrets-encrypted";
import { azureFrontDoorHttps } from "./azure-front-door-https";
import { azureFrontDoorTls } from "./azure-front-door-tls";
import { azureGatewayTls } from "./azure-gateway-tls";
import { azurePostgresCustomerKey } from "./azure-postgres-customer-key";
import { azurePostgresTls } from "./azure-postgres-tls";
import { azureRedisTls } from "./azure-redis-tls";
import { azureRedisTlsPort } from "./azure-redis-tls-port";
import { azureSqlTls } from "./azure-sql-tls";
import { azureStorageCustomerKey } from "./azure-storage-customer-key";
import { azureStorageHttps } from "./azure-storage-https";
import { azureStorageTls } from "./azure-storage-tls";
import { azureVmHostEncryption } from "./azure-vm-host-encryption";
import { backupVaultKey } from "./backup-vault-key";
import { bucketEncryption } from "./bucket-encryption";
import { bucketTlsOnly } from "./bucket-tls-only";
import { certificateKeyLength } from "./certificate-key-length";
import { classicListenerTls } from "./classic-listener-tls";
import { cloudfrontHttps } from "./cloudfront-https";
import { cloudfrontOriginTls } from "./cloudfront-origin-tls";
import { cloudfrontTls } from "./cloudfront-tls";
import { cloudtrailEncrypted } from "./cloudtrail-encrypted";
import { cnpgPoolerTls } from "./cnpg-pooler-tls";
import { docdbEncrypted } from "./docdb-encrypted";
import { docdbTls } from "./docdb-tls";
import { ebsEncryptionByDefault } from "./ebs-encryption-by-default";
import { efsEncrypted } from "./efs-encrypted";
import { eksSecretsEncrypted } from "./eks-secrets-encrypted";
import { elasticacheAtRest } from "./elasticache-at-rest";
import { elasticacheAuth } from "./elasticache-auth";
import { elasticacheInTransit } from "./elasticache-in-transit";
import { gcpBucketCustomerKey } from "./gcp-bucket-customer-key";
import { gcpDnssec } from "./gcp-dnssec";
import { gcpGkeSecretsEncrypted } from "./gcp-gke-secrets-encrypted";
import { gcpKmsRotation } from "./gcp-kms-rotation";
import { gcpRedisAuth } from "./gcp-redis-auth";
import { gcpRedisInTransit } from "./gcp-redis-in-transit";
import { gcpSqlCustomerKey } from "./gcp-sql-customer-key";
import { gcpSqlTls } from "./gcp-sql-tls";
import { gcpSslPolicy } from "./gcp-ssl-policy";
import { kinesisEncrypted } from "./kinesis-encrypted";
import { kmsKeyNotPublic } from "./kms-key-not-public";
import { kmsRotation } from "./kms-rotation";
import { launchTemplateVolumes } from "./launch-template-volumes";
import { listenerTls } from "./listener-tls";
import { mskInTransit } from "./msk-in-transit";
import { neptuneEncrypted } from "./neptune-encrypted";
import { opensearchAtRest } from "./opensearch-at-rest";
import { opensearchHttps } from "./opensearch-https";
import { opensearchNodeToNode } from "./opensearch-node-to-node";
import { psmdbTls } from "./psmdb-tls";
import { rdsCustomerKey } from "./rds-customer-key";
import { rdsProxyTls } from "./rds-proxy-tls";
import { rdsStorageEncrypted } from "./rds-storage-encrypted";
import { rdsTlsForced } from "./rds-tls-forced";
import { snsEncrypted } from "./sns-encrypted";
import { sqsEncrypted } from "./sqs-encrypted";
import { storageClassEncrypted } from "./storage-class-encrypted";
import { storeTlsVerified } from "./store-tls-verified";
import { volumeEncrypted } from "./volume-encrypted";

/** Every rule of the pack, by name. */
export const encryption: readonly Rule[] = [
  atlasCustomerKey,
  atlasTls,
  azureAksSecretsEncrypted,
  azureFrontDoorHttps,
  azureFrontDoorTls,
  azureGatewayTls,
  azurePostgresCustomerKey,
  azurePostgresTls,
  azureRedisTlsPort,
  azureRedisTls,
  azureSqlTls,
  azureStorageCustomerKey,
  azureStorageHttps,
  azureStorageTls,
  azureVmHostEncryption,
  backupVaultKey,
  bucketEncryption,
  bucketTlsOnly,
  certificateKeyLength,
  classicListenerTls,
  cloudfrontHttps,
  cloudfrontOriginTls,
  cloudfrontTls,
  cloudtrailEncrypted,
  docdbEncrypted,
  docdbTls,
  psmdbTls,
  ebsEncryptionByDefault,
  efsEncrypted,
  eksSecretsEncrypted,
  elasticacheAtRest,
  elasticacheAuth,
  elasticacheInTransit,
  gcpBucketCustomerKey,
  gcpDnssec,
  gcpGkeSecretsEncrypted,
  gcpKmsRotation,
  gcpRedisAuth,
  gcpRedisInTransit,
  gcpSqlCustomerKey,
  gcpSqlTls,
  gcpSslPolicy,
  kinesisEncrypted,
  kmsKeyNotPublic,
  kmsRotation,
  launchTemplateVolumes,
  listenerTls,
  mskInTransit,
  neptuneEncrypted,
  opensearchAtRest,
  opensearchHttps,
  opensearchNodeToNode,
  rdsCustomerKey,
  rdsProxyTls,
  rdsStorageEncrypted,
  rdsTlsForced,
  snsEncrypted,
  sqsEncrypted,
  storageClassEncrypted,
  storeTlsVerified,
  volumeEncrypted,
  cnpgPoolerTls,
];
