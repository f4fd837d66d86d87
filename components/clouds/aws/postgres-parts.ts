import type * as aws from "@pulumi/aws";
import type { Scope } from "../../contracts/common";
import type { PostgresArgs, StorePlacement } from "../../contracts/stores";
import type { AwsKey } from "./key";

export interface AwsPostgresArgs extends PostgresArgs {
  readonly scope: Scope;
  readonly placement: StorePlacement;
}

export const PORT = 5432;

/** Not `postgres` or `admin`, which attackers try first (AWS Foundational Security Best Practices, RDS.25). */
export const USERNAME = "slipway";

/** Characters of an instance's identifier: short enough for a replica's suffix (RDS allows 63). */
export const IDENTIFIER = 50;

/** What every server is told, whoever keeps its storage. */
export const parameterValues = [
  { name: "rds.force_ssl", value: "1", applyMethod: "pending-reboot" },
  // Milliseconds from which a statement is logged as slow.
  { name: "log_min_duration_statement", value: "1000", applyMethod: "immediate" },
  { name: "log_lock_waits", value: "1", applyMethod: "immediate" },
];

/** Logs that go to CloudWatch: the server's own, and that of upgrades. */
export const LOGS = ["postgresql", "upgrade"];

/** What the primary and its replicas are built from. */
export interface Parts {
  readonly identifier: string;
  readonly key: AwsKey;
  readonly group: aws.ec2.SecurityGroup;
  readonly parameters: aws.rds.ParameterGroup;
}

/** What a primary and a replica have alike. */
export function common(args: AwsPostgresArgs, { key, group, parameters }: Parts) {
  return {
    instanceClass: args.instanceClass,
    parameterGroupName: parameters.name,
    storageType: "gp3",
    storageEncrypted: true,
    // RDS takes a limit only above what is allocated.
    maxAllocatedStorage: args.maxStorageGb > args.storageGb ? args.maxStorageGb : undefined,
    port: PORT,
    vpcSecurityGroupIds: [group.id],
    publiclyAccessible: false,
    iamDatabaseAuthenticationEnabled: true,
    caCertIdentifier: "rds-ca-rsa2048-g1",
    maintenanceWindow: args.maintenanceWindow,
    autoMinorVersionUpgrade: true,
    applyImmediately: false,
    copyTagsToSnapshot: true,
    enabledCloudwatchLogsExports: LOGS,
    // Every class that runs PostgreSQL has it (MySQL alone leaves out the smallest); 7 days are free.
    performanceInsightsEnabled: true,
    performanceInsightsKmsKeyId: key.arn,
    performanceInsightsRetentionPeriod: 7,
    databaseInsightsMode: "standard",
  };
}
