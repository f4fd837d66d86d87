import * as aws from "@pulumi/aws";
import { type Output, type Resource, runtime, unknown } from "@pulumi/pulumi";
import * as random from "@pulumi/random";
import type { Scope } from "../../contracts/common";
import type { PostgresArgs, PostgresHandle, StorePlacement } from "../../contracts/stores";
import { BaseComponent, type ComponentOpts } from "../../shared/base-component";
import { physicalName } from "../../shared/naming";
import { named } from "../../shared/tags";
import { AwsKey } from "./key";
import { RotatedPassword } from "./rotated-password";
import { finalSnapshot, leavesSnapshot, storeDoor, storeLog } from "./store-parts";

export interface AwsPostgresArgs extends PostgresArgs {
  readonly scope: Scope;
  readonly placement: StorePlacement;
}

const PORT = 5432;

/** Not `postgres` or `admin`, which attackers try first (AWS Foundational Security Best Practices, RDS.25). */
const USERNAME = "slipway";

/** Logs that go to CloudWatch: the server's own, and that of upgrades. */
const LOGS = ["postgresql", "upgrade"];

/** What the primary and its replicas are built from. */
interface Parts {
  readonly identifier: string;
  readonly key: AwsKey;
  readonly group: aws.ec2.SecurityGroup;
  readonly parameters: aws.rds.ParameterGroup;
}

/**
 * PostgreSQL on RDS. The password is RDS's own to keep and rotate where there is no replica, and a secret of ours where
 * there is: RDS refuses a replica of an instance whose password it manages.
 * @throws Error when replicas are asked for without backups, which RDS makes them from.
 */
export class AwsPostgres extends BaseComponent implements PostgresHandle {
  readonly kind = "postgres";
  readonly host: Output<string>;
  readonly readerHost: Output<string>;
  readonly port = PORT;
  readonly database: string;
  readonly secretId: Output<string>;
  readonly cidrs: PostgresHandle["cidrs"];

  constructor(name: string, args: AwsPostgresArgs, opts?: ComponentOpts) {
    super("slipway:aws:Postgres", name, opts);
    if (args.replicas > 0 && args.backupDays < 1) {
      throw new Error(
        `${name} has ${args.replicas} replicas and ${args.backupDays} backup days: replicas need one day`,
      );
    }
    // Fixed, because the log groups are named by it; short enough for a replica's suffix (RDS allows 63).
    const identifier = physicalName([name], 50);
    const parts: Parts = {
      identifier,
      key: this.encrypt(name, identifier, args.scope),
      group: storeDoor(name, { ...args, port: PORT, description: `PostgreSQL ${name}` }, this.child()),
      parameters: this.configure(name, args),
    };
    const password = args.replicas > 0 ? this.password(name) : undefined;
    const primary = this.primary(name, args, parts, password);
    const replicas = Array.from({ length: args.replicas }, (_, index) =>
      this.replica(`${name}-replica-${index + 1}`, `${identifier}-replica-${index + 1}`, args, parts, primary),
    );

    this.host = primary.address;
    this.readerHost = replicas[0]?.address ?? primary.address;
    this.database = args.database;
    this.secretId = password ? this.rotate(name, args, parts, primary, password) : managedSecret(name, primary);
    this.cidrs = args.placement.network.dataCidrs;
    this.registerOutputs({
      kind: this.kind,
      host: this.host,
      readerHost: this.readerHost,
      port: this.port,
      database: this.database,
      secretId: this.secretId,
      cidrs: this.cidrs,
    });
  }

  private encrypt(name: string, identifier: string, scope: Scope): AwsKey {
    return new AwsKey(
      `${name}-key`,
      {
        scope,
        description: `PostgreSQL ${name}: storage, backups, insights, logs, password`,
        services: ["rds", "secretsmanager"],
        encryptsSnapshots: true,
        logGroups: [`/aws/rds/instance/${identifier}/*`, `/aws/rds/instance/${identifier}-replica-*`],
      },
      { parent: this },
    );
  }

  private configure(name: string, { scope, version }: AwsPostgresArgs): aws.rds.ParameterGroup {
    return new aws.rds.ParameterGroup(
      `${name}-parameters`,
      {
        family: `postgres${version}`,
        description: `PostgreSQL ${name}`,
        parameters: [
          { name: "rds.force_ssl", value: "1", applyMethod: "pending-reboot" },
          // Milliseconds from which a statement is logged as slow.
          { name: "log_min_duration_statement", value: "1000", applyMethod: "immediate" },
          { name: "log_lock_waits", value: "1", applyMethod: "immediate" },
        ],
        tags: named(scope.tags, `${name}-parameters`),
      },
      this.child(),
    );
  }

  private logs(name: string, identifier: string, scope: Scope, key: AwsKey): Resource[] {
    return LOGS.map((log) =>
      storeLog(
        `${name}-log-${log}`,
        { scope, logGroup: `/aws/rds/instance/${identifier}/${log}`, keyId: key.arn },
        this.child(),
      ),
    );
  }

  /** Letters and digits only: the password also ends up in connection URLs. */
  private password(name: string): random.RandomPassword {
    return new random.RandomPassword(`${name}-password`, { length: 40, special: false }, this.child());
  }

  private primary(
    name: string,
    args: AwsPostgresArgs,
    parts: Parts,
    password: random.RandomPassword | undefined,
  ): aws.rds.Instance {
    const { scope } = args;
    const { identifier, key } = parts;
    const subnets = new aws.rds.SubnetGroup(
      `${name}-subnets`,
      { subnetIds: args.placement.network.dataSubnetIds, tags: named(scope.tags, `${name}-subnets`) },
      this.child(),
    );
    return new aws.rds.Instance(
      name,
      {
        ...common(args, parts),
        identifier,
        engine: "postgres",
        // A major version alone follows the minor ones that RDS installs, without a difference to show.
        engineVersion: args.version,
        dbName: args.database,
        username: USERNAME,
        ...(password
          ? { password: password.result }
          : { manageMasterUserPassword: true, masterUserSecretKmsKeyId: key.arn }),
        // Growth by autoscaling is no difference to the provider; a larger figure here still takes effect.
        allocatedStorage: args.storageGb,
        kmsKeyId: key.arn,
        dbSubnetGroupName: subnets.name,
        multiAz: args.multiZone,
        backupRetentionPeriod: args.backupDays,
        backupWindow: args.backupWindow,
        deletionProtection: scope.protect,
        skipFinalSnapshot: !leavesSnapshot(scope),
        finalSnapshotIdentifier: finalSnapshot(
          name,
          { scope, identifier, keepers: { database: args.database } },
          this.child(),
        ),
        tags: named(scope.tags, name),
      },
      this.child({
        protect: scope.protect,
        dependsOn: this.logs(name, identifier, scope, key),
        // Its identifier is fixed, so a replacement has to wait until the old one is gone.
        deleteBeforeReplace: true,
      }),
    );
  }

  /**
   * A replica has no data of its own: it is neither protected nor snapshotted, so that there can be fewer of them again.
   * Engine, storage size, key, subnets and credentials come from the primary, and RDS refuses to be told them again.
   */
  private replica(
    name: string,
    identifier: string,
    args: AwsPostgresArgs,
    parts: Parts,
    primary: aws.rds.Instance,
  ): aws.rds.Instance {
    return new aws.rds.Instance(
      name,
      {
        ...common(args, parts),
        identifier,
        replicateSourceDb: primary.identifier,
        deletionProtection: false,
        skipFinalSnapshot: true,
        tags: named(args.scope.tags, name),
      },
      this.child({ dependsOn: this.logs(name, identifier, args.scope, parts.key), deleteBeforeReplace: true }),
    );
  }

  private rotate(
    name: string,
    { scope, placement, database }: AwsPostgresArgs,
    { key, group }: Parts,
    primary: aws.rds.Instance,
    password: random.RandomPassword,
  ): Output<string> {
    return new RotatedPassword(
      `${name}-master`,
      {
        scope,
        key,
        network: placement.network,
        server: { group: group.id, host: primary.address, port: PORT, database },
        username: USERNAME,
        password: password.result,
      },
      { parent: this },
    ).id;
  }
}

/** What a primary and a replica have alike. */
function common(args: AwsPostgresArgs, { key, group, parameters }: Parts) {
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

/** The secret that RDS made. Turning management on is not foreseen by a preview, so there it counts as unknown. */
function managedSecret(name: string, instance: aws.rds.Instance): Output<string> {
  return instance.masterUserSecrets.apply((secrets) => {
    const secretArn = secrets?.[0]?.secretArn;
    if (secretArn !== undefined) return secretArn;
    if (runtime.isDryRun()) return unknown as unknown as string;
    throw new Error(`${name}: RDS gave no secret for the password that it manages`);
  });
}
