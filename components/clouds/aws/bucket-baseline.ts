import * as aws from "@pulumi/aws";
import { type CustomResourceOptions, type Input, interpolate } from "@pulumi/pulumi";
import type { Scope } from "../../contracts/common";
import type { ChildOptions } from "../../shared/base-component";
import { named } from "../../shared/tags";
import { type PolicyStatement, policyDocument } from "./statements";

export interface BucketBaseline {
  readonly scope: Scope;
  /** Physical name, where a service asks for one. @default Pulumi's own */
  readonly bucket?: string;
  /** Options for what the component that it belongs to makes. */
  readonly child: (extra?: ChildOptions) => CustomResourceOptions;
  /** ARN of the key that encrypts it; none: S3's own key, the only one that log delivery may write under. */
  readonly keyId?: Input<string>;
  /** Days after which an old version of an object is removed. */
  readonly oldVersionDays: number;
  /** Objects can be locked; decided when the bucket is made, for good. @default false */
  readonly lockable?: boolean;
  /** Lifecycle rules beside those that every bucket has. */
  readonly rules: readonly aws.types.input.s3.BucketLifecycleConfigurationRule[];
  /** Statements of its policy beside the one that asks for TLS. */
  readonly statements?: (bucket: aws.s3.Bucket) => readonly PolicyStatement[];
}

/** Days after which the parts of an upload that was never finished are removed. */
const ABANDONED_UPLOAD_DAYS = 7;

/** What every bucket of ours is: private, encrypted, versioned, tidied, and spoken to over TLS 1.2 or newer. */
export const baselineBucket = (name: string, baseline: BucketBaseline): aws.s3.Bucket =>
  versionedBucket(name, baseline).bucket;

/** The same, with the setting that replication waits for. */
export function versionedBucket(name: string, baseline: BucketBaseline) {
  const { scope, child, lockable } = baseline;
  const bucket = new aws.s3.Bucket(
    name,
    {
      ...(baseline.bucket !== undefined && { bucket: baseline.bucket }),
      forceDestroy: !scope.protect,
      ...(lockable && { objectLockEnabled: true }),
      tags: named(scope.tags, name),
    },
    child({ protect: scope.protect }),
  );
  const closed = new aws.s3.BucketPublicAccessBlock(
    `${name}-public`,
    {
      bucket: bucket.id,
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    },
    child(),
  );
  new aws.s3.BucketOwnershipControls(
    `${name}-ownership`,
    { bucket: bucket.id, rule: { objectOwnership: "BucketOwnerEnforced" } },
    child(),
  );
  new aws.s3.BucketServerSideEncryptionConfiguration(
    `${name}-encryption`,
    { bucket: bucket.id, rules: [encryption(baseline.keyId)] },
    child(),
  );
  const versioning = new aws.s3.BucketVersioning(
    `${name}-versioning`,
    { bucket: bucket.id, versioningConfiguration: { status: "Enabled" } },
    child(),
  );
  new aws.s3.BucketLifecycleConfiguration(
    `${name}-lifecycle`,
    { bucket: bucket.id, rules: [tidy(baseline.oldVersionDays), ...baseline.rules] },
    // Rules about old versions are refused until there are versions.
    child({ dependsOn: [versioning] }),
  );
  new aws.s3.BucketPolicy(
    `${name}-policy`,
    { bucket: bucket.id, policy: policyDocument([...tlsOnly(bucket), ...(baseline.statements?.(bucket) ?? [])]) },
    // S3 refuses two changes of who may reach a bucket at once.
    child({ dependsOn: [closed] }),
  );
  return { bucket, versioning };
}

function encryption(keyId: Input<string> | undefined): aws.types.input.s3.BucketServerSideEncryptionConfigurationRule {
  if (keyId === undefined) return { applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } };
  return {
    applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms", kmsMasterKeyId: keyId },
    // One call to KMS for many objects: the calls would cost more than the storage.
    bucketKeyEnabled: true,
  };
}

/** A lifecycle rule for every object of a bucket. */
export function lifecycleRule(
  id: string,
  rule: Omit<aws.types.input.s3.BucketLifecycleConfigurationRule, "id" | "status" | "filter">,
): aws.types.input.s3.BucketLifecycleConfigurationRule {
  return { id, status: "Enabled", filter: { prefix: "" }, ...rule };
}

function tidy(oldVersionDays: number): aws.types.input.s3.BucketLifecycleConfigurationRule {
  return lifecycleRule("tidy", {
    abortIncompleteMultipartUpload: { daysAfterInitiation: ABANDONED_UPLOAD_DAYS },
    noncurrentVersionExpiration: { noncurrentDays: oldVersionDays },
  });
}

function tlsOnly(bucket: aws.s3.Bucket): PolicyStatement[] {
  const deny = {
    Effect: "Deny",
    Principal: "*",
    Action: ["s3:*"],
    Resource: [bucket.arn, interpolate`${bucket.arn}/*`],
  } as const;
  return [
    { Sid: "DenyWithoutTls", ...deny, Condition: { Bool: { "aws:SecureTransport": "false" } } },
    { Sid: "DenyOldTls", ...deny, Condition: { NumericLessThan: { "s3:TlsVersion": "1.2" } } },
  ];
}
