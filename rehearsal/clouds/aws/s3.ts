import { CloudError, type Context, type TypeModel, text, UNKNOWN } from "../model";
import { tagsOf, to } from "./shared";

/** Rules for names of general purpose buckets, from the S3 user guide. */
function bucketName(c: Context): void {
  const name = text(c.inputs, "bucket");
  if (name !== UNKNOWN && !/^(?!xn--)[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(name)) {
    throw new CloudError("InvalidBucketName", `'${name}' is no bucket name: 3 to 63 of a-z, 0-9, '-' and '.'`);
  }
}

/** A setting of a bucket that is a resource of its own: its id is the bucket's name. */
const setting: TypeModel = {
  id: (c) => text(c.inputs, "bucket"),
  references: [to.bucket("bucket")],
  replaceOn: ["bucket"],
};

/** Buckets and their settings. */
export const s3: Readonly<Record<string, TypeModel>> = {
  "aws:s3/bucket:Bucket": {
    id: (c) => text(c.inputs, "bucket"),
    autoName: { property: "bucket", max: 63, lower: true },
    validate: bucketName,
    outputs: (c) => ({
      arn: `arn:aws:s3:::${c.id}`,
      bucketDomainName: `${c.id}.s3.amazonaws.com`,
      bucketRegionalDomainName: `${c.id}.s3.${c.region}.amazonaws.com`,
      bucketRegion: c.region,
      region: c.region,
      hostedZoneId: `Z${c.hash(13).toUpperCase()}`,
      tagsAll: tagsOf(c.inputs),
    }),
    previewed: ["region", "bucketRegion"],
    unique: { output: "bucket", error: "BucketAlreadyOwnedByYou" },
    replaceOn: ["bucket", "objectLockEnabled"],
    inUse: "BucketInUse",
  },
  "aws:s3/bucketVersioning:BucketVersioning": setting,
  "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration": {
    ...setting,
    references: [to.bucket("bucket"), to.keyArn("rules[].applyServerSideEncryptionByDefault.kmsMasterKeyId")],
  },
  "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock": setting,
  "aws:s3/bucketPolicy:BucketPolicy": setting,
  "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration": setting,
  "aws:s3/bucketLogging:BucketLogging": { ...setting, references: [to.bucket("bucket"), to.bucket("targetBucket")] },
  "aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration": setting,
  // Other buckets are named by ARN, and may be in another account.
  "aws:s3/bucketReplicationConfig:BucketReplicationConfig": {
    ...setting,
    required: ["role", "rules"],
    references: [to.bucket("bucket"), to.roleArn("role")],
  },
  "aws:s3/bucketOwnershipControls:BucketOwnershipControls": setting,
};
