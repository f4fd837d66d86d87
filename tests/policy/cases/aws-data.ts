/** Stores, queues, streams and backups of AWS. */
import * as a from "../support/aws";
import { type CaseTable, property, together } from "../support/cases";
import * as r from "../support/resources";

const { U } = r;
const PUBLIC = r.document({ Effect: "Allow", Principal: "*", Action: "*", Resource: "*" });
const CONDITION = { StringEquals: { "aws:PrincipalOrgID": "o-1" } };
const LIMITED = r.document({ Effect: "Allow", Principal: "*", Action: "*", Resource: "arn:x", Condition: CONDITION });
const opened = (...builders: ((patch?: r.Dict) => r.Case)[]) =>
  together(...builders.map((build) => property(build, "policy", [PUBLIC], [LIMITED, undefined])));
const logs = (...types: unknown[]) =>
  a.domain({ logPublishingOptions: types.map((logType) => ({ logType, cloudwatchLogGroupArn: U })) });
const rule = (patch: r.Dict) => a.plan({ rules: [{ ruleName: "daily", targetVaultName: "main", ...patch }] });

export const awsData: CaseTable = {
  "sqs-encrypted": property(a.queue, "sqsManagedSseEnabled", [false], [true]),
  "sns-encrypted": property(a.topic, "kmsMasterKeyId", [undefined, ""]),
  "efs-encrypted": property(a.fileSystem, "encrypted", [false, undefined]),
  "docdb-encrypted": property(a.docdb, "storageEncrypted", [false, undefined]),
  "docdb-tls": {
    pass: [a.docdbParameters(), a.docdbParameters({ parameters: [{ name: "tls", value: "tls1.2+" }] })],
    fail: [a.docdbParameters({ parameters: [{ name: "tls", value: "disabled" }] })],
    unknown: [a.docdbParameters({ parameters: U }), a.docdbParameters({ parameters: [{ name: "tls", value: U }] })],
  },
  "opensearch-at-rest": property(a.domain, "encryptAtRest.enabled", [false, undefined]),
  "opensearch-node-to-node": property(a.domain, "nodeToNodeEncryption.enabled", [false, undefined]),
  "opensearch-https": together(
    property(a.domain, "domainEndpointOptions.enforceHttps", [false, undefined]),
    property(a.domain, "domainEndpointOptions.tlsSecurityPolicy", ["Policy-Min-TLS-1-0-2019-07", undefined]),
  ),
  "opensearch-in-vpc": property(a.domain, "vpcOptions.subnetIds", [undefined, []]),
  "opensearch-access-control": property(a.domain, "advancedSecurityOptions.enabled", [false, undefined]),
  "opensearch-nodes": together(
    property(a.domain, "clusterConfig.instanceCount", [2, undefined], [6]),
    property(a.domain, "clusterConfig.zoneAwarenessEnabled", [false, undefined]),
  ),
  "opensearch-logs": {
    pass: [a.domain()],
    fail: [a.domain({ logPublishingOptions: undefined }), logs("ES_APPLICATION_LOGS"), logs("AUDIT_LOGS")],
    unknown: [a.domain({ logPublishingOptions: U }), a.domain({ logPublishingOptions: [U] }), logs(U)],
  },
  "msk-in-transit": together(
    property(a.kafka, "encryptionInfo.encryptionInTransit.clientBroker", ["TLS_PLAINTEXT", "PLAINTEXT"], [undefined]),
    property(a.kafka, "encryptionInfo.encryptionInTransit.inCluster", [false], [undefined]),
  ),
  "msk-not-public": property(
    a.kafka,
    "brokerNodeGroupInfo.connectivityInfo.publicAccess.type",
    ["SERVICE_PROVIDED_EIPS"],
    [undefined],
  ),
  "msk-authenticated": {
    pass: [a.kafka(), a.kafka({ clientAuthentication: { unauthenticated: false } })],
    fail: [a.kafka({ clientAuthentication: { unauthenticated: true } }), a.kafka({ clientAuthentication: undefined })],
    unknown: [a.kafka({ clientAuthentication: U }), a.kafka({ clientAuthentication: { unauthenticated: U } })],
  },
  "kinesis-encrypted": property(a.stream, "encryptionType", ["NONE", undefined]),
  "kinesis-retention": property(a.stream, "retentionPeriod", [24, undefined], [8760]),
  "neptune-encrypted": property(a.neptune, "storageEncrypted", [false, undefined]),
  "dynamodb-recovery": property(a.table, "pointInTimeRecovery.enabled", [false, undefined]),
  "dynamodb-deletion-protection": property(a.table, "deletionProtectionEnabled", [false, undefined]),
  "docdb-backup-retention": property(a.docdb, "backupRetentionPeriod", [6, undefined], [7]),
  "docdb-deletion-protection": property(a.docdb, "deletionProtection", [false, undefined]),
  "docdb-audit-logs": property(a.docdb, "enabledCloudwatchLogsExports", [["profiler"], undefined], [["audit", U]]),
  "efs-automatic-backups": property(a.fileBackups, "backupPolicy.status", ["DISABLED"]),
  "efs-access-point-user": property(a.accessPoint, "posixUser", [undefined]),
  "efs-access-point-root": property(a.accessPoint, "rootDirectory.path", ["/", undefined]),
  "efs-lifecycle": property(a.fileSystem, "lifecyclePolicies", [undefined, []]),
  "rds-proxy-tls": property(a.proxy, "requireTls", [false, undefined]),
  "rds-snapshot-private": {
    pass: [a.snapshot(), a.snapshot({ sharedAccounts: ["222222222222"] })],
    fail: [a.snapshot({ sharedAccounts: ["all"] })],
    unknown: [a.snapshot({ sharedAccounts: U }), a.snapshot({ sharedAccounts: [U] })],
  },
  "rds-minor-upgrades": together(
    property(r.rds, "autoMinorVersionUpgrade", [false], [true]),
    property(r.clusterInstance, "autoMinorVersionUpgrade", [false]),
  ),
  "rds-log-exports": together(
    property(r.rds, "enabledCloudwatchLogsExports", [undefined, []]),
    property(r.rdsCluster, "enabledCloudwatchLogsExports", [undefined]),
  ),
  "rds-monitored": property(r.rds, "monitoringInterval", [0, undefined], [1]),
  "elasticache-minor-upgrades": property(r.redis, "autoMinorVersionUpgrade", [false], [true]),
  "elasticache-subnet-group": property(r.redis, "subnetGroupName", ["default", undefined]),
  "backup-vault-key": property(a.vault, "kmsKeyArn", [undefined]),
  "backup-vault-force-destroy": property(a.vault, "forceDestroy", [true], [false]),
  "backup-vault-locked": {
    pass: [a.vault()],
    fail: [a.vault({}, false)],
    unknown: [
      [
        ...a.vault({}, false),
        r.resource("aws:backup/vaultLockConfiguration:VaultLockConfiguration", "lock", { backupVaultName: U }),
      ],
    ],
  },
  "backup-plan-retention": {
    pass: [a.plan(), rule({ lifecycle: { deleteAfter: 7 } })],
    fail: [rule({ lifecycle: { deleteAfter: 6 } }), rule({ lifecycle: undefined })],
    unknown: [
      a.plan({ rules: U }),
      a.plan({ rules: [U] }),
      rule({ lifecycle: U }),
      rule({ lifecycle: { deleteAfter: U } }),
    ],
  },
  "kms-deletion-window": property(r.key, "deletionWindowInDays", [7], [14, 30]),
  "sns-policy-not-public": opened(a.topicPolicy, a.topic),
  "sqs-policy-not-public": opened(a.queuePolicy, a.queue),
  "secret-policy-not-public": opened(a.secretPolicy, r.secret),
  "backup-vault-policy-not-public": opened(a.vaultPolicy),
  "efs-policy-not-public": opened(a.filePolicy),
  "secret-rotation-interval": property(a.rotation, "rotationRules.automaticallyAfterDays", [91], [90, undefined]),
  "account-public-access-blocked": together(
    property(a.accountBlock, "blockPublicAcls", [false, undefined]),
    property(a.accountBlock, "restrictPublicBuckets", [false]),
  ),
  "access-point-not-public": property(
    a.bucketAccessPoint,
    "publicAccessBlockConfiguration.blockPublicPolicy",
    [false],
    [undefined],
  ),
  "bucket-no-acls": property(a.ownership, "rule.objectOwnership", ["ObjectWriter", "BucketOwnerPreferred"]),
};
