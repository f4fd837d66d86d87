import { type Input, jsonStringify, type Output, output } from "@pulumi/pulumi";
import type { AwsStatement } from "../../contracts/addon";
import type { Inputs, Scope } from "../../contracts/common";
import type { Grant } from "../../contracts/identity";

type Values = Input<string> | readonly Input<string>[] | Inputs<string>;

/** A statement whose lists may be known late; with a `Principal` it belongs in a resource's own policy. */
export interface PolicyStatement extends Omit<AwsStatement, "Resource" | "Condition"> {
  readonly Principal?: "*" | Readonly<Record<"AWS" | "Federated" | "Service", Values>>;
  /** Left out of trust policies, which are about the role itself. */
  readonly Resource?: Values;
  readonly Condition?: Readonly<Record<string, Input<Readonly<Record<string, Values>>>>>;
}

/** Who a resource's policy speaks of: one kind of principal. */
export function principal(kind: "AWS" | "Federated" | "Service", value: Values): PolicyStatement["Principal"] {
  return { [kind]: value } as PolicyStatement["Principal"];
}

/** The JSON of a policy. */
export function policyDocument(statements: readonly PolicyStatement[]): Output<string> {
  return jsonStringify({ Version: "2012-10-17", Statement: output(statements) });
}

/** AWS's name for the world that a region is in; it opens every ARN. */
export function partitionOf(region: string): "aws" | "aws-cn" | "aws-us-gov" {
  if (region.startsWith("cn-")) return "aws-cn";
  return region.startsWith("us-gov-") ? "aws-us-gov" : "aws";
}

/** ARN of something in the stack's region and account, such as `arn(scope, "eks", "cluster/shop")`. */
export function arn(scope: Pick<Scope, "region" | "account">, service: string, resource: string): string {
  return `arn:${partitionOf(scope.region)}:${service}:${scope.region}:${scope.account}:${resource}`;
}

/** ARN of something of IAM, which has no region. */
export function iamArn(scope: Pick<Scope, "region" | "account">, resource: string): string {
  return `arn:${partitionOf(scope.region)}:iam::${scope.account}:${resource}`;
}

/** The statements that give what the grants say, and nothing more. */
export function grantStatements(
  scope: Pick<Scope, "region" | "account">,
  grants: readonly Grant[],
): readonly PolicyStatement[] {
  return grants.flatMap((grant) => {
    if (grant.kind === "bucket") return bucketStatements(grant);
    return grant.kind === "secrets" ? secretStatements(scope, grant.ids) : backupStatements(grant);
  });
}

/** Below this, runs tell monitoring how they went (charts/backup/files/lib.sh). */
const BACKUP_STATUS = "status/*";

/** No role of backups deletes: a bucket with versions then keeps whatever was written, until its own rules say so. */
function backupStatements({ bucket, role }: Extract<Grant, { kind: "backups" }>): PolicyStatement[] {
  const objects = (pattern: string) => output(bucket.id).apply((id) => `${id}/${pattern}`);
  const write = ["s3:PutObject", "s3:AbortMultipartUpload", "s3:ListMultipartUploadParts"];
  return [
    { Effect: "Allow", Action: ["s3:ListBucket", "s3:GetBucketLocation"], Resource: bucket.id },
    {
      Effect: "Allow",
      Action: ["s3:GetObject", ...(role === "backup" ? write : [])],
      Resource: objects(role === "observe" ? BACKUP_STATUS : "*"),
    },
    ...(role === "restore"
      ? [{ Effect: "Allow", Action: ["s3:PutObject"], Resource: objects(BACKUP_STATUS) } as const]
      : []),
    {
      Effect: "Allow",
      Action: role === "observe" ? ["kms:Decrypt"] : ["kms:Decrypt", "kms:GenerateDataKey"],
      Resource: bucket.keyId,
      Condition: { StringEquals: { "kms:ViaService": `s3.${bucket.region}.amazonaws.com` } },
    },
  ];
}

/** What using a bucket takes: to see it, its objects, and its key. */
export function bucketStatements({ bucket, mode }: Extract<Grant, { kind: "bucket" }>): PolicyStatement[] {
  const write = mode === "readWrite";
  const objects = typeof bucket.id === "string" ? `${bucket.id}/*` : output(bucket.id).apply((id) => `${id}/*`);
  return [
    { Effect: "Allow", Action: ["s3:ListBucket", "s3:GetBucketLocation"], Resource: bucket.id },
    {
      Effect: "Allow",
      Action: write
        ? ["s3:GetObject", "s3:PutObject", "s3:DeleteObject", "s3:AbortMultipartUpload", "s3:ListMultipartUploadParts"]
        : ["s3:GetObject"],
      Resource: objects,
    },
    {
      Effect: "Allow",
      // Reading a key's data back is needed for multipart uploads too, so writers decrypt as well.
      Action: write ? ["kms:Decrypt", "kms:GenerateDataKey"] : ["kms:Decrypt"],
      Resource: bucket.keyId,
      Condition: { StringEquals: { "kms:ViaService": `s3.${bucket.region}.amazonaws.com` } },
    },
  ];
}

/**
 * A grant names secrets, not their keys. Secrets Manager passes the secret's ARN as encryption context, so decrypting is
 * pinned by that: any key of the account, but for these secrets alone.
 */
function secretStatements(scope: Pick<Scope, "region" | "account">, ids: Inputs<string>): PolicyStatement[] {
  if (Array.isArray(ids) && ids.length === 0) return [];
  return [
    { Effect: "Allow", Action: ["secretsmanager:GetSecretValue", "secretsmanager:DescribeSecret"], Resource: ids },
    {
      Effect: "Allow",
      Action: ["kms:Decrypt"],
      Resource: arn(scope, "kms", "key/*"),
      Condition: {
        StringEquals: {
          "kms:ViaService": `secretsmanager.${scope.region}.amazonaws.com`,
          "kms:EncryptionContext:SecretARN": ids,
        },
      },
    },
  ];
}
