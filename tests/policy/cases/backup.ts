import type { CaseTable } from "../support/cases";
import * as r from "../support/resources";

const { U } = r;
const replica = { replicateSourceDb: "primary" };
const status = (value: unknown) => ({ versioningConfiguration: { status: value } });
const logging = (stack: r.Case): r.Case => [
  ...stack,
  r.referring("aws:s3/bucketLogging:BucketLogging", "logging", "targetBucket", stack[0]),
];

export const backup: CaseTable = {
  "rds-backup-retention": {
    pass: [r.rds({ backupRetentionPeriod: 7 }), r.rds({ backupRetentionPeriod: 0, ...replica })],
    fail: [
      r.rds({ backupRetentionPeriod: 6 }),
      r.rds({ backupRetentionPeriod: undefined }),
      r.rdsCluster({ backupRetentionPeriod: 1 }),
    ],
    unknown: [r.rds({ backupRetentionPeriod: U })],
  },
  "rds-deletion-protection": {
    pass: [r.rds(), r.rds({ deletionProtection: false, ...replica })],
    fail: [r.rds({ deletionProtection: false }), r.rdsCluster({ deletionProtection: undefined })],
    unknown: [r.rds({ deletionProtection: U })],
  },
  "rds-final-snapshot": {
    pass: [r.rds(), r.rds({ skipFinalSnapshot: true, ...replica })],
    fail: [
      r.rds({ skipFinalSnapshot: true }),
      r.rds({ skipFinalSnapshot: undefined, finalSnapshotIdentifier: undefined }),
    ],
    unknown: [
      r.rds({ skipFinalSnapshot: U, finalSnapshotIdentifier: undefined }),
      r.rds({ finalSnapshotIdentifier: U }),
    ],
  },
  "rds-copy-tags": {
    pass: [r.rds()],
    fail: [r.rds({ copyTagsToSnapshot: false }), r.rdsCluster({ copyTagsToSnapshot: undefined })],
    unknown: [r.rds({ copyTagsToSnapshot: U })],
  },
  "elasticache-snapshots": {
    pass: [r.redis({ snapshotRetentionLimit: 1 })],
    fail: [r.redis({ snapshotRetentionLimit: 0 }), r.redis({ snapshotRetentionLimit: undefined })],
    unknown: [r.redis({ snapshotRetentionLimit: U })],
  },
  "bucket-versioning": {
    pass: [r.bucket(), logging(r.bucket({}, { Versioning: undefined }))],
    fail: [
      r.bucket({}, { Versioning: undefined }),
      r.bucket({}, { Versioning: status("Suspended") }),
      logging(r.bucket({}, { Versioning: status("Suspended") })),
    ],
    unknown: [r.bucket({}, { Versioning: status(U) }), r.bucket({}, { Versioning: { versioningConfiguration: U } })],
  },
  "bucket-force-destroy": {
    pass: [r.bucket({ forceDestroy: false })],
    fail: [r.bucket({ forceDestroy: true })],
    unknown: [r.bucket({ forceDestroy: U })],
  },
  "log-retention": {
    pass: [r.logGroup()],
    fail: [r.logGroup({ retentionInDays: 0 }), r.logGroup({ retentionInDays: undefined })],
    unknown: [r.logGroup({ retentionInDays: U })],
  },
  "secret-recovery-window": {
    pass: [r.secret(), r.secret({ recoveryWindowInDays: undefined })],
    fail: [r.secret({ recoveryWindowInDays: 0 })],
    unknown: [r.secret({ recoveryWindowInDays: U })],
  },
};
