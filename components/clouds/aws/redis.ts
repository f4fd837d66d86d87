import * as aws from "@pulumi/aws";
import { jsonStringify, type Output } from "@pulumi/pulumi";
import * as random from "@pulumi/random";
import type { Scope } from "../../contracts/common";
import type { RedisArgs, RedisHandle, StorePlacement } from "../../contracts/stores";
import { BaseComponent, type ComponentOpts } from "../../shared/base-component";
import { physicalName } from "../../shared/naming";
import { OWN_USER } from "../../shared/redis-users";
import { named } from "../../shared/tags";
import { AwsKey } from "./key";
import { snapshotOf } from "./names";
import { AwsRedisUsers } from "./redis-users";
import { AwsSecret } from "./secret";
import { finalSnapshot, storeDoor, storeLog } from "./store-parts";

export interface AwsRedisArgs extends RedisArgs {
  readonly scope: Scope;
  readonly placement: StorePlacement;
}

const PORT = 6379;

interface Parts {
  readonly key: AwsKey;
  readonly token: random.RandomPassword;
  /** Who gets in; none: whoever has the token. */
  readonly users?: AwsRedisUsers;
  readonly group: aws.ec2.SecurityGroup;
  readonly logs: aws.cloudwatch.LogGroup;
}

/** Redis or Valkey on ElastiCache, without cluster mode: one primary, and replicas that take over from it. */
export class AwsRedis extends BaseComponent implements RedisHandle {
  readonly kind = "redis";
  readonly host: Output<string>;
  readonly readerHost: Output<string>;
  readonly port = PORT;
  readonly secretId: Output<string>;
  readonly cidrs: RedisHandle["cidrs"];

  constructor(name: string, args: AwsRedisArgs, opts?: ComponentOpts) {
    super("slipway:aws:Redis", name, opts);
    const { scope, placement } = args;
    // Fixed, because the log group is named by it; ElastiCache allows 40 characters.
    const identifier = physicalName([name], 40);
    const logGroup = `/aws/elasticache/${identifier}/slow-log`;
    const key = new AwsKey(
      `${name}-key`,
      {
        scope,
        description: `Redis ${name}: data, snapshots, logs, token`,
        services: ["elasticache", "secretsmanager"],
        encryptsSnapshots: true,
        logGroups: [logGroup],
      },
      { parent: this },
    );
    // Letters and digits only: ElastiCache allows few other characters, and clients put the token into URLs.
    const token = new random.RandomPassword(`${name}-token`, { length: 64, special: false }, this.child());
    const users = args.users
      ? new AwsRedisUsers(
          `${name}-users`,
          { scope, engine: args.engine, logins: placement.logins ?? [], token: token.result },
          { parent: this },
        )
      : undefined;
    const replication = this.replicate(name, identifier, args, {
      ...{ key, token, ...(users && { users }) },
      group: storeDoor(name, { scope, placement, port: PORT, description: `Redis ${name}` }, this.child()),
      logs: storeLog(`${name}-log-slow`, { scope, logGroup, keyId: key.arn }, this.child()),
    });

    this.host = replication.primaryEndpointAddress;
    this.readerHost = args.replicas > 0 ? replication.readerEndpointAddress : replication.primaryEndpointAddress;
    this.secretId = this.store(name, args, key, token);
    this.cidrs = placement.network.dataCidrs;
    this.registerOutputs({
      kind: this.kind,
      host: this.host,
      readerHost: this.readerHost,
      port: this.port,
      secretId: this.secretId,
      cidrs: this.cidrs,
    });
  }

  private configure(name: string, { scope, engine, version }: AwsRedisArgs): aws.elasticache.ParameterGroup {
    return new aws.elasticache.ParameterGroup(
      `${name}-parameters`,
      {
        family: parameterFamily(engine, version),
        description: `Redis ${name}`,
        // Caches and queues share it: what has a lifetime (cached values) may go when memory is full, what has none
        // (queued jobs) never does. `noeviction` would let a full cache stop the queue.
        parameters: [{ name: "maxmemory-policy", value: "volatile-lru" }],
        tags: named(scope.tags, `${name}-parameters`),
      },
      this.child(),
    );
  }

  private replicate(
    name: string,
    identifier: string,
    args: AwsRedisArgs,
    { key, token, users, group, logs }: Parts,
  ): aws.elasticache.ReplicationGroup {
    const { scope } = args;
    const failover = args.replicas > 0;
    const subnets = new aws.elasticache.SubnetGroup(
      `${name}-subnets`,
      { subnetIds: args.placement.network.dataSubnetIds, tags: named(scope.tags, `${name}-subnets`) },
      this.child(),
    );
    return new aws.elasticache.ReplicationGroup(
      name,
      {
        replicationGroupId: identifier,
        // ElastiCache encrypts what it restores with the key that it is told.
        ...(args.restoreFrom !== undefined && { snapshotName: snapshotOf(args.restoreFrom)?.name ?? args.restoreFrom }),
        description: `${args.engine} of ${scope.name}`,
        engine: args.engine,
        engineVersion: args.version,
        nodeType: args.nodeType,
        parameterGroupName: this.configure(name, args).name,
        port: PORT,
        numCacheClusters: 1 + args.replicas,
        automaticFailoverEnabled: failover,
        multiAzEnabled: failover,
        subnetGroupName: subnets.name,
        securityGroupIds: [group.id],
        atRestEncryptionEnabled: true,
        kmsKeyId: key.arn,
        transitEncryptionEnabled: true,
        transitEncryptionMode: "required",
        ...(users ? { userGroupIds: [users.groupId] } : { authToken: token.result }),
        snapshotRetentionLimit: args.snapshotDays,
        snapshotWindow: args.snapshotDays > 0 ? snapshotWindow(args.maintenanceWindow) : undefined,
        maintenanceWindow: args.maintenanceWindow,
        autoMinorVersionUpgrade: true,
        applyImmediately: false,
        finalSnapshotIdentifier: finalSnapshot(name, { scope, identifier }, this.child()),
        logDeliveryConfigurations: [
          { logType: "slow-log", logFormat: "json", destinationType: "cloudwatch-logs", destination: logs.name },
        ],
        tags: named(scope.tags, name),
      },
      // Its id is fixed, so a replacement has to wait until the old one is gone.
      // What it was made from counts once: another snapshot would replace it with older data.
      this.child({ protect: scope.protect, deleteBeforeReplace: true, ignoreChanges: ["snapshotName"] }),
    );
  }

  private store(
    name: string,
    { scope, users }: AwsRedisArgs,
    key: AwsKey,
    token: random.RandomPassword,
  ): Output<string> {
    const secret = new AwsSecret(
      `${name}-auth`,
      { scope, secretName: `${name}-auth`, keyId: key.arn, description: `Token of Redis ${name}` },
      { parent: this },
    );
    new aws.secretsmanager.SecretVersion(
      `${name}-auth-value`,
      {
        secretId: secret.id,
        secretString: jsonStringify({ ...(users && { username: OWN_USER }), token: token.result }),
      },
      this.child(),
    );
    return secret.id;
  }
}

/** ElastiCache's parameter families: `valkey8`, `redis7`, but `redis6.x`. */
export function parameterFamily(engine: RedisArgs["engine"], version: string): string {
  const major = version.split(".")[0];
  return engine === "redis" && major === "6" ? "redis6.x" : `${engine}${major}`;
}

/**
 * The hour of the daily snapshot: it ends two hours before maintenance begins, so that maintenance never runs without a
 * fresh one, and the two never overlap, which ElastiCache refuses.
 * @param maintenance - `ddd:hh:mm-ddd:hh:mm`, UTC.
 */
export function snapshotWindow(maintenance: string): string {
  const [, hour = "0", minute = "00"] = maintenance.split("-")[0]?.split(":") ?? [];
  const before = (hours: number) => `${String((Number(hour) + 24 - hours) % 24).padStart(2, "0")}:${minute}`;
  return `${before(3)}-${before(2)}`;
}
