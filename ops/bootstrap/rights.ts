/** What the roles of CI may do. */
import type { BootstrapOptions } from "./options";
import { stateKey } from "./state";

/** One of a policy document. */
export type Statement = Readonly<Record<string, unknown>>;

/** Pulumi's word for a service → IAM's prefixes, where they differ. */
const PREFIXES: Readonly<Record<string, readonly string[]>> = {
  cloudwatch: ["cloudwatch", "logs", "events"],
  backup: ["backup", "backup-storage"],
  lb: ["elasticloadbalancing"],
  vpc: ["ec2"],
  scheduler: ["scheduler"],
  serverlessrepository: ["serverlessrepo", "cloudformation", "lambda"],
};

/** Named for themselves below, with narrower rights. */
const NARROW = new Set(["iam", "s3", "secretsmanager"]);

/** Reads the state, decrypts its secrets; who deploys writes it, who only looks takes its lock at most. */
export function stateRights(bucket: string, suffix: string): Statement[] {
  const write = suffix === "deploy" ? [`arn:aws:s3:::${bucket}/*`] : [`arn:aws:s3:::${bucket}/.pulumi/locks/*`];
  return [
    { Effect: "Allow", Action: ["s3:ListBucket", "s3:GetBucketLocation"], Resource: `arn:aws:s3:::${bucket}` },
    { Effect: "Allow", Action: "s3:GetObject", Resource: `arn:aws:s3:::${bucket}/*` },
    { Effect: "Allow", Action: ["s3:PutObject", "s3:DeleteObject"], Resource: write },
    {
      Effect: "Allow",
      Action: ["kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey", "kms:DescribeKey"],
      Resource: "*",
      Condition: { "ForAnyValue:StringEquals": { "kms:ResourceAliases": stateKey } },
    },
  ];
}

/** ReadOnlyAccess reads buckets and queues too: what users have put there is nobody's business who previews. */
export const dataStaysUnread = (bucket: string): Statement[] => [
  { Effect: "Deny", Action: "s3:GetObject*", NotResource: `arn:aws:s3:::${bucket}/*` },
  {
    Effect: "Deny",
    Action: ["dynamodb:GetItem", "dynamodb:Query", "dynamodb:Scan", "sqs:ReceiveMessage", "ssm:GetParameter*"],
    Resource: "*",
  },
];

/** The stack's own are called `<app>/<deployment>/…` (`secretPrefix` in components/clouds/aws/secret.ts). */
export const ownSecrets = (
  { app, account, name }: BootstrapOptions,
  actions: readonly string[],
  regions: readonly string[],
): Statement => ({
  Effect: "Allow",
  Action: actions.map((each) => `secretsmanager:${each}`),
  Resource: regions.map(
    (region) => `arn:aws:secretsmanager:${region}:${account}:secret:${app}/${name.slice(app.length + 1)}/*`,
  ),
});

/** A name's ARN ends in six characters of Secrets Manager's own. */
export const readSecrets = ({ account, region, reads }: BootstrapOptions): Statement[] =>
  reads.map((each) => ({
    Effect: "Allow",
    Action: "secretsmanager:GetSecretValue",
    Resource: each.startsWith("arn:") ? each : `arn:aws:secretsmanager:${region}:${account}:secret:${each}-??????`,
  }));

/**
 * RDS and DocumentDB make the secret of the password that they keep in the name of who makes the database ("Password
 * management with Amazon RDS and AWS Secrets Manager", permissions; Amazon RDS User Guide).
 */
const databaseSecrets = ({ account }: BootstrapOptions, regions: readonly string[]): Statement => ({
  Effect: "Allow",
  Action: ["CreateSecret", "DescribeSecret", "RotateSecret", "TagResource"].map((each) => `secretsmanager:${each}`),
  Resource: regions.map((region) => `arn:aws:secretsmanager:${region}:${account}:secret:rds!*`),
});

/** Where CloudFront, Route 53 and other services of no region take their calls. */
const GLOBAL = "us-east-1";

export function deployRights(options: BootstrapOptions): Statement[] {
  const { account, region, name, services } = options;
  const regions = [...new Set([region, ...options.regions])];
  const prefixes = new Set(services.filter((each) => !NARROW.has(each)).flatMap((each) => PREFIXES[each] ?? [each]));
  const own = (kind: string) => `arn:aws:iam::${account}:${kind}/${name}*`;
  return [
    {
      Effect: "Allow",
      Action: [...prefixes].sort().map((prefix) => `${prefix}:*`),
      Resource: "*",
      Condition: { StringEquals: { "aws:RequestedRegion": [...new Set([...regions, GLOBAL])] } },
    },
    { Effect: "Allow", Action: "s3:*", Resource: [`arn:aws:s3:::${name}*`, `arn:aws:s3:::${name}*/*`] },
    ownSecrets(options, ["*"], regions),
    databaseSecrets(options, regions),
    ...readSecrets(options),
    { Effect: "Allow", Action: "secretsmanager:GetRandomPassword", Resource: "*" },
    { Effect: "Allow", Action: ["iam:Get*", "iam:List*"], Resource: "*" },
    {
      Effect: "Allow",
      Action: [
        "iam:*Role",
        "iam:*RolePolicy",
        "iam:*RolePolicies",
        "iam:*Policy",
        "iam:*PolicyVersion",
        "iam:*InstanceProfile",
        "iam:Tag*",
        "iam:Untag*",
        "iam:UpdateAssumeRolePolicy",
        "iam:UpdateRoleDescription",
      ],
      Resource: [own("role"), own("policy"), own("instance-profile")],
    },
    {
      Effect: "Allow",
      Action: ["iam:*OpenIDConnectProvider*"],
      Resource: `arn:aws:iam::${account}:oidc-provider/oidc.eks.${region}.amazonaws.com/*`,
    },
    {
      Effect: "Allow",
      Action: "iam:CreateServiceLinkedRole",
      Resource: `arn:aws:iam::${account}:role/aws-service-role/*`,
    },
    { Effect: "Allow", Action: "sts:AssumeRole", Resource: own("role") },
    // Its own rights are not its to change.
    {
      Effect: "Deny",
      Action: ["iam:*"],
      Resource: ["preview", "watch", "deploy"].map((each) => `arn:aws:iam::${account}:role/${name}-ci-${each}`),
    },
  ];
}
