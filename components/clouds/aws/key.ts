import * as aws from "@pulumi/aws";
import type { Output } from "@pulumi/pulumi";
import type { Scope } from "../../contracts/common";
import { BaseComponent, type ComponentOpts } from "../../shared/base-component";
import { named } from "../../shared/tags";
import { arn, iamArn, type PolicyStatement, policyDocument, principal } from "./statements";
import { leavesSnapshot } from "./store-parts";

export interface AwsKeyArgs {
  readonly scope: Scope;
  /** What it encrypts, for people who read the list of keys. */
  readonly description: string;
  /** AWS services that may use it for identities of the account: `rds`, `s3`, `secretsmanager`, …; none: see `statements`. */
  readonly services: readonly string[];
  /**
   * Names of CloudWatch log groups that it encrypts; `*` stands for any characters.
   * @default none
   */
  readonly logGroups?: readonly string[];
  /**
   * It encrypts a last snapshot, which nobody can read without it: where the stack leaves one, a destroy leaves the key
   * too (about $1 a month, until somebody deletes both).
   * @default false
   */
  readonly encryptsSnapshots?: boolean;
  /**
   * Further statements of its policy, such as for a service-linked role that uses it directly.
   * @default none
   */
  readonly statements?: readonly PolicyStatement[];
}

const USE = ["kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:DescribeKey"] as const;

/** What managing a key takes; `kms:*` would also let every administrator read what it encrypts. */
const ADMINISTER = [
  "kms:CancelKeyDeletion",
  "kms:CreateAlias",
  "kms:DeleteAlias",
  "kms:DescribeKey",
  "kms:DisableKey",
  "kms:DisableKeyRotation",
  "kms:EnableKey",
  "kms:EnableKeyRotation",
  "kms:GetKeyPolicy",
  "kms:GetKeyRotationStatus",
  "kms:ListAliases",
  "kms:ListGrants",
  "kms:ListKeyPolicies",
  "kms:ListResourceTags",
  "kms:ListKeyRotations",
  "kms:PutKeyPolicy",
  "kms:RevokeGrant",
  "kms:RotateKeyOnDemand",
  "kms:ScheduleKeyDeletion",
  "kms:TagResource",
  "kms:UntagResource",
  "kms:UpdateAlias",
  "kms:UpdateKeyDescription",
] as const;

/**
 * A KMS key of one thing's own, rotated every year, with an alias of the component's name. Its policy lets the account's
 * IAM manage it, and lets data pass only through the services named.
 */
export class AwsKey extends BaseComponent {
  readonly arn: Output<string>;

  constructor(name: string, args: AwsKeyArgs, opts?: ComponentOpts) {
    super("slipway:aws:Key", name, opts);
    const { scope } = args;
    const key = new aws.kms.Key(
      name,
      {
        description: args.description,
        enableKeyRotation: true,
        // The shortest and the longest wait that KMS knows: a lost key is lost data.
        deletionWindowInDays: leavesSnapshot(scope) ? 30 : 7,
        policy: policyDocument(keyStatements(args)),
        tags: named(scope.tags, name),
      },
      this.child({
        protect: scope.protect,
        retainOnDelete: args.encryptsSnapshots === true && leavesSnapshot(scope),
      }),
    );
    new aws.kms.Alias(`${name}-alias`, { name: `alias/${name}`, targetKeyId: key.keyId }, this.child());

    this.arn = key.arn;
    this.registerOutputs({ arn: this.arn });
  }
}

/** The account's IAM says who manages the key. */
export const administered = (scope: Scope): PolicyStatement => ({
  ...{ Sid: "Administer", Effect: "Allow", Principal: principal("AWS", iamArn(scope, "root")) },
  ...{ Action: ADMINISTER, Resource: "*" },
});

/** Data passes through these services alone. */
function throughServices(scope: Scope, services: readonly string[]): PolicyStatement[] {
  const account = principal("AWS", iamArn(scope, "root"));
  return [
    {
      Sid: "UseThroughServices",
      Effect: "Allow",
      Principal: account,
      Action: USE,
      Resource: "*",
      Condition: {
        StringEquals: {
          "kms:CallerAccount": scope.account,
          "kms:ViaService": services.map((service) => `${service}.${scope.region}.amazonaws.com`),
        },
      },
    },
    {
      Sid: "GrantToServices",
      Effect: "Allow",
      Principal: account,
      Action: ["kms:CreateGrant"],
      Resource: "*",
      Condition: {
        StringEquals: { "kms:CallerAccount": scope.account },
        Bool: { "kms:GrantIsForAWSResource": "true" },
      },
    },
  ];
}

function keyStatements({ scope, services, logGroups = [], statements = [] }: AwsKeyArgs): PolicyStatement[] {
  const all: PolicyStatement[] = [
    administered(scope),
    ...(services.length > 0 ? throughServices(scope, services) : []),
  ];
  if (logGroups.length > 0) {
    all.push({
      Sid: "EncryptLogs",
      Effect: "Allow",
      Principal: principal("Service", `logs.${scope.region}.amazonaws.com`),
      Action: USE,
      Resource: "*",
      Condition: {
        ArnLike: {
          "kms:EncryptionContext:aws:logs:arn": logGroups.map((group) => arn(scope, "logs", `log-group:${group}`)),
        },
      },
    });
  }
  return [...all, ...statements];
}
