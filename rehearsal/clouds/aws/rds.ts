import { CloudError, type Context, type Instance, type Json, type TypeModel, text, UNKNOWN } from "../model";
import { arn, lastSnapshot, masterSecrets, refuseDeletion, tagsOf, to, withArn } from "./shared";

const instanceType = "aws:rds/instance:Instance";
const clusterInstance = "aws:rds/clusterInstance:ClusterInstance#identifier";
const snapshotType = "aws:rds/snapshot:Snapshot";
const snapshotCopyType = "aws:rds/snapshotCopy:SnapshotCopy";
const ports: Readonly<Record<string, number>> = { postgres: 5432, mysql: 3306, mariadb: 3306 };

/** The instance that a replica copies, named by identifier or ARN. */
function sourceOf(c: Context): Instance | undefined {
  const name = c.inputs["replicateSourceDb"];
  return c.find(instanceType, "identifier", name) ?? c.find(instanceType, "arn", name);
}

/** What RDS refuses: see "Limitations for Secrets Manager integration" and "Read replicas" in its user guide. */
function validate(c: Context): void {
  const source = sourceOf(c);
  if (source?.inputs["manageMasterUserPassword"] === true) {
    throw new CloudError(
      "InvalidParameterCombination",
      `the source of replica ${c.name} has its password managed by RDS`,
    );
  }
  if (source && source.outputs["backupRetentionPeriod"] === 0) {
    throw new CloudError("InvalidDBInstanceState", `the source of replica ${c.name} has no automated backups`);
  }
  refuseOfReplica(c, source);
  refuseOfSnapshot(c);
  if (c.inputs["password"] !== undefined && c.inputs["manageMasterUserPassword"] === true) {
    throw new CloudError("InvalidParameterCombination", `${c.name} has both a password and one managed by RDS`);
  }
  const [size, limit] = [Number(c.inputs["allocatedStorage"]), Number(c.inputs["maxAllocatedStorage"])];
  if (limit > 0 && limit < size) {
    throw new CloudError("InvalidParameterCombination", `maxAllocatedStorage of ${c.name} is below allocatedStorage`);
  }
}

/** What a replica has from its source, and is not to be told; encrypted in another region it needs a key of that one. */
function refuseOfReplica(c: Context, source: Instance | undefined): void {
  if (c.inputs["replicateSourceDb"] === undefined) return;
  const told = ["engine", "engineVersion", "username", "password", "dbName"].filter(
    (key) => c.inputs[key] !== undefined,
  );
  if (told.length > 0) {
    throw new CloudError("InvalidParameterCombination", `replica ${c.name} has ${told.join(", ")} from its source`);
  }
  // One in another region is named by its ARN.
  const [, , , region = c.region] = text(c.inputs, "replicateSourceDb").split(":");
  if (region !== c.region && source?.inputs["storageEncrypted"] === true && c.inputs["kmsKeyId"] === undefined) {
    throw new CloudError("InvalidParameterCombination", `replica ${c.name} needs a key of ${c.region}`);
  }
  if (c.inputs["skipFinalSnapshot"] !== true) {
    throw new CloudError("InvalidParameterCombination", `RDS takes no last snapshot of replica ${c.name}`);
  }
}

/** What a database is made from must be there when it is made; what becomes of it later is nothing to the database. */
function refuseOfSnapshot(c: Context): void {
  const name = c.inputs["snapshotIdentifier"];
  if (c.id !== "" || name === undefined || name === UNKNOWN) return;
  const snapshot =
    c.find(snapshotCopyType, "id", name) ?? c.find(snapshotType, "id", name) ?? c.find(snapshotType, "arn", name);
  if (!snapshot) throw new CloudError("DBSnapshotNotFound", `${c.name} is to be made from ${String(name)}`);
  const { kmsKeyId, engineVersion } = snapshot.outputs;
  const told = c.inputs["kmsKeyId"];
  if (kmsKeyId !== undefined && told !== undefined && told !== UNKNOWN && told !== kmsKeyId) {
    throw new CloudError(
      "InvalidParameterCombination",
      `${c.name} is restored with the key of ${snapshot.id}: copy that with the other key first`,
    );
  }
  const [was, is] = [engineVersion, c.inputs["engineVersion"]].map((version) => String(version ?? "").split(".")[0]);
  if (was && is && Number(is) < Number(was)) {
    throw new CloudError("InvalidParameterCombination", `${snapshot.id} is of ${was}, newer than ${is} of ${c.name}`);
  }
}

/** Databases. */
export const rds: Readonly<Record<string, TypeModel>> = {
  "aws:rds/eventSubscription:EventSubscription": {
    id: (c) => text(c.inputs, "name"),
    autoName: { property: "name", max: 255 },
    references: [
      { path: "snsTopic", to: ["aws:sns/topic:Topic"], by: "arn", error: "SNSTopicArnNotFoundFault" },
      {
        path: "sourceIds[]",
        to: [`${instanceType}#identifier`, clusterInstance],
        error: "SourceNotFound",
        blocks: false,
      },
    ],
    outputs: withArn("rds", (c) => `es:${text(c.inputs, "name")}`),
    replaceOn: ["name", "snsTopic"],
  },
  [instanceType]: {
    id: (c) => `db-${c.hash(26).toUpperCase()}`,
    autoName: { property: "identifier", max: 63, lower: true },
    required: ["instanceClass"],
    references: [
      { path: "dbSubnetGroupName", to: ["aws:rds/subnetGroup:SubnetGroup#name"], error: "DBSubnetGroupNotFoundFault" },
      {
        path: "parameterGroupName",
        to: ["aws:rds/parameterGroup:ParameterGroup#name"],
        error: "DBParameterGroupNotFound",
        except: /^default\./,
      },
      {
        path: "replicateSourceDb",
        to: [`${instanceType}#identifier`, `${instanceType}#arn`],
        error: "DBInstanceNotFound",
      },
      to.securityGroup("vpcSecurityGroupIds[]"),
      to.keyArn("kmsKeyId"),
      to.keyArn("performanceInsightsKmsKeyId"),
      to.keyArn("masterUserSecretKmsKeyId"),
      to.roleArn("monitoringRoleArn"),
    ],
    validate,
    outputs: (c) => {
      const source = sourceOf(c);
      const engine = text(c.inputs, "engine", text(source?.outputs ?? {}, "engine", "postgres"));
      const port = Number(c.inputs["port"] ?? source?.outputs["port"] ?? ports[engine] ?? 5432);
      const address = `${text(c.inputs, "identifier")}.${c.hash(12)}.${c.region}.rds.amazonaws.com`;
      return {
        ...withArn("rds", () => `db:${text(c.inputs, "identifier")}`)(c),
        ...{ address, port, engine, endpoint: `${address}:${port}`, resourceId: c.id, status: "available" },
        username: c.inputs["username"] ?? source?.outputs["username"] ?? "",
        dbName: c.inputs["dbName"] ?? source?.outputs["dbName"] ?? "",
        backupRetentionPeriod: c.inputs["backupRetentionPeriod"] ?? 0,
        engineVersionActual: text(c.inputs, "engineVersion", text(source?.outputs ?? {}, "engineVersion", "17.2")),
        hostedZoneId: `Z${c.hash(13).toUpperCase()}`,
        latestRestorableTime: c.now.toISOString(),
        masterUserSecrets: masterSecrets(c, "db"),
        replicas: [],
      };
    },
    secrets: ["password"],
    unique: { output: "identifier", error: "DBInstanceAlreadyExists" },
    replaceOn: [
      ...["engine", "username", "dbName", "storageEncrypted", "kmsKeyId", "availabilityZone", "characterSetName"],
      "snapshotIdentifier",
    ],
    inUse: "InvalidDBInstanceState",
    beforeDelete: (db) => refuseDeletion(db, text(db.inputs, "identifier")),
    leaves: (db) => (db.inputs["skipFinalSnapshot"] ? undefined : lastSnapshot(snapshotType, db)),
  },
  [snapshotType]: { id: (c) => text(c.inputs, "dbSnapshotIdentifier") },
  [snapshotCopyType]: {
    id: (c) => text(c.inputs, "targetDbSnapshotIdentifier"),
    required: ["sourceDbSnapshotIdentifier", "targetDbSnapshotIdentifier"],
    references: [to.keyArn("kmsKeyId")],
    validate: (c) => {
      const source = c.inputs["sourceDbSnapshotIdentifier"];
      if (c.id !== "" || source === UNKNOWN) return;
      if (!c.find(snapshotType, "id", source) && !c.find(snapshotType, "arn", source)) {
        throw new CloudError("DBSnapshotNotFound", `${c.name} is to be a copy of ${String(source)}`);
      }
    },
    outputs: (c) => {
      const source = c.inputs["sourceDbSnapshotIdentifier"];
      const original = c.find(snapshotType, "id", source) ?? c.find(snapshotType, "arn", source);
      return {
        dbSnapshotArn: arn(c, "rds", `snapshot:${c.id}`),
        ...{ engine: "postgres", encrypted: c.inputs["kmsKeyId"] !== undefined },
        engineVersion: original?.outputs["engineVersion"] ?? "",
        tagsAll: tagsOf(c.inputs),
      };
    },
    unique: { output: "targetDbSnapshotIdentifier", error: "DBSnapshotAlreadyExists" },
    replaceOn: ["sourceDbSnapshotIdentifier", "targetDbSnapshotIdentifier", "kmsKeyId"],
  },
  "aws:rds/subnetGroup:SubnetGroup": {
    id: (c) => text(c.inputs, "name"),
    autoName: { property: "name", max: 255, lower: true },
    references: [to.subnet("subnetIds[]", "InvalidSubnet")],
    unique: { output: "name", error: "DBSubnetGroupAlreadyExists" },
    outputs: (c) => ({
      ...withArn("rds", () => `subgrp:${c.id}`)(c),
      vpcId: text(c.find("aws:ec2/subnet:Subnet", "id", first(c.inputs["subnetIds"]))?.outputs ?? {}, "vpcId"),
      supportedNetworkTypes: ["IPV4"],
    }),
    replaceOn: ["name"],
    inUse: "InvalidDBSubnetGroupStateFault",
  },
  "aws:rds/parameterGroup:ParameterGroup": {
    id: (c) => text(c.inputs, "name"),
    autoName: { property: "name", max: 255, lower: true },
    unique: { output: "name", error: "DBParameterGroupAlreadyExists" },
    outputs: withArn("rds", (c) => `pg:${c.id}`),
    replaceOn: ["name", "family", "description"],
    inUse: "InvalidDBParameterGroupState",
  },
};

function first(value: Json | undefined): Json | undefined {
  return Array.isArray(value) ? value[0] : undefined;
}
