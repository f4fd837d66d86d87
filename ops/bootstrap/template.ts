/**
 * What has to be there before the first `pulumi up`, as a CloudFormation template: the state's bucket and key, and the
 * roles that CI takes. CloudFormation, since Pulumi has nowhere to write its state to yet, and since it is the same
 * command again after a change.
 */

export interface BootstrapOptions {
  readonly app: string;
  /** `<app>-<deployment>`: what the stack's things are called after. */
  readonly name: string;
  readonly account: string;
  readonly region: string;
  /** The environment of GitHub whose jobs may deploy; `preview-` and `watch-` before it for the other two. */
  readonly environment: string;
  /** `owner/name` of the repositories whose workflows take the roles: the platform's, and applications'. */
  readonly repositories: readonly string[];
  /** Services that the stack's resources are of, as Pulumi's AWS provider calls them: what deploying may touch. */
  readonly services: readonly string[];
  /** Where they are, copy to or read from: the stack's own region, and those of `copyTo` and of a stack that stands by. */
  readonly regions: readonly string[];
  /** Secrets of the account that the program reads by itself, by name or ARN: the keys of Atlas's API. */
  readonly reads: readonly string[];
  /** GitHub is known to the account already: it can be there once only. */
  readonly providerExists: boolean;
}

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

/** Where GitHub's tokens come from (docs.github.com, "OpenID Connect reference"). */
const ISSUER = "token.actions.githubusercontent.com";

type Statement = Readonly<Record<string, unknown>>;

export const stateBucket = ({ account, region }: Pick<BootstrapOptions, "account" | "region">): string =>
  `slipway-state-${account}-${region}`;

/** The alias that Pulumi's secrets provider names. */
export const stateKey = "alias/slipway-state";

export function bootstrapTemplate(options: BootstrapOptions): object {
  const { name, environment, providerExists } = options;
  const bucket = stateBucket(options);
  const role = (
    suffix: string,
    env: string,
    description: string,
    statements: readonly Statement[],
    managed: readonly string[] = [],
  ) => ({
    Type: "AWS::IAM::Role",
    Properties: {
      RoleName: `${name}-ci-${suffix}`,
      Description: description,
      MaxSessionDuration: suffix === "deploy" ? 7200 : 3600,
      AssumeRolePolicyDocument: trust(options, env),
      ManagedPolicyArns: managed,
      Policies: [
        {
          PolicyName: "ci",
          PolicyDocument: { Version: "2012-10-17", Statement: [...stateRights(bucket, suffix), ...statements] },
        },
      ],
    },
  });
  // The kubeconfig of a stack takes this one role, and a preview asks the cluster what it would do.
  const intoCluster = {
    Effect: "Allow",
    Action: "sts:AssumeRole",
    Resource: `arn:aws:iam::${options.account}:role/${name}-deployer`,
  };
  const readOnly = ["arn:aws:iam::aws:policy/ReadOnlyAccess"];
  const provider = {
    Type: "AWS::IAM::OIDCProvider",
    DeletionPolicy: "Retain",
    UpdateReplacePolicy: "Retain",
    Properties: { Url: `https://${ISSUER}`, ClientIdList: ["sts.amazonaws.com"] },
  };
  return {
    AWSTemplateFormatVersion: "2010-09-09",
    Description: `Slipway: the roles of CI for ${name}`,
    Resources: {
      ...(!providerExists && { GitHub: provider }),
      Preview: role(
        "preview",
        `preview-${environment}`,
        `Previews ${name}, and changes nothing`,
        [intoCluster, ...dataStaysUnread(bucket)],
        readOnly,
      ),
      Watch: role(
        "watch",
        `watch-${environment}`,
        `Looks for drift of ${name}`,
        [
          intoCluster,
          ...dataStaysUnread(bucket),
          ownSecrets(options, ["GetSecretValue"], [options.region]),
          ...readSecrets(options),
        ],
        readOnly,
      ),
      Deploy: role("deploy", environment, `Deploys ${name}`, deployRights(options)),
    },
    Outputs: Object.fromEntries(
      ["Preview", "Watch", "Deploy"].map((each) => [each, { Value: { "Fn::GetAtt": [each, "Arn"] } }]),
    ),
  };
}

/** The bucket and the key, which every stack of the account shares. */
export function stateTemplate(options: Pick<BootstrapOptions, "account" | "region">): object {
  const bucket = stateBucket(options);
  return {
    AWSTemplateFormatVersion: "2010-09-09",
    Description: "Slipway: where Pulumi keeps the state of stacks",
    Resources: {
      Key: {
        Type: "AWS::KMS::Key",
        DeletionPolicy: "Retain",
        UpdateReplacePolicy: "Retain",
        Properties: {
          Description: "Encrypts the state of stacks, and the secrets in it",
          EnableKeyRotation: true,
          KeyPolicy: {
            Version: "2012-10-17",
            Statement: [
              {
                Effect: "Allow",
                Principal: { AWS: `arn:aws:iam::${options.account}:root` },
                Action: "kms:*",
                Resource: "*",
              },
            ],
          },
        },
      },
      Alias: { Type: "AWS::KMS::Alias", Properties: { AliasName: stateKey, TargetKeyId: { Ref: "Key" } } },
      Bucket: {
        Type: "AWS::S3::Bucket",
        DeletionPolicy: "Retain",
        UpdateReplacePolicy: "Retain",
        Properties: {
          BucketName: bucket,
          VersioningConfiguration: { Status: "Enabled" },
          BucketEncryption: {
            ServerSideEncryptionConfiguration: [
              {
                BucketKeyEnabled: true,
                ServerSideEncryptionByDefault: {
                  SSEAlgorithm: "aws:kms",
                  KMSMasterKeyID: { "Fn::GetAtt": ["Key", "Arn"] },
                },
              },
            ],
          },
          PublicAccessBlockConfiguration: {
            ...{ BlockPublicAcls: true, BlockPublicPolicy: true, IgnorePublicAcls: true, RestrictPublicBuckets: true },
          },
          OwnershipControls: { Rules: [{ ObjectOwnership: "BucketOwnerEnforced" }] },
          // A state that was overwritten by mistake can be had again for three months.
          LifecycleConfiguration: {
            Rules: [{ Id: "old", Status: "Enabled", NoncurrentVersionExpiration: { NoncurrentDays: 90 } }],
          },
        },
      },
      Policy: {
        Type: "AWS::S3::BucketPolicy",
        Properties: {
          Bucket: { Ref: "Bucket" },
          PolicyDocument: {
            Version: "2012-10-17",
            Statement: [
              {
                ...{ Sid: "TlsOnly", Effect: "Deny", Principal: "*", Action: "s3:*" },
                Resource: [`arn:aws:s3:::${bucket}`, `arn:aws:s3:::${bucket}/*`],
                Condition: { Bool: { "aws:SecureTransport": "false" } },
              },
            ],
          },
        },
      },
    },
  };
}

/** These repositories' jobs in this environment of GitHub's, and nobody else. */
function trust({ account, repositories }: BootstrapOptions, environment: string): object {
  return {
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Principal: { Federated: `arn:aws:iam::${account}:oidc-provider/${ISSUER}` },
        Action: "sts:AssumeRoleWithWebIdentity",
        Condition: {
          StringEquals: {
            [`${ISSUER}:aud`]: "sts.amazonaws.com",
            [`${ISSUER}:sub`]: repositories.map((repository) => `repo:${repository}:environment:${environment}`),
          },
        },
      },
    ],
  };
}

/** Reads the state, decrypts its secrets; who deploys writes it, who only looks takes its lock at most. */
function stateRights(bucket: string, suffix: string): Statement[] {
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
const dataStaysUnread = (bucket: string): Statement[] => [
  { Effect: "Deny", Action: "s3:GetObject*", NotResource: `arn:aws:s3:::${bucket}/*` },
  {
    Effect: "Deny",
    Action: ["dynamodb:GetItem", "dynamodb:Query", "dynamodb:Scan", "sqs:ReceiveMessage", "ssm:GetParameter*"],
    Resource: "*",
  },
];

/** The stack's own are called `<app>/<deployment>/…` (`secretPrefix` in components/clouds/aws/secret.ts). */
const ownSecrets = (
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
const readSecrets = ({ account, region, reads }: BootstrapOptions): Statement[] =>
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

function deployRights(options: BootstrapOptions): Statement[] {
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
