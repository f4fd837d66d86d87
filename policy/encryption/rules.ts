import type { Rule } from "../rule";
import { bucketEncryption } from "./bucket-encryption";
import { bucketTlsOnly } from "./bucket-tls-only";
import { eksSecretsEncrypted } from "./eks-secrets-encrypted";
import { elasticacheAtRest } from "./elasticache-at-rest";
import { elasticacheAuth } from "./elasticache-auth";
import { elasticacheInTransit } from "./elasticache-in-transit";
import { kmsKeyNotPublic } from "./kms-key-not-public";
import { kmsRotation } from "./kms-rotation";
import { launchTemplateVolumes } from "./launch-template-volumes";
import { listenerTls } from "./listener-tls";
import { rdsCustomerKey } from "./rds-customer-key";
import { rdsStorageEncrypted } from "./rds-storage-encrypted";
import { rdsTlsForced } from "./rds-tls-forced";
import { volumeEncrypted } from "./volume-encrypted";

/** Every rule of the pack, by name. */
export const encryption: readonly Rule[] = [
  bucketEncryption,
  bucketTlsOnly,
  eksSecretsEncrypted,
  elasticacheAtRest,
  elasticacheAuth,
  elasticacheInTransit,
  kmsKeyNotPublic,
  kmsRotation,
  launchTemplateVolumes,
  listenerTls,
  rdsCustomerKey,
  rdsStorageEncrypted,
  rdsTlsForced,
  volumeEncrypted,
];
