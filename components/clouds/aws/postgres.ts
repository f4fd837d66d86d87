import * as aws from "@pulumi/aws";
import type { Output, Resource } from "@pulumi/pulumi";
import * as random from "@pulumi/random";
import type { Scope } from "../../contracts/common";
import type { PoolHandle, PostgresHandle, SslMode, StorePair } from "../../contracts/stores";
import { BaseComponent, type ComponentOpts } from "../../shared/base-component";
import { physicalName } from "../../shared/naming";
import { named } from "../../shared/tags";
import { postgresAuthorities } from "./authorities";
import { AwsKey } from "./key";
import {
  type AwsPostgresArgs,
  common,
  IDENTIFIER,
  LOGS,
  type Parts,
  PORT,
  parameterValues,
  USERNAME,
} from "./postgres-parts";
import { poolBefore } from "./postgres-pool";
import { RotatedPassword } from "./rotated-password";
import { arn } from "./statements";
import { finalSnapshot, leavesSnapshot, managedSecret, storeDoor, storeLog } from "./store-parts";

/**
 * PostgreSQL on RDS; of a pair in two regions, one is the other's read replica until it is promoted. The password is RDS's own to keep and rotate where there is no replica, and a secret of ours where
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
  readonly sslMode: SslMode;
  readonly ca?: string;
  readonly pool?: PoolHandle;

  constructor(name: string, args: AwsPostgresArgs, opts?: ComponentOpts) {
    super("slipway:aws:Postgres", name, opts);
    if (args.replicas > 0 && args.backupDays < 1) {
      throw new Error(
        `${name} has ${args.replicas} replicas and ${args.backupDays} backup days: replicas need one day`,
      );
    }
    // Fixed, because the log groups are named by it, and the other of a pair finds it by it.
    const identifier = physicalName([name], IDENTIFIER);
    const parts: Parts = {
      identifier,
      key: this.encrypt(name, identifier, args.scope),
      group: storeDoor(name, { ...args, port: PORT, description: `PostgreSQL ${name}` }, this.child()),
      parameters: this.configure(name, args),
    };
    // The password of a pair's copy is the other's, until it is a database of its own.
    const password = args.replicas > 0 || args.pair ? this.password(name) : undefined;
    const primary = args.pair?.follows
      ? this.follower(name, args, parts, args.pair)
      : this.primary(name, args, parts, password);
    const replicas = Array.from({ length: args.replicas }, (_, index) =>
      this.replica(`${name}-replica-${index + 1}`, `${identifier}-replica-${index + 1}`, args, parts, primary),
    );

    this.host = primary.address;
    this.readerHost = replicas[0]?.address ?? primary.address;
    this.database = args.database;
    this.secretId = password ? this.rotate(name, args, parts, primary, password) : managedSecret(name, "RDS", primary);
    this.cidrs = args.placement.network.dataCidrs;
    const server = { group: parts.group.id, target: { dbInstanceIdentifier: primary.identifier }, ready: [primary] };
    this.pool = poolBefore(name, args, server, { parent: this });
    this.ca = postgresAuthorities(args.scope.region, this.pool !== undefined);
    this.sslMode = this.ca === undefined ? "require" : "verify-full";
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
        parameters: parameterValues,
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
    return new aws.rds.Instance(
      name,
      {
        ...common(args, parts),
        ...this.standing(name, args, parts),
        identifier,
        ...this.origin(name, args, parts),
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
        // What was a copy was never told these: RDS has them from the other, and to be told them now would replace it. The
        // version too: a pair is upgraded by taking it apart, since RDS breaks copies in other regions off.
        // What it was made from counts once: another snapshot would replace it with older data.
        ignoreChanges: [
          "snapshotIdentifier",
          ...(args.pair ? ["engine", "engineVersion"] : []),
          ...(args.pair || args.restoreFrom !== undefined ? ["username", "dbName"] : []),
        ],
      }),
    );
  }

  /** RDS restores with the key that a snapshot has: a copy of it has the store's own. */
  private origin(name: string, { scope, restoreFrom }: AwsPostgresArgs, { identifier, key }: Parts) {
    if (restoreFrom === undefined) return {};
    const copy = new aws.rds.SnapshotCopy(
      `${name}-origin`,
      {
        sourceDbSnapshotIdentifier: restoreFrom,
        targetDbSnapshotIdentifier: `${identifier}-origin`,
        kmsKeyId: key.arn,
        tags: named(scope.tags, `${name}-origin`),
      },
      this.child({ ignoreChanges: ["sourceDbSnapshotIdentifier"] }),
    );
    return { snapshotIdentifier: copy.targetDbSnapshotIdentifier };
  }

  /**
   * The copy of the other stack's database. It is promoted in place once the program no longer says what it copies
   * (PromoteReadReplica), and is then as {@link primary}; what was a database of its own before is replaced by the copy.
   * It has no data of its own, so it is not protected, and RDS takes no last snapshot of a copy.
   */
  private follower(name: string, args: AwsPostgresArgs, parts: Parts, pair: StorePair): aws.rds.Instance {
    const { scope } = args;
    const source = physicalName([name.replace(scope.name, pair.name)], IDENTIFIER);
    // Made now, since the promoted one is to leave a last snapshot.
    finalSnapshot(name, { scope, identifier: parts.identifier, keepers: { database: args.database } }, this.child());
    return new aws.rds.Instance(
      name,
      {
        ...common(args, parts),
        ...this.standing(name, args, parts),
        identifier: parts.identifier,
        replicateSourceDb: arn({ ...scope, region: pair.region }, "rds", `db:${source}`),
        deletionProtection: false,
        skipFinalSnapshot: true,
        tags: named(scope.tags, name),
      },
      this.child({
        dependsOn: this.logs(name, parts.identifier, scope, parts.key),
        deleteBeforeReplace: true,
        replaceOnChanges: ["replicateSourceDb"],
      }),
    );
  }

  /** What an instance is told that is no replica of another in its own network. */
  private standing(name: string, args: AwsPostgresArgs, { key }: Parts) {
    const subnets = new aws.rds.SubnetGroup(
      `${name}-subnets`,
      { subnetIds: args.placement.network.dataSubnetIds, tags: named(args.scope.tags, `${name}-subnets`) },
      this.child(),
    );
    return {
      kmsKeyId: key.arn,
      dbSubnetGroupName: subnets.name,
      multiAz: args.multiZone,
      backupRetentionPeriod: args.backupDays,
      backupWindow: args.backupWindow,
    };
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
    { scope, placement, database, pair }: AwsPostgresArgs,
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
        rotates: !pair?.follows,
      },
      { parent: this },
    ).id;
  }
}
