import type { CaseTable } from "../support/cases";
import * as r from "../support/resources";

const { U } = r;
const sse = (sseAlgorithm: unknown) => ({ rules: [{ applyServerSideEncryptionByDefault: { sseAlgorithm } }] });
const volumes = (ebs: unknown) => ({ blockDeviceMappings: [{ deviceName: "/dev/xvda", ebs }] });
const force = (family: string, name: string, value: unknown) => r.parameters({ family, parameters: [{ name, value }] });
/** A bucket that another one writes its access logs to. */
const logBucket = (companions: Parameters<typeof r.bucket>[1]): r.Case => {
  const stack = r.bucket({}, companions);
  return [...stack, r.referring("aws:s3/bucketLogging:BucketLogging", "logging", "targetBucket", stack[0])];
};

export const encryption: CaseTable = {
  "rds-storage-encrypted": {
    pass: [r.rds(), r.rds({ storageEncrypted: undefined, replicateSourceDb: "primary" }), r.rdsCluster()],
    fail: [
      r.rds({ storageEncrypted: false }),
      r.rds({ storageEncrypted: undefined }),
      r.rdsCluster({ storageEncrypted: false }),
    ],
    unknown: [r.rds({ storageEncrypted: U }), r.rds({ storageEncrypted: undefined, replicateSourceDb: U })],
  },
  "rds-customer-key": {
    pass: [r.rds(), r.rds({ kmsKeyId: undefined, replicateSourceDb: "primary" })],
    fail: [r.rds({ kmsKeyId: undefined }), r.rdsCluster({ kmsKeyId: "" })],
    unknown: [r.rds({ kmsKeyId: U })],
  },
  "rds-tls-forced": {
    pass: [r.parameters(), force("mysql8.0", "require_secure_transport", "ON"), force("oracle-ee-19", "x", "1")],
    fail: [
      r.parameters({ parameters: [] }),
      force("postgres16", "rds.force_ssl", "0"),
      force("mariadb10.11", "require_secure_transport", "OFF"),
      force("sqlserver-se-16.0", "x", "1"),
    ],
    unknown: [
      r.parameters({ parameters: U }),
      r.parameters({ family: U, parameters: [] }),
      r.parameters({ parameters: [{ name: "rds.force_ssl", value: U }] }),
      r.parameters({ parameters: [{ name: U, value: "1" }] }),
    ],
  },
  "elasticache-at-rest": {
    pass: [r.redis(), r.redis({ atRestEncryptionEnabled: "true" })],
    fail: [r.redis({ atRestEncryptionEnabled: false }), r.redis({ atRestEncryptionEnabled: undefined })],
    unknown: [r.redis({ atRestEncryptionEnabled: U })],
  },
  "elasticache-in-transit": {
    pass: [r.redis(), r.redis({ transitEncryptionMode: "required" })],
    fail: [r.redis({ transitEncryptionEnabled: false }), r.redis({ transitEncryptionMode: "preferred" })],
    unknown: [r.redis({ transitEncryptionEnabled: U }), r.redis({ transitEncryptionMode: U })],
  },
  "elasticache-auth": {
    pass: [r.redis({ authToken: "x" }), r.redis({ authToken: undefined, userGroupIds: ["g"] })],
    fail: [r.redis({ authToken: undefined }), r.redis({ authToken: undefined, userGroupIds: [] })],
    unknown: [r.redis({ authToken: U }), r.redis({ authToken: undefined, userGroupIds: U })],
  },
  "bucket-encryption": {
    pass: [
      r.bucket(),
      logBucket({ ServerSideEncryptionConfiguration: sse("AES256") }),
      r.bucket(
        {
          serverSideEncryptionConfiguration: {
            rule: { applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms" } },
          },
        },
        { ServerSideEncryptionConfiguration: undefined },
      ),
    ],
    fail: [
      r.bucket({}, { ServerSideEncryptionConfiguration: undefined }),
      r.bucket({}, { ServerSideEncryptionConfiguration: sse("AES256") }),
      r.bucket({}, { ServerSideEncryptionConfiguration: { rules: [] } }),
    ],
    unknown: [
      r.bucket({}, { ServerSideEncryptionConfiguration: sse(U) }),
      r.bucket({}, { ServerSideEncryptionConfiguration: { rules: U } }),
    ],
  },
  "bucket-tls-only": {
    pass: [r.bucket()],
    fail: [
      r.bucket({}, { Policy: undefined }),
      r.bucket({}, { Policy: { policy: r.document({ Effect: "Deny", Principal: "*", Action: "s3:*" }) } }),
      r.bucket({}, { Policy: { policy: r.document() } }),
    ],
    unknown: [r.bucket({}, { Policy: { policy: U } })],
  },
  "eks-secrets-encrypted": {
    pass: [r.eks()],
    fail: [
      r.eks({ encryptionConfig: undefined }),
      r.eks({ encryptionConfig: { resources: [] } }),
      r.eks({ encryptionConfig: { provider: { keyArn: "" } } }),
    ],
    unknown: [
      r.eks({ encryptionConfig: U }),
      r.eks({ encryptionConfig: { provider: { keyArn: U } } }),
      r.eks({ encryptionConfig: { resources: U } }),
    ],
  },
  "kms-rotation": {
    pass: [
      r.key(),
      r.key({ enableKeyRotation: false, customerMasterKeySpec: "RSA_4096" }),
      r.key({ enableKeyRotation: false, customKeyStoreId: "cks" }),
    ],
    fail: [r.key({ enableKeyRotation: false }), r.key({ enableKeyRotation: undefined })],
    unknown: [r.key({ enableKeyRotation: U }), r.key({ enableKeyRotation: false, customerMasterKeySpec: U })],
  },
  "kms-key-not-public": {
    pass: [
      r.key({ policy: r.trust({ AWS: "arn:aws:iam::111111111111:root" }) }),
      r.key({ policy: r.trust("*", { Condition: { StringEquals: { "kms:CallerAccount": "1" } } }) }),
    ],
    fail: [r.key({ policy: r.trust("*", { Sid: "open" }) }), r.key({ policy: r.trust({ AWS: ["x", "*"] }) })],
    unknown: [r.key({ policy: U }), r.key({ policy: r.trust("*", { Condition: U }) })],
  },
  "launch-template-volumes": {
    pass: [r.template(), r.template({ blockDeviceMappings: [...volumesOf(true), { deviceName: "b", noDevice: "" }] })],
    fail: [
      r.template(volumes({ encrypted: "false" })),
      r.template(volumes({})),
      r.template({ blockDeviceMappings: undefined }),
    ],
    unknown: [r.template({ blockDeviceMappings: U }), r.template(volumes({ encrypted: U })), r.template(volumes(U))],
  },
  "volume-encrypted": {
    pass: [r.volume(), r.instance(), r.instance({ rootBlockDevice: undefined, launchTemplate: { id: "lt" } })],
    fail: [
      r.volume({ encrypted: false }),
      r.volume({ encrypted: undefined }),
      r.instance({ rootBlockDevice: undefined }),
    ],
    unknown: [r.volume({ encrypted: U }), r.instance({ rootBlockDevice: U })],
  },
  "listener-tls": {
    pass: [
      r.listener(),
      r.listener({ protocol: "TLS", sslPolicy: "ELBSecurityPolicy-TLS13-1-3-2021-06" }),
      r.listener({ protocol: "TCP" }),
      r.listener({ protocol: "HTTP", defaultActions: [{ type: "redirect", redirect: { protocol: "HTTPS" } }] }),
      r.listener({ protocol: "HTTP", defaultActions: [{ type: "fixed-response" }] }),
    ],
    fail: [
      r.listener({ sslPolicy: "ELBSecurityPolicy-2016-08" }),
      r.listener({ sslPolicy: undefined }),
      r.listener({ protocol: "HTTP" }),
      r.listener({ protocol: "HTTP", defaultActions: [{ type: "redirect", redirect: { protocol: "HTTP" } }] }),
    ],
    unknown: [
      r.listener({ sslPolicy: U }),
      r.listener({ protocol: U, sslPolicy: undefined }),
      r.listener({ protocol: "HTTP", defaultActions: U }),
      r.listener({ protocol: "HTTP", defaultActions: [{ type: U }, { type: "redirect", redirect: U }] }),
    ],
  },
};

function volumesOf(encrypted: unknown) {
  return volumes({ encrypted }).blockDeviceMappings;
}
