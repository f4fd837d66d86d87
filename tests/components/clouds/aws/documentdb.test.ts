import { AwsDocumentDb, type AwsDocumentDbArgs } from "../../../../components/clouds/aws/documentdb";
import { type ResourceRecord, type Simulation, simulate, UNKNOWN } from "../../../support/simulate";
import { keyArn, cluster as kubernetes, network, openings, placement, scopeOf, world } from "./fixtures";

const guarded = scopeOf({ protect: true, environment: "prod" });

function documentDb(changes: Partial<AwsDocumentDbArgs> = {}, mode: "up" | "preview" = "up"): Promise<Simulation> {
  const args: AwsDocumentDbArgs = {
    scope: scopeOf(),
    placement,
    service: "documentdb",
    version: "5.0",
    instanceClass: "db.t4g.medium",
    replicas: 0,
    storageGb: 0,
    backupDays: 7,
    backupWindow: "02:00-03:00",
    maintenanceWindow: "sun:03:30-sun:04:30",
    database: "shop",
    ...changes,
  };
  return simulate(
    () => {
      const { kind, host, port, database, secretId, cidrs, options, ca } = new AwsDocumentDb("shop-dev-docs", args);
      return { kind, host, port, database, secretId, cidrs, options, ca };
    },
    { existing: world, mode },
  );
}

describe("MongoDB on DocumentDB", () => {
  let made: Simulation;
  let cluster: ResourceRecord;
  beforeAll(async () => {
    made = await documentDb();
    cluster = made.one("docdb/cluster:Cluster");
  });

  test("is the version and size asked for, and one member where there are no replicas", () => {
    expect(cluster.inputs).toMatchObject({
      clusterIdentifier: "shop-dev-docs",
      engine: "docdb",
      engineVersion: "5.0.0",
    });
    expect(made.one("ClusterInstance").inputs).toMatchObject({
      identifier: "shop-dev-docs-1",
      clusterIdentifier: cluster.id,
      instanceClass: "db.t4g.medium",
      promotionTier: 0,
    });
  });

  test("is reachable from the cluster alone, reaches nothing, and lies in the data subnets", () => {
    const door = made.one("SecurityGroup");
    expect(openings(made, door)).toEqual([[27017, 27017, kubernetes.accessGroup]]);
    expect(made.find("SecurityGroupEgressRule")).toEqual([]);
    expect(cluster.inputs["vpcSecurityGroupIds"]).toEqual([door.id]);
    expect(made.one("SubnetGroup").inputs["subnetIds"]).toEqual(network.dataSubnetIds);
    expect(cluster.inputs["dbSubnetGroupName"]).toBe(made.one("SubnetGroup").outputs["name"]);
  });

  test("is encrypted with a key of its own, and speaks TLS 1.2 or newer alone", () => {
    expect(cluster.inputs).toMatchObject({ storageEncrypted: true, kmsKeyId: keyArn(made) });
    const parameters = made.one("ClusterParameterGroup");
    expect(parameters.inputs["family"]).toBe("docdb5.0");
    expect(parameters.inputs["parameters"]).toContainEqual(expect.objectContaining({ name: "tls", value: "tls1.2+" }));
    expect(cluster.inputs["dbClusterParameterGroupName"]).toBe(parameters.outputs["name"]);
  });

  test("keeps its master's password itself, and gives where", () => {
    expect(cluster.inputs).toMatchObject({ masterUsername: "slipway", manageMasterUserPassword: true });
    expect(cluster.inputs["masterPassword"]).toBeUndefined();
    expect(made.outputs["secretId"]).toMatch(/^arn:aws:secretsmanager:.*:secret:rds!cluster-/);
  });

  test("is backed up before maintenance, and logs who did what to groups that are there before it", () => {
    expect(cluster.inputs).toMatchObject({
      backupRetentionPeriod: 7,
      preferredBackupWindow: "02:00-03:00",
      preferredMaintenanceWindow: "sun:03:30-sun:04:30",
      enabledCloudwatchLogsExports: ["audit", "profiler"],
    });
    const logs = made.find("LogGroup");
    expect(logs.map(({ inputs }) => inputs["name"])).toEqual([
      "/aws/docdb/shop-dev-docs/audit",
      "/aws/docdb/shop-dev-docs/profiler",
    ]);
    for (const log of logs) expect(made.waits(cluster, log)).toBe(true);
  });

  test("its handle: the cluster's address, who signs, and what clients are told", () => {
    expect(made.outputs).toMatchObject({
      kind: "mongodb",
      host: cluster.outputs["endpoint"],
      port: 27017,
      database: "shop",
      cidrs: network.dataCidrs,
      options: "replicaSet=rs0&retryWrites=false",
      ca: expect.stringContaining("BEGIN CERTIFICATE"),
    });
  });

  test("goes with its stack where that is not protected", () => {
    expect(cluster.protect).toBe(false);
    expect(cluster.inputs).toMatchObject({ deletionProtection: false, skipFinalSnapshot: true });
  });

  test("protected: by Pulumi, by AWS, and by a last snapshot of a name of its own; its members hold no data", async () => {
    const kept = await documentDb({ scope: guarded, replicas: 2 });
    expect(kept.one("docdb/cluster:Cluster").protect).toBe(true);
    expect(kept.one("docdb/cluster:Cluster").inputs).toMatchObject({
      deletionProtection: true,
      skipFinalSnapshot: false,
      finalSnapshotIdentifier: `shop-dev-docs-final-${kept.one("RandomId").outputs["hex"]}`,
    });
    const members = kept.find("ClusterInstance");
    expect(members.map(({ protect, inputs }) => [protect, inputs["promotionTier"]])).toEqual([
      [false, 0],
      [false, 1],
      [false, 2],
    ]);
  });

  test("a preview knows neither address nor secret", async () => {
    expect((await documentDb({}, "preview")).outputs).toMatchObject({ host: UNKNOWN, port: 27017, secretId: UNKNOWN });
  });

  test("a region whose authorities nobody knows is refused, since nobody could check its certificates", async () => {
    await expect(documentDb({ scope: scopeOf({ region: "mars-north-1" }) })).rejects.toThrow(/who signs certificates/);
  });
});
