import { CloudError, type Context, type Instance, type TypeModel, text } from "../model";
import { lastSnapshot, masterSecrets, refuseDeletion, to, withArn } from "./shared";

const clusterType = "aws:docdb/cluster:Cluster";

/** Minutes since midnight of `hh:mm`. */
const minutes = (time: string): number => {
  const [hours = 0, rest = 0] = time.split(":").map(Number);
  return hours * 60 + rest;
};

/** What DocumentDB refuses: see CreateDBCluster in its developer guide. */
function validate(c: Context): void {
  const days = c.inputs["backupRetentionPeriod"];
  if (typeof days === "number" && (days < 1 || days > 35)) {
    throw new CloudError("InvalidParameterValue", `backups of ${c.name} are kept for 1 to 35 days, not ${days}`);
  }
  if (c.inputs["masterPassword"] !== undefined && c.inputs["manageMasterUserPassword"] === true) {
    throw new CloudError("InvalidParameterCombination", `${c.name} has both a password and one managed by DocumentDB`);
  }
  const user = c.inputs["masterUsername"];
  if (user === "admin" || user === "serviceadmin") {
    throw new CloudError("InvalidParameterValue", `${c.name}: ${user} is a name that DocumentDB keeps for itself`);
  }
  const [from, until] = text(c.inputs, "preferredBackupWindow").split("-");
  if (from && until && (minutes(until) - minutes(from) + 1440) % 1440 < 30) {
    throw new CloudError("InvalidParameterValue", `the backup window of ${c.name} is shorter than 30 minutes`);
  }
}

/** The cluster that a member belongs to. */
const clusterOf = (c: Context): Instance | undefined =>
  c.find(clusterType, "clusterIdentifier", c.inputs["clusterIdentifier"]);

/** DocumentDB: clusters, and the members that serve them. */
export const docdb: Readonly<Record<string, TypeModel>> = {
  [clusterType]: {
    id: (c) => text(c.inputs, "clusterIdentifier"),
    autoName: { property: "clusterIdentifier", max: 63, lower: true },
    references: [
      {
        path: "dbSubnetGroupName",
        to: ["aws:docdb/subnetGroup:SubnetGroup#name"],
        error: "DBSubnetGroupNotFoundFault",
      },
      {
        path: "dbClusterParameterGroupName",
        to: ["aws:docdb/clusterParameterGroup:ClusterParameterGroup#name"],
        error: "DBClusterParameterGroupNotFound",
        except: /^default\./,
      },
      to.securityGroup("vpcSecurityGroupIds[]"),
      to.keyArn("kmsKeyId"),
    ],
    validate,
    outputs: (c) => {
      const tail = `${c.hash(12)}.${c.region}.docdb.amazonaws.com`;
      return {
        ...withArn("rds", () => `cluster:${c.id}`)(c),
        endpoint: `${c.id}.cluster-${tail}`,
        readerEndpoint: `${c.id}.cluster-ro-${tail}`,
        clusterResourceId: `cluster-${c.hash(26).toUpperCase()}`,
        clusterMembers: [],
        hostedZoneId: `Z${c.hash(13).toUpperCase()}`,
        port: c.inputs["port"] ?? 27017,
        backupRetentionPeriod: c.inputs["backupRetentionPeriod"] ?? 1,
        engineVersion: text(c.inputs, "engineVersion", "5.0.0"),
        masterUserSecrets: masterSecrets(c, "cluster"),
      };
    },
    secrets: ["masterPassword"],
    unique: { output: "clusterIdentifier", error: "DBClusterAlreadyExistsFault" },
    replaceOn: [
      ...["clusterIdentifier", "engine", "masterUsername", "dbSubnetGroupName", "storageEncrypted", "kmsKeyId"],
      ...["port", "availabilityZones", "snapshotIdentifier"],
    ],
    inUse: "InvalidDBClusterStateFault",
    beforeDelete: (cluster) => refuseDeletion(cluster, cluster.id),
    leaves: (cluster) =>
      cluster.inputs["skipFinalSnapshot"]
        ? undefined
        : lastSnapshot("aws:docdb/clusterSnapshot:ClusterSnapshot", cluster),
  },
  "aws:docdb/clusterInstance:ClusterInstance": {
    id: (c) => text(c.inputs, "identifier"),
    autoName: { property: "identifier", max: 63, lower: true },
    required: ["clusterIdentifier", "instanceClass"],
    references: [
      { path: "clusterIdentifier", to: [`${clusterType}#clusterIdentifier`], error: "DBClusterNotFoundFault" },
    ],
    outputs: (c) => {
      const cluster = clusterOf(c);
      const address = `${c.id}.${c.hash(12)}.${c.region}.docdb.amazonaws.com`;
      return {
        ...withArn("rds", () => `db:${c.id}`)(c),
        ...{ endpoint: address, port: cluster?.outputs["port"] ?? 27017 },
        dbiResourceId: `db-${c.hash(26).toUpperCase()}`,
        engineVersion: cluster?.outputs["engineVersion"] ?? "5.0.0",
        storageEncrypted: cluster?.inputs["storageEncrypted"] ?? false,
        publiclyAccessible: false,
        writer: c.inputs["promotionTier"] === 0,
      };
    },
    unique: { output: "identifier", error: "DBInstanceAlreadyExists" },
    replaceOn: ["clusterIdentifier", "identifier", "engine", "availabilityZone"],
  },
  "aws:docdb/clusterSnapshot:ClusterSnapshot": { id: (c) => text(c.inputs, "dbClusterSnapshotIdentifier") },
  "aws:docdb/subnetGroup:SubnetGroup": {
    id: (c) => text(c.inputs, "name"),
    autoName: { property: "name", max: 255, lower: true },
    defaults: { description: "Managed by Pulumi" },
    references: [to.subnet("subnetIds[]", "InvalidSubnet")],
    unique: { output: "name", error: "DBSubnetGroupAlreadyExists" },
    outputs: withArn("rds", (c) => `subgrp:${c.id}`),
    replaceOn: ["name"],
    inUse: "InvalidDBSubnetGroupStateFault",
  },
  "aws:docdb/clusterParameterGroup:ClusterParameterGroup": {
    id: (c) => text(c.inputs, "name"),
    autoName: { property: "name", max: 255, lower: true },
    defaults: { description: "Managed by Pulumi" },
    unique: { output: "name", error: "DBParameterGroupAlreadyExists" },
    outputs: withArn("rds", (c) => `cluster-pg:${c.id}`),
    replaceOn: ["name", "family", "description"],
    inUse: "InvalidDBParameterGroupState",
  },
};
