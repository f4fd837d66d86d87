import * as aws from "@pulumi/aws";
import type { Output, Resource } from "@pulumi/pulumi";
import type { Scope } from "../../contracts/common";
import type { MongodbArgs, MongodbHandle, StorePlacement } from "../../contracts/stores";
import { BaseComponent, type ComponentOpts } from "../../shared/base-component";
import { physicalName } from "../../shared/naming";
import { named } from "../../shared/tags";
import { rdsAuthorities } from "./authorities";
import { AwsKey } from "./key";
import { DOCUMENTDB_OPTIONS } from "./options";
import { finalSnapshot, leavesSnapshot, managedSecret, storeDoor, storeLog } from "./store-parts";

export interface AwsDocumentDbArgs extends MongodbArgs {
  readonly scope: Scope;
  readonly placement: StorePlacement;
}

const PORT = 27017;

/** Not `admin` or `serviceadmin`, which DocumentDB keeps for itself. */
const USERNAME = "slipway";

/** Logs that go to CloudWatch: who did what, and what was slow. */
const LOGS = ["audit", "profiler"] as const;

/** Milliseconds from which an operation is logged as slow. */
const SLOW_MS = 1000;

/** Characters of a cluster's identifier: short enough for a member's suffix (DocumentDB allows 63). */
const IDENTIFIER = 50;

interface Parts {
  readonly identifier: string;
  readonly key: AwsKey;
  readonly group: aws.ec2.SecurityGroup;
}

/**
 * MongoDB on Amazon DocumentDB: one volume over three zones that grows by itself, and members that serve it. The first takes
 * writes; with more of them another takes over. The master's password is DocumentDB's own to keep and rotate.
 * @throws Error for a region whose certificates nobody could check.
 */
export class AwsDocumentDb extends BaseComponent implements MongodbHandle {
  readonly kind = "mongodb";
  readonly host: Output<string>;
  readonly port = PORT;
  readonly database: string;
  readonly secretId: Output<string>;
  readonly cidrs: MongodbHandle["cidrs"];
  readonly options = DOCUMENTDB_OPTIONS;
  readonly ca: string;

  constructor(name: string, args: AwsDocumentDbArgs, opts?: ComponentOpts) {
    super("slipway:aws:DocumentDb", name, opts);
    const { scope, placement } = args;
    // It presents certificates of the authorities that RDS has ("Connecting with TLS", DocumentDB Developer Guide).
    const ca = rdsAuthorities(scope.region);
    if (ca === undefined) throw new Error(`${name}: who signs certificates in ${scope.region} is not known here`);
    // Fixed, because the log groups are named by it.
    const identifier = physicalName([name], IDENTIFIER);
    const cluster = this.cluster(name, args, {
      identifier,
      key: this.encrypt(name, identifier, scope),
      group: storeDoor(name, { scope, placement, port: PORT, description: `MongoDB ${name}` }, this.child()),
    });
    for (let member = 1; member <= 1 + args.replicas; member += 1) this.member(name, member, args, cluster);

    this.host = cluster.endpoint;
    this.database = args.database;
    this.secretId = managedSecret(name, "DocumentDB", cluster);
    this.cidrs = placement.network.dataCidrs;
    this.ca = ca;
    this.registerOutputs({
      kind: this.kind,
      host: this.host,
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
        description: `MongoDB ${name}: storage, backups, logs, password`,
        // DocumentDB is run by what runs RDS, and uses keys under that name.
        services: ["rds", "secretsmanager"],
        encryptsSnapshots: true,
        logGroups: [`/aws/docdb/${identifier}/*`],
      },
      { parent: this },
    );
  }

  private configure(name: string, { scope, version }: AwsDocumentDbArgs): aws.docdb.ClusterParameterGroup {
    return new aws.docdb.ClusterParameterGroup(
      `${name}-parameters`,
      {
        family: `docdb${version}`,
        description: `MongoDB ${name}`,
        parameters: [
          { name: "tls", value: "tls1.2+", applyMethod: "pending-reboot" },
          { name: "audit_logs", value: "enabled", applyMethod: "pending-reboot" },
          { name: "profiler", value: "enabled", applyMethod: "pending-reboot" },
          { name: "profiler_threshold_ms", value: String(SLOW_MS), applyMethod: "pending-reboot" },
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
        { scope, logGroup: `/aws/docdb/${identifier}/${log}`, keyId: key.arn },
        this.child(),
      ),
    );
  }

  private cluster(name: string, args: AwsDocumentDbArgs, { identifier, key, group }: Parts): aws.docdb.Cluster {
    const { scope, placement } = args;
    const subnets = new aws.docdb.SubnetGroup(
      `${name}-subnets`,
      { subnetIds: placement.network.dataSubnetIds, tags: named(scope.tags, `${name}-subnets`) },
      this.child(),
    );
    return new aws.docdb.Cluster(
      name,
      {
        clusterIdentifier: identifier,
        engine: "docdb",
        engineVersion: `${args.version}.0`,
        // From one major version to the next, in place: config says which.
        allowMajorVersionUpgrade: true,
        masterUsername: USERNAME,
        manageMasterUserPassword: true,
        port: PORT,
        dbSubnetGroupName: subnets.name,
        dbClusterParameterGroupName: this.configure(name, args).name,
        vpcSecurityGroupIds: [group.id],
        storageEncrypted: true,
        kmsKeyId: key.arn,
        backupRetentionPeriod: args.backupDays,
        preferredBackupWindow: args.backupWindow,
        preferredMaintenanceWindow: args.maintenanceWindow,
        enabledCloudwatchLogsExports: [...LOGS],
        applyImmediately: false,
        deletionProtection: scope.protect,
        skipFinalSnapshot: !leavesSnapshot(scope),
        finalSnapshotIdentifier: finalSnapshot(name, { scope, identifier }, this.child()),
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

  /** A member has no data of its own: it is neither protected nor snapshotted, so that there can be fewer of them again. */
  private member(name: string, member: number, args: AwsDocumentDbArgs, cluster: aws.docdb.Cluster): void {
    const own = `${name}-${member}`;
    new aws.docdb.ClusterInstance(
      own,
      {
        clusterIdentifier: cluster.id,
        identifier: `${physicalName([name], IDENTIFIER)}-${member}`,
        engine: "docdb",
        instanceClass: args.instanceClass,
        // The first is made writer; of the others the one with the lowest number takes over.
        promotionTier: member - 1,
        caCertIdentifier: "rds-ca-rsa2048-g1",
        autoMinorVersionUpgrade: true,
        applyImmediately: false,
        copyTagsToSnapshot: true,
        preferredMaintenanceWindow: args.maintenanceWindow,
        tags: named(args.scope.tags, own),
      },
      this.child({ deleteBeforeReplace: true }),
    );
  }
}
