import * as aws from "@pulumi/aws";
import { interpolate, type Output, type ProviderResource } from "@pulumi/pulumi";
import type { BackupBucketArgs } from "../../contracts/backups";
import type { Scope } from "../../contracts/common";
import type { BucketHandle } from "../../contracts/stores";
import { BaseComponent, type ChildOptions, type ComponentOpts } from "../../shared/base-component";
import { lifecycleRule, versionedBucket } from "./bucket-baseline";
import { AwsKey } from "./key";
import { ServiceRole } from "./role";
import { type PolicyStatement, policyDocument } from "./statements";

export interface AwsBackupBucketArgs extends BackupBucketArgs {
  readonly scope: Scope;
}

/** Days after which what a rule or a later status has put away is gone for good; a lock that lasts longer wins. */
const OLD_VERSION_DAYS = 7;

/** Days after which a lock that runs leave behind is no longer of interest; each ends by itself after hours. */
const LOCKS_DAYS = 7;

/** One of the buckets: where it is, and what it is encrypted by. */
interface Place {
  readonly name: string;
  readonly scope: Scope;
  readonly provider?: ProviderResource;
}

interface Made {
  readonly bucket: aws.s3.Bucket;
  readonly versioning: aws.s3.BucketVersioning;
  readonly key: AwsKey;
}

/**
 * The bucket of backups, with a key of its own: versioned, locked where asked for, forgetting by rules alone; and a second
 * one in another region that everything is copied to, under a key there.
 */
export class AwsBackupBucket extends BaseComponent implements BucketHandle {
  readonly kind = "bucket";
  readonly name: Output<string>;
  readonly id: Output<string>;
  readonly region: string;
  readonly keyId: Output<string>;

  constructor(
    name: string,
    private readonly args: AwsBackupBucketArgs,
    opts?: ComponentOpts,
  ) {
    super("slipway:aws:BackupBucket", name, opts);
    const { scope, copyTo } = args;
    const here = this.place({ name, scope });
    if (copyTo !== undefined) this.copy(name, here, copyTo);
    this.name = here.bucket.bucket;
    this.id = here.bucket.arn;
    this.region = scope.region;
    this.keyId = here.key.arn;
    this.registerOutputs({ kind: this.kind, name: this.name, id: this.id, region: this.region, keyId: this.keyId });
  }

  private place({ name, scope, provider }: Place): Made {
    const { expiry, lockDays, lockMode } = this.args;
    const key = new AwsKey(
      `${name}-key`,
      { scope, description: `Backups in ${name}`, services: ["s3"], encryptsSnapshots: true },
      { parent: this, provider },
    );
    const child = (extra: ChildOptions = {}) => this.child({ ...extra, provider });
    const { bucket, versioning } = versionedBucket(name, {
      ...{ scope, child, keyId: key.arn, oldVersionDays: OLD_VERSION_DAYS, lockable: lockDays !== undefined },
      rules: [...expiry, { name: "locks", prefix: "locks/", days: LOCKS_DAYS }].map((rule) => ({
        ...lifecycleRule(rule.name, { expiration: { days: rule.days } }),
        filter: { prefix: rule.prefix },
      })),
    });
    if (lockDays !== undefined) {
      new aws.s3.BucketObjectLockConfiguration(
        `${name}-lock`,
        { bucket: bucket.id, rule: { defaultRetention: { mode: lockMode.toUpperCase(), days: lockDays } } },
        child(),
      );
    }
    return { bucket, versioning, key };
  }

  private copy(name: string, here: Made, region: string): void {
    const { scope } = this.args;
    const there = { ...scope, region };
    const provider = new aws.Provider(
      `${name}-copy-aws`,
      { region: region as aws.Region, allowedAccountIds: [scope.account] },
      { parent: this },
    );
    const target = this.place({ name: `${name}-copy`, scope: there, provider });
    const role = new ServiceRole(
      `${name}-replication`,
      { scope, description: `Copies ${name} to ${region}`, service: "s3", policies: [] },
      { parent: this },
    );
    const rights = new aws.iam.RolePolicy(
      `${name}-replication-policy`,
      { role: role.roleName, policy: policyDocument(replicationStatements(scope, here, region, target)) },
      this.child(),
    );
    new aws.s3.BucketReplicationConfig(
      `${name}-replication`,
      {
        bucket: here.bucket.id,
        role: role.arn,
        rules: [
          {
            id: "all",
            status: "Enabled",
            priority: 0,
            filter: { prefix: "" },
            // Each bucket forgets by its own rules: a deletion here must not reach the copy.
            deleteMarkerReplication: { status: "Disabled" },
            sourceSelectionCriteria: { sseKmsEncryptedObjects: { status: "Enabled" } },
            destination: {
              bucket: target.bucket.arn,
              storageClass: "STANDARD_IA",
              encryptionConfiguration: { replicaKmsKeyId: target.key.arn },
            },
          },
        ],
      },
      // S3 refuses replication until both buckets have versions.
      this.child({ dependsOn: [rights, here.versioning, target.versioning] }),
    );
  }
}

function replicationStatements(scope: Scope, here: Made, region: string, there: Made): PolicyStatement[] {
  const through = (place: string) => ({ StringEquals: { "kms:ViaService": `s3.${place}.amazonaws.com` } });
  return [
    {
      Effect: "Allow",
      Action: ["s3:GetReplicationConfiguration", "s3:ListBucket"],
      Resource: here.bucket.arn,
    },
    {
      Effect: "Allow",
      Action: [
        "s3:GetObjectVersionForReplication",
        "s3:GetObjectVersionAcl",
        "s3:GetObjectVersionTagging",
        "s3:GetObjectRetention",
      ],
      Resource: interpolate`${here.bucket.arn}/*`,
    },
    {
      Effect: "Allow",
      Action: ["s3:ReplicateObject", "s3:ReplicateTags"],
      Resource: interpolate`${there.bucket.arn}/*`,
    },
    { Effect: "Allow", Action: ["kms:Decrypt"], Resource: here.key.arn, Condition: through(scope.region) },
    { Effect: "Allow", Action: ["kms:Encrypt"], Resource: there.key.arn, Condition: through(region) },
  ];
}
