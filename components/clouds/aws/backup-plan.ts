import * as aws from "@pulumi/aws";
import type { ProviderResource } from "@pulumi/pulumi";
import type { BackupVaultArgs } from "../../contracts/backups";
import type { Scope } from "../../contracts/common";
import { BaseComponent, type ComponentOpts } from "../../shared/base-component";
import { named } from "../../shared/tags";
import { AwsKey } from "./key";
import { ServiceRole } from "./role";
import { partitionOf } from "./statements";

export interface AwsBackupPlanArgs extends BackupVaultArgs {
  readonly scope: Scope;
}

/** The fewest days after which AWS makes a compliance lock final (AWS Backup developer guide, "Vault Lock"). */
const GRACE_DAYS = 3;

/** The most days of continuous backups (AWS Backup developer guide, "Point-in-time recovery"). */
const CONTINUOUS_DAYS = 35;

/** Minutes in which a backup has to begin, and to be done. */
const START_MINUTES = 60;
const DONE_MINUTES = 8 * 60;

/** AWS's own policies by which AWS Backup reads and restores; S3 has a pair of its own. */
const POLICIES = [
  "service-role/AWSBackupServiceRolePolicyForBackup",
  "service-role/AWSBackupServiceRolePolicyForRestores",
  "AWSBackupServiceRolePolicyForS3Backup",
  "AWSBackupServiceRolePolicyForS3Restore",
];

/**
 * AWS Backup for databases, buckets and disks that carry the stack's tags: a vault with a key and a lock of its own, a daily
 * rule, and copies to a vault in another region and to vaults of other accounts.
 */
export class AwsBackupPlan extends BaseComponent {
  constructor(
    name: string,
    private readonly args: AwsBackupPlanArgs,
    opts?: ComponentOpts,
  ) {
    super("slipway:aws:BackupPlan", name, opts);
    const { scope, days, continuous, copyTo, copyToVaults } = args;
    const vault = this.vault(name, scope);
    const copies = [...(copyTo === undefined ? [] : [this.copy(name, copyTo).arn]), ...copyToVaults];
    const plan = new aws.backup.Plan(
      `${name}-plan`,
      {
        rules: [
          {
            ruleName: "daily",
            targetVaultName: vault.name,
            schedule: this.schedule(),
            startWindow: START_MINUTES,
            completionWindow: DONE_MINUTES,
            ...(continuous && { enableContinuousBackup: true }),
            lifecycle: { deleteAfter: continuous ? Math.min(days, CONTINUOUS_DAYS) : days },
            copyActions: copies.map((destinationVaultArn) => ({
              destinationVaultArn,
              lifecycle: { deleteAfter: days },
            })),
          },
        ],
        tags: named(scope.tags, `${name}-plan`),
      },
      this.child(),
    );
    this.select(name, plan);
    this.registerOutputs({});
  }

  private schedule(): string {
    const [hour, minute] = this.args.at.split(":").map(Number);
    return `cron(${minute} ${hour} * * ? *)`;
  }

  private vault(name: string, scope: Scope, provider?: ProviderResource): aws.backup.Vault {
    const { lock, days } = this.args;
    const key = new AwsKey(
      `${name}-key`,
      { scope, description: `Recovery points in ${name}`, services: ["backup"], encryptsSnapshots: true },
      { parent: this, provider },
    );
    const vault = new aws.backup.Vault(
      name,
      { kmsKeyArn: key.arn, forceDestroy: false, tags: named(scope.tags, name) },
      this.child({ provider, protect: scope.protect }),
    );
    if (lock !== undefined) {
      new aws.backup.VaultLockConfiguration(
        `${name}-lock`,
        {
          backupVaultName: vault.name,
          minRetentionDays: lock.days,
          maxRetentionDays: days,
          ...(lock.mode === "compliance" && { changeableForDays: GRACE_DAYS }),
        },
        this.child({ provider }),
      );
    }
    return vault;
  }

  private copy(name: string, region: string): aws.backup.Vault {
    const { scope } = this.args;
    const provider = new aws.Provider(
      `${name}-copy-aws`,
      { region: region as aws.Region, allowedAccountIds: [scope.account] },
      { parent: this },
    );
    return this.vault(`${name}-copy`, { ...scope, region }, provider);
  }

  private select(name: string, plan: aws.backup.Plan): void {
    const { scope } = this.args;
    const role = new ServiceRole(
      `${name}-role`,
      { scope, description: `AWS Backup of ${scope.name}`, service: "backup", policies: POLICIES },
      { parent: this },
    );
    const partition = partitionOf(scope.region);
    new aws.backup.Selection(
      `${name}-selection`,
      {
        planId: plan.id,
        iamRoleArn: role.arn,
        resources: [
          ...[`arn:${partition}:rds:*:*:db:*`, `arn:${partition}:s3:::*`, `arn:${partition}:ec2:*:*:volume/*`],
          ...(this.args.clusters ? [`arn:${partition}:rds:*:*:cluster:*`] : []),
        ],
        // All of them must hold: what carries the tags of this very stack.
        conditions: [
          {
            stringEquals: ["Project", "Stack"].map((tag) => ({
              key: `aws:ResourceTag/${tag}`,
              value: scope.tags[tag]!,
            })),
          },
        ],
      },
      this.child({ dependsOn: role.attachments }),
    );
  }
}
