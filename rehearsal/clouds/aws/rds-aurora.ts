import { CloudError, type Context, type TypeModel, text, UNKNOWN } from "../model";
import { lastSnapshot, masterSecrets, refuseDeletion, to, withArn } from "./shared";

const clusterType = "aws:rds/cluster:Cluster";
const snapshotTypes = ["aws:rds/clusterSnapshot:ClusterSnapshot", "aws:rds/snapshot:Snapshot"];

/** Classes that take a capacity in units instead of a size. */
const SERVERLESS = "db.serverless";

/** What Aurora refuses: "Creating an Amazon Aurora DB cluster" and "Requirements for Aurora Serverless v2" in its user guide. */
function validate(c: Context): void {
  const { masterPassword, manageMasterUserPassword } = c.inputs;
  if (masterPassword !== undefined && manageMasterUserPassword === true) {
    throw new CloudError("InvalidParameterCombination", `${c.name} has both a password and one managed by RDS`);
  }
  const scaling = c.inputs["serverlessv2ScalingConfiguration"];
  if (typeof scaling === "object" && scaling !== null && !Array.isArray(scaling)) {
    const [min, max] = [Number(scaling["minCapacity"]), Number(scaling["maxCapacity"])];
    if (min > max || max > 256 || (max * 2) % 1 !== 0 || (min * 2) % 1 !== 0) {
      throw new CloudError("InvalidParameterValue", `the capacity of ${c.name} is from ${min} to ${max}`);
    }
  }
  const name = c.inputs["snapshotIdentifier"];
  if (c.id !== "" || name === undefined || name === UNKNOWN) return;
  const found = snapshotTypes.some((type) => c.find(type, "id", name) ?? c.find(type, "arn", name));
  if (!found) throw new CloudError("DBClusterSnapshotNotFoundFault", `${c.name} is to be made from ${String(name)}`);
}

const clusterOf = (c: Context) => c.find(clusterType, "clusterIdentifier", c.inputs["clusterIdentifier"]);

function refuseInstance(c: Context): void {
  const cluster = clusterOf(c);
  const serverless = c.inputs["instanceClass"] === SERVERLESS;
  if (cluster && serverless && cluster.inputs["serverlessv2ScalingConfiguration"] === undefined) {
    throw new CloudError("InvalidParameterCombination", `${c.name} is ${SERVERLESS}, and its cluster has no capacity`);
  }
}

/** Databases whose storage is the cloud's own. */
export const rdsAurora: Readonly<Record<string, TypeModel>> = {
  [clusterType]: {
    id: (c) => text(c.inputs, "clusterIdentifier"),
    autoName: { property: "clusterIdentifier", max: 63, lower: true },
    required: ["engine"],
    references: [
      { path: "dbSubnetGroupName", to: ["aws:rds/subnetGroup:SubnetGroup#name"], error: "DBSubnetGroupNotFoundFault" },
      {
        path: "dbClusterParameterGroupName",
        to: ["aws:rds/clusterParameterGroup:ClusterParameterGroup#name"],
        error: "DBClusterParameterGroupNotFound",
        except: /^default\./,
      },
      to.securityGroup("vpcSecurityGroupIds[]"),
      to.keyArn("kmsKeyId"),
      to.keyArn("masterUserSecretKmsKeyId"),
    ],
    validate,
    outputs: (c) => {
      const tail = `${c.hash(12)}.${c.region}.rds.amazonaws.com`;
      const identifier = text(c.inputs, "clusterIdentifier");
      return {
        ...withArn("rds", () => `cluster:${identifier}`)(c),
        endpoint: `${identifier}.cluster-${tail}`,
        readerEndpoint: `${identifier}.cluster-ro-${tail}`,
        clusterResourceId: `cluster-${c.hash(26).toUpperCase()}`,
        engineVersionActual: text(c.inputs, "engineVersion", "17.4"),
        hostedZoneId: `Z${c.hash(13).toUpperCase()}`,
        port: c.inputs["port"] ?? 5432,
        masterUserSecrets: masterSecrets(c, "cluster"),
      };
    },
    secrets: ["masterPassword"],
    unique: { output: "clusterIdentifier", error: "DBClusterAlreadyExistsFault" },
    // What Terraform's provider, which Pulumi's is made of, marks so in aws_rds_cluster.
    replaceOn: [
      ...["clusterIdentifier", "availabilityZones", "databaseName", "dbSubnetGroupName", "engine", "engineMode"],
      ...["kmsKeyId", "masterUsername", "snapshotIdentifier", "sourceRegion", "storageEncrypted"],
    ],
    inUse: "InvalidDBClusterStateFault",
    beforeDelete: (cluster) => refuseDeletion(cluster, text(cluster.inputs, "clusterIdentifier")),
    leaves: (cluster) =>
      cluster.inputs["skipFinalSnapshot"] ? undefined : lastSnapshot(snapshotTypes[0]!, cluster, "cluster-snapshot"),
  },
  "aws:rds/clusterInstance:ClusterInstance": {
    id: (c) => text(c.inputs, "identifier"),
    autoName: { property: "identifier", max: 63, lower: true },
    required: ["clusterIdentifier", "engine", "instanceClass"],
    references: [
      { path: "clusterIdentifier", to: [`${clusterType}#clusterIdentifier`], error: "DBClusterNotFoundFault" },
      to.keyArn("performanceInsightsKmsKeyId"),
      to.roleArn("monitoringRoleArn"),
    ],
    validate: refuseInstance,
    outputs: (c) => {
      const identifier = text(c.inputs, "identifier");
      return {
        ...withArn("rds", () => `db:${identifier}`)(c),
        endpoint: `${identifier}.${c.hash(12)}.${c.region}.rds.amazonaws.com`,
        ...{ dbiResourceId: `db-${c.hash(26).toUpperCase()}`, port: 5432, writer: c.inputs["promotionTier"] === 0 },
      };
    },
    unique: { output: "identifier", error: "DBInstanceAlreadyExists" },
    replaceOn: ["clusterIdentifier", "engine", "availabilityZone", "dbSubnetGroupName"],
  },
  "aws:rds/clusterSnapshot:ClusterSnapshot": { id: (c) => text(c.inputs, "dbClusterSnapshotIdentifier") },
  "aws:rds/clusterParameterGroup:ClusterParameterGroup": {
    id: (c) => text(c.inputs, "name"),
    autoName: { property: "name", max: 255, lower: true },
    unique: { output: "name", error: "DBParameterGroupAlreadyExists" },
    outputs: withArn("rds", (c) => `cluster-pg:${c.id}`),
    replaceOn: ["name", "family", "description"],
    inUse: "InvalidDBParameterGroupState",
  },
};
