import * as aws from "@pulumi/aws";
import { type CustomResourceOptions, interpolate, type ProviderResource, type Resource } from "@pulumi/pulumi";
import type { Scope } from "../../contracts/common";
import type { ChildOptions } from "../../shared/base-component";
import type { AwsKey } from "./key";
import { ServiceRole } from "./role";
import { type PolicyStatement, policyDocument } from "./statements";

/** A bucket that is copied from or to. */
export interface Copied {
  readonly bucket: aws.s3.Bucket;
  readonly versioning: aws.s3.BucketVersioning;
  readonly key: AwsKey;
}

interface Place extends Copied {
  readonly scope: Scope;
}

export interface ReplicateArgs {
  /** The component that both belong to. */
  readonly component: Resource;
  readonly child: (extra?: ChildOptions) => CustomResourceOptions;
  readonly here: Place;
  readonly there: Place;
  /** Of the region of `here`. @default the component's own */
  readonly provider?: ProviderResource;
  /** The copy is worked on too, when a stack that stands by serves. @default false: it is kept, and hardly read */
  readonly inUse?: boolean;
}

/** The provider of the copy's region, for the same account. */
export function copyProvider(name: string, { region, account }: Scope, component?: Resource): aws.Provider {
  return new aws.Provider(
    `${name}-copy-aws`,
    { region: region as aws.Region, allowedAccountIds: [account] },
    { parent: component },
  );
}

/**
 * Replication Time Control: 99.99% of objects are there within 15 minutes, by AWS's own service level, and metrics say what
 * is not (S3 user guide, "Replication Time Control").
 */
const promptly = {
  replicationTime: { status: "Enabled", time: { minutes: 15 } },
  metrics: { status: "Enabled", eventThreshold: { minutes: 15 } },
} as const;

/** Every object is copied as it is written, under the key there; what is deleted here stays there. */
export function replicate(name: string, { component, child, here, there, provider, inUse }: ReplicateArgs): void {
  const role = new ServiceRole(
    `${name}-replication`,
    { scope: here.scope, description: `Copies ${name} to ${there.scope.region}`, service: "s3", policies: [] },
    { parent: component },
  );
  const rights = new aws.iam.RolePolicy(
    `${name}-replication-policy`,
    { role: role.roleName, policy: policyDocument(replicationStatements(here, there)) },
    child(),
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
            bucket: there.bucket.arn,
            storageClass: inUse ? "STANDARD" : "STANDARD_IA",
            ...(inUse && promptly),
            encryptionConfiguration: { replicaKmsKeyId: there.key.arn },
          },
        },
      ],
    },
    // S3 refuses replication until both buckets have versions.
    child({ dependsOn: [rights, here.versioning, there.versioning], ...(provider && { provider }) }),
  );
}

function replicationStatements(here: Place, there: Place): PolicyStatement[] {
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
    { Effect: "Allow", Action: ["kms:Decrypt"], Resource: here.key.arn, Condition: through(here.scope.region) },
    { Effect: "Allow", Action: ["kms:Encrypt"], Resource: there.key.arn, Condition: through(there.scope.region) },
  ];
}
