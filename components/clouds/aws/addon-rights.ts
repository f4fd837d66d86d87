import { type Input, output } from "@pulumi/pulumi";
import type { AddonIdentity, AddonRight, AddonSettings, AwsStatement, CloudFacts } from "../../contracts/addon";
import type { BucketHandle } from "../../contracts/stores";
import { arn, bucketStatements, partitionOf } from "./statements";

/** What an add-on's controller may do: the rights that it needs in any cloud, and what it says in AWS's own words. */
export function addonStatements(
  { rights, policies }: AddonIdentity,
  facts: CloudFacts,
  settings: AddonSettings,
): readonly AwsStatement[] {
  return [
    ...(rights?.(settings) ?? []).flatMap((right) => statementsOf(right, facts)),
    ...(policies?.aws?.(facts, settings) ?? []),
  ];
}

function statementsOf(right: AddonRight, facts: CloudFacts): readonly AwsStatement[] {
  if (right.kind === "readSecrets") return readSecrets(facts);
  if (right.kind === "useBucket") return useBucket(right.bucket);
  if (right.kind === "proveNames") return proveNames(right.zones, facts);
  if (right.kind === "writeNames") return writeNames(right.zones, facts);
  if (right.queues.length === 0) return [];
  return [
    {
      Sid: "SeeQueues",
      Effect: "Allow",
      Action: ["sqs:GetQueueAttributes"],
      Resource: right.queues.map((queue) => arn(facts, "sqs", queue)),
    },
  ];
}

/** What a workload that uses the bucket gets too: see the bucket, its objects, its key. */
function useBucket(bucket: BucketHandle): readonly AwsStatement[] {
  const names = ["SeeBucket", "UseObjects", "UseKey"];
  const statements = bucketStatements({ kind: "bucket", bucket, mode: "readWrite" });
  return statements.map((statement, index) => ({ Sid: names[index], ...statement })) as readonly AwsStatement[];
}

/**
 * Reads the stack's own secrets and those that RDS and DocumentDB make for the stack's databases, nothing else, and changes none.
 *
 * RDS names its secrets `rds!db-<uuid>` and tags each with the ARN of its database (`aws:rds:primaryDBInstanceArn`, as
 * in the trust and tagging statements of AWS's own service role policy for RDS); DocumentDB has clusters:
 * `rds!cluster-<uuid>`, `aws:rds:primaryDBClusterArn`. A database's name begins with the stack's. A stack that stands by reads copies of its primary's besides. Decryption is allowed through Secrets Manager alone; it puts the secret's ARN in the encryption context.
 */
function readSecrets(facts: CloudFacts): readonly AwsStatement[] {
  const { secretPrefix, copiedSecretPrefix } = facts;
  const prefixes = [secretPrefix, ...(copiedSecretPrefix === undefined ? [] : [copiedSecretPrefix])];
  const secrets = prefixes.map((prefix) => arn(facts, "secretsmanager", `secret:${prefix}*`));
  const own = secrets.length === 1 ? secrets[0]! : secrets;
  const databases = [
    { of: "Database", secret: "rds!db-*", tag: "primaryDBInstanceArn", resource: "db" },
    { of: "Cluster", secret: "rds!cluster-*", tag: "primaryDBClusterArn", resource: "cluster" },
  ].map(({ secret, ...rest }) => ({ ...rest, secrets: arn(facts, "secretsmanager", `secret:${secret}`) }));
  const read = ["secretsmanager:GetSecretValue", "secretsmanager:DescribeSecret"];
  return [
    { Sid: "ReadOwnSecrets", Effect: "Allow", Action: read, Resource: own },
    ...databases.map(
      ({ of, secrets: made, tag, resource }): AwsStatement => ({
        ...{ Sid: `Read${of}Secrets`, Effect: "Allow", Action: read, Resource: made },
        Condition: {
          StringLike: { [`aws:ResourceTag/aws:rds:${tag}`]: arn(facts, "rds", `${resource}:${facts.stackName}-*`) },
        },
      }),
    ),
    {
      Sid: "DecryptThem",
      Effect: "Allow",
      Action: ["kms:Decrypt"],
      Resource: arn(facts, "kms", "key/*"),
      Condition: {
        StringEquals: { "kms:ViaService": `secretsmanager.${facts.region}.amazonaws.com` },
        StringLike: { "kms:EncryptionContext:SecretARN": [...secrets, ...databases.map(({ secrets: made }) => made)] },
      },
    },
  ];
}

/** Only TXT records below `_acme-challenge`, and only in these zones; a change is asked after until all servers have it. */
function proveNames(zones: readonly Input<string>[], { region }: CloudFacts): readonly AwsStatement[] {
  if (zones.length === 0) return [];
  const route53 = `arn:${partitionOf(region)}:route53:::`;
  const own = zones.map((id) => output(id).apply((known) => `${route53}hostedzone/${known}`));
  return [
    { Sid: "FollowChanges", Effect: "Allow", Action: ["route53:GetChange"], Resource: `${route53}change/*` },
    { Sid: "SeeRecords", Effect: "Allow", Action: ["route53:ListResourceRecordSets"], Resource: own },
    {
      ...{ Sid: "ProveNames", Effect: "Allow", Action: ["route53:ChangeResourceRecordSets"], Resource: own },
      Condition: {
        "ForAllValues:StringEquals": { "route53:ChangeResourceRecordSetsRecordTypes": ["TXT"] },
        "ForAllValues:StringLike": { "route53:ChangeResourceRecordSetsNormalizedRecordNames": ["_acme-challenge.*"] },
      },
    },
  ];
}

/** Records of hosts, and the TXT records that say whose they are, in these zones alone; which zones there are is seen of all. */
function writeNames(zones: readonly string[], { region }: CloudFacts): readonly AwsStatement[] {
  if (zones.length === 0) return [];
  const own = zones.map((id) => `arn:${partitionOf(region)}:route53:::hostedzone/${id}`);
  const see = ["route53:ListResourceRecordSets", "route53:ListTagsForResources"];
  return [
    { Sid: "SeeZones", Effect: "Allow", Action: ["route53:ListHostedZones"], Resource: "*" },
    { Sid: "SeeRecords", Effect: "Allow", Action: see, Resource: own },
    {
      ...{ Sid: "WriteNames", Effect: "Allow", Action: ["route53:ChangeResourceRecordSets"], Resource: own },
      Condition: {
        "ForAllValues:StringEquals": {
          "route53:ChangeResourceRecordSetsRecordTypes": ["A", "AAAA", "CNAME", "TXT"],
        },
      },
    },
  ];
}
