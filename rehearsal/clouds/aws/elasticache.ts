import { CloudError, type Context, type Json, type TypeModel, text, UNKNOWN, valuesAt } from "../model";
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
const userType = "aws:elasticache/user:User";
const groupType = "aws:elasticache/userGroup:UserGroup";

/** "Role-Based Access Control (RBAC)", Amazon ElastiCache user guide: users go with TLS, and without a token. */
function refuseUsers(c: Context): void {
  const { userGroupIds, transitEncryptionEnabled, authToken } = c.inputs;
  if (!Array.isArray(userGroupIds) || userGroupIds.length === 0) return;
  if (transitEncryptionEnabled !== true || authToken !== undefined) {
    throw new CloudError("InvalidParameterCombination", `users of ${c.name} need TLS, and no token beside them`);
  }
}

/** Passwords of 16 to 128 characters, two at most. */
function refusePasswords(c: Context): void {
  const { authenticationMode } = c.inputs;
  const given = valuesAt(authenticationMode ?? null, "passwords[]");
  const wrong = given.some((each) => typeof each === "string" && each !== UNKNOWN && !/^.{16,128}$/.test(each));
  if (given.length > 2 || wrong) {
    throw new CloudError("InvalidParameterValue", `${c.name} has a password that ElastiCache does not take`);
  }
}

/** One user of a name in a group, and `default` in that of Redis. */
function refuseGroup(c: Context): void {
  const users = valuesAt(c.inputs, "userIds[]").flatMap((id) => c.find(userType, "userId", id) ?? []);
  const names = users.map(({ inputs }) => text(inputs, "userName"));
  if (new Set(names).size < names.length) {
    throw new CloudError("DuplicateUserName", `two users of ${c.name} have one name`);
  }
  if (c.inputs["engine"] === "redis" && !names.includes("default")) {
    throw new CloudError("DefaultUserRequired", `${c.name} has no default user`);
  }
}

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
      { path: "userGroupIds[]", to: [`${groupType}#userGroupId`], error: "UserGroupNotFoundFault" },
    ],
    validate: (c) => {
      validate(c);
      refuseUsers(c);
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
  [userType]: {
    id: (c) => text(c.inputs, "userId"),
    required: ["userId", "userName", "accessString", "engine"],
    validate: refusePasswords,
    outputs: withArn("elasticache", (c) => `user:${c.id}`),
    secrets: ["passwords", "authenticationMode"],
    unique: { output: "userId", error: "UserAlreadyExists" },
    replaceOn: ["userId", "userName"],
    inUse: "InvalidUserState",
  },
  [groupType]: {
    id: (c) => text(c.inputs, "userGroupId"),
    required: ["userGroupId", "engine"],
    references: [{ path: "userIds[]", to: [`${userType}#userId`], error: "UserNotFoundFault" }],
    validate: refuseGroup,
    outputs: withArn("elasticache", (c) => `usergroup:${c.id}`),
    unique: { output: "userGroupId", error: "UserGroupAlreadyExists" },
    replaceOn: ["userGroupId"],
    inUse: "InvalidUserGroupState",
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
