import { CloudError, type Context, type Json, type TypeModel, text, UNKNOWN } from "../model";
import { lastSnapshot, shortRegion, to, withArn } from "./shared";

/** What ElastiCache refuses, with its own codes. */
function validate(c: Context): void {
  const nodes = Number(c.inputs["numCacheClusters"] ?? 1);
  const sharded = c.inputs["numNodeGroups"] !== undefined || c.inputs["replicasPerNodeGroup"] !== undefined;
  if (c.inputs["automaticFailoverEnabled"] === true && nodes < 2 && !sharded) {
    throw new CloudError("InvalidParameterCombination", `automatic failover of ${c.name} needs at least one replica`);
  }
  if (c.inputs["multiAzEnabled"] === true && c.inputs["automaticFailoverEnabled"] !== true) {
    throw new CloudError("InvalidParameterCombination", `multi-AZ of ${c.name} needs automatic failover`);
  }
  if (c.inputs["authToken"] !== undefined && c.inputs["transitEncryptionEnabled"] !== true) {
    throw new CloudError("InvalidParameterCombination", `an auth token of ${c.name} needs encryption in transit`);
  }
}

const snapshotType = "aws:elasticache/snapshot:Snapshot";

/** What a cache is made from must be there when it is made. */
function refuseOfSnapshot(c: Context): void {
  const name = c.inputs["snapshotName"];
  if (c.id !== "" || name === undefined || name === UNKNOWN || c.find(snapshotType, "id", name)) return;
  throw new CloudError("SnapshotNotFoundFault", `${c.name} is to be made from ${String(name)}`);
}

/** Redis and Valkey. */
export const elasticache: Readonly<Record<string, TypeModel>> = {
  "aws:elasticache/replicationGroup:ReplicationGroup": {
    id: (c) => text(c.inputs, "replicationGroupId"),
    autoName: { property: "replicationGroupId", max: 40, lower: true },
    required: ["description"],
    references: [
      {
        path: "subnetGroupName",
        to: ["aws:elasticache/subnetGroup:SubnetGroup#name"],
        error: "CacheSubnetGroupNotFoundFault",
      },
      {
        path: "parameterGroupName",
        to: ["aws:elasticache/parameterGroup:ParameterGroup#name"],
        error: "CacheParameterGroupNotFound",
        except: /^default\./,
      },
      to.securityGroup("securityGroupIds[]"),
      to.keyArn("kmsKeyId"),
    ],
    validate: (c) => {
      validate(c);
      refuseOfSnapshot(c);
    },
    outputs: (c) => {
      const tail = `${c.id}.${c.hash(6)}.${shortRegion(c.region)}.cache.amazonaws.com`;
      const nodes = Number(c.inputs["numCacheClusters"] ?? 1);
      return {
        ...withArn("elasticache", () => `replicationgroup:${c.id}`)(c),
        primaryEndpointAddress: `master.${tail}`,
        readerEndpointAddress: `replica.${tail}`,
        configurationEndpointAddress: "",
        port: c.inputs["port"] ?? 6379,
        memberClusters: Array.from({ length: nodes }, (_, index): Json => `${c.id}-00${index + 1}`),
        engineVersionActual: text(c.inputs, "engineVersion", "8.0"),
        clusterEnabled: false,
      };
    },
    unique: { output: "replicationGroupId", error: "ReplicationGroupAlreadyExists" },
    secrets: ["authToken"],
    replaceOn: ["replicationGroupId", "subnetGroupName", "atRestEncryptionEnabled", "kmsKeyId", "port", "snapshotName"],
    leaves: (group) => lastSnapshot(snapshotType, group),
  },
  "aws:elasticache/subnetGroup:SubnetGroup": {
    id: (c) => text(c.inputs, "name"),
    autoName: { property: "name", max: 255, lower: true },
    defaults: { description: "Managed by Pulumi" },
    references: [to.subnet("subnetIds[]", "InvalidSubnet")],
    unique: { output: "name", error: "CacheSubnetGroupAlreadyExists" },
    outputs: withArn("elasticache", (c) => `subnetgroup:${c.id}`),
    replaceOn: ["name"],
    inUse: "CacheSubnetGroupInUse",
  },
  "aws:elasticache/parameterGroup:ParameterGroup": {
    id: (c) => text(c.inputs, "name"),
    autoName: { property: "name", max: 255, lower: true },
    defaults: { description: "Managed by Pulumi" },
    unique: { output: "name", error: "CacheParameterGroupAlreadyExists" },
    outputs: withArn("elasticache", (c) => `parametergroup:${c.id}`),
    replaceOn: ["name", "family", "description"],
    inUse: "InvalidCacheParameterGroupState",
  },
};
