import * as aws from "@pulumi/aws";
import type { Output, Resource } from "@pulumi/pulumi";
import type { AuroraArgs, PoolHandle, PostgresHandle, SslMode } from "../../contracts/stores";
import { BaseComponent, type ComponentOpts } from "../../shared/base-component";
import { physicalName } from "../../shared/naming";
import { named } from "../../shared/tags";
import { postgresAuthorities } from "./authorities";
import { AwsKey } from "./key";
import { type AwsPostgresArgs, IDENTIFIER, PORT, parameterValues, USERNAME } from "./postgres-parts";
import { poolBefore } from "./postgres-pool";
import { finalSnapshot, leavesSnapshot, managedSecret, storeDoor, storeLog } from "./store-parts";

export interface AwsAuroraArgs extends AwsPostgresArgs {
  readonly aurora: AuroraArgs;
}

/** The only class that a capacity in units goes with. */
const SERVERLESS = "db.serverless";

interface Parts {
  readonly identifier: string;
  readonly key: AwsKey;
  readonly group: aws.ec2.SecurityGroup;
  readonly subnets: aws.rds.SubnetGroup;
}

/**
 * PostgreSQL on Aurora: one storage over three zones, an instance that writes, and others that read and take over. Its password is
 * RDS's own to keep and rotate, replicas or not. Instances hold nothing: only the cluster is protected.
 */
export class AwsAurora extends BaseComponent implements PostgresHandle {
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

  constructor(name: string, args: AwsAuroraArgs, opts?: ComponentOpts) {
    super("slipway:aws:Aurora", name, opts);
    const { scope, placement, database } = args;
    const identifier = physicalName([name], IDENTIFIER);
    const logGroup = `/aws/rds/cluster/${identifier}/postgresql`;
    const key = new AwsKey(
      `${name}-key`,
      {
        scope,
        description: `PostgreSQL ${name}: storage, backups, insights, logs, password`,
        services: ["rds", "secretsmanager"],
        encryptsSnapshots: true,
        logGroups: [logGroup],
      },
      { parent: this },
    );
    const parts: Parts = {
      ...{ identifier, key },
      group: storeDoor(name, { scope, placement, port: PORT, description: `PostgreSQL ${name}` }, this.child()),
      subnets: new aws.rds.SubnetGroup(
        `${name}-subnets`,
        { subnetIds: placement.network.dataSubnetIds, tags: named(scope.tags, `${name}-subnets`) },
        this.child(),
      ),
    };
    const log = storeLog(`${name}-log-postgresql`, { scope, logGroup, keyId: key.arn }, this.child());
    const cluster = this.cluster(name, args, parts, log);
    const instances = this.instances(name, args, parts, cluster);

    this.host = cluster.endpoint;
    this.readerHost = instances.length > 1 ? cluster.readerEndpoint : cluster.endpoint;
    this.database = database;
    this.secretId = managedSecret(name, "RDS", cluster);
    this.cidrs = placement.network.dataCidrs;
    const server = {
      group: parts.group.id,
      target: { dbClusterIdentifier: cluster.clusterIdentifier },
      ready: instances,
    };
    this.pool = poolBefore(name, args, server, { parent: this });
    this.ca = postgresAuthorities(scope.region, this.pool !== undefined);
    this.sslMode = this.ca === undefined ? "require" : "verify-full";
    this.registerOutputs({ kind: this.kind, host: this.host, readerHost: this.readerHost, secretId: this.secretId });
  }

  private configure(name: string, { scope, version }: AwsAuroraArgs): aws.rds.ClusterParameterGroup {
    return new aws.rds.ClusterParameterGroup(
      `${name}-parameters`,
      {
        family: `aurora-postgresql${version}`,
        description: `PostgreSQL ${name}`,
        parameters: parameterValues,
        tags: named(scope.tags, `${name}-parameters`),
      },
      this.child(),
    );
  }

  private cluster(name: string, args: AwsAuroraArgs, parts: Parts, log: Resource): aws.rds.Cluster {
    const { scope, aurora, restoreFrom } = args;
    const { identifier, key, group, subnets } = parts;
    return new aws.rds.Cluster(
      name,
      {
        clusterIdentifier: identifier,
        engine: "aurora-postgresql",
        // A major version alone follows the minor ones that RDS installs, without a difference to show.
        engineVersion: args.version,
        databaseName: args.database,
        masterUsername: USERNAME,
        manageMasterUserPassword: true,
        masterUserSecretKmsKeyId: key.arn,
        // Aurora encrypts what it restores with the key that it is told.
        ...(restoreFrom !== undefined && { snapshotIdentifier: restoreFrom }),
        ...(aurora.capacity && {
          serverlessv2ScalingConfiguration: {
            minCapacity: aurora.capacity.min,
            maxCapacity: aurora.capacity.max,
          },
        }),
        storageType: aurora.io === "optimized" ? "aurora-iopt1" : "",
        storageEncrypted: true,
        kmsKeyId: key.arn,
        port: PORT,
        dbSubnetGroupName: subnets.name,
        vpcSecurityGroupIds: [group.id],
        dbClusterParameterGroupName: this.configure(name, args).name,
        iamDatabaseAuthenticationEnabled: true,
        backupRetentionPeriod: args.backupDays,
        preferredBackupWindow: args.backupWindow,
        preferredMaintenanceWindow: args.maintenanceWindow,
        applyImmediately: false,
        copyTagsToSnapshot: true,
        enabledCloudwatchLogsExports: ["postgresql"],
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
        dependsOn: [log],
        deleteBeforeReplace: true,
        // What it was made from counts once: another snapshot would replace it with older data.
        ignoreChanges: ["snapshotIdentifier", ...(restoreFrom === undefined ? [] : ["masterUsername", "databaseName"])],
      }),
    );
  }

  /** The first is called as an RDS instance would be, and the others as its replicas: alarms and dashboards know them so. */
  private instances(
    name: string,
    args: AwsAuroraArgs,
    { identifier, key }: Parts,
    cluster: aws.rds.Cluster,
  ): aws.rds.ClusterInstance[] {
    const { scope, aurora, multiZone, replicas } = args;
    const others = replicas + (multiZone ? 1 : 0);
    const suffixes = ["", ...Array.from({ length: others }, (_, index) => `-replica-${index + 1}`)];
    return suffixes.map(
      (suffix, index) =>
        new aws.rds.ClusterInstance(
          `${name}-instance${suffix}`,
          {
            identifier: `${identifier}${suffix}`,
            clusterIdentifier: cluster.id,
            engine: "aurora-postgresql",
            instanceClass: aurora.capacity ? SERVERLESS : args.instanceClass,
            // The first of those that read takes over.
            promotionTier: Math.min(index, 15),
            publiclyAccessible: false,
            caCertIdentifier: "rds-ca-rsa2048-g1",
            autoMinorVersionUpgrade: true,
            applyImmediately: false,
            copyTagsToSnapshot: true,
            preferredMaintenanceWindow: args.maintenanceWindow,
            performanceInsightsEnabled: true,
            performanceInsightsKmsKeyId: key.arn,
            performanceInsightsRetentionPeriod: 7,
            tags: named(scope.tags, `${name}-instance${suffix}`),
          },
          this.child({ deleteBeforeReplace: true }),
        ),
    );
  }
}
