import { AwsAurora, type AwsAuroraArgs } from "../../../../components/clouds/aws/aurora";
import { differenceOf } from "../../../../rehearsal/difference/difference";
import { type Simulation, simulate } from "../../../support/simulate";
import { cluster, keyArn, network, openings, placement, scopeOf, world } from "./fixtures";

const guarded = scopeOf({ protect: true, environment: "prod" });
const login = "arn:aws:secretsmanager:eu-central-1:123456789012:secret:shop/dev/login-db-api";

function aurora(changes: Partial<AwsAuroraArgs> = {}, existing: readonly string[] = []): Promise<Simulation> {
  const args: AwsAuroraArgs = {
    ...{ scope: scopeOf(), placement, version: "17", instanceClass: "db.r7g.large", storageGb: 20, maxStorageGb: 100 },
    ...{ multiZone: false, replicas: 0, backupDays: 7, database: "shop", aurora: { io: "standard" } },
    ...{ backupWindow: "02:00-03:00", maintenanceWindow: "sun:04:00-sun:05:00" },
    ...changes,
  };
  return simulate(
    () => {
      const { kind, host, readerHost, port, database, secretId, sslMode } = new AwsAurora("shop-dev-db", args);
      return { kind, host, readerHost, port, database, secretId, sslMode };
    },
    { existing: [...world.filter((each) => typeof each === "string"), login, ...existing] },
  );
}

const classes = (made: Simulation) =>
  made.find("ClusterInstance").map(({ inputs }) => [inputs["identifier"], inputs["instanceClass"]]);

describe("Aurora PostgreSQL", () => {
  let made: Simulation;
  beforeAll(async () => {
    made = await aurora();
  });

  test("is one cluster with one instance, in the data subnets, reachable from the cluster of pods alone", () => {
    expect(made.one("rds/cluster:Cluster").inputs).toMatchObject({
      ...{ clusterIdentifier: "shop-dev-db", engine: "aurora-postgresql", engineVersion: "17", databaseName: "shop" },
      ...{ port: 5432, backupRetentionPeriod: 7, preferredBackupWindow: "02:00-03:00", copyTagsToSnapshot: true },
      ...{ enabledCloudwatchLogsExports: ["postgresql"], iamDatabaseAuthenticationEnabled: true },
    });
    expect(classes(made)).toEqual([["shop-dev-db", "db.r7g.large"]]);
    expect(made.one("ClusterInstance").inputs["publiclyAccessible"]).toBe(false);
    expect(made.one("SubnetGroup").inputs["subnetIds"]).toEqual(network.dataSubnetIds);
    expect(openings(made, made.one("SecurityGroup"))).toEqual([[5432, 5432, cluster.accessGroup]]);
  });

  test("forces TLS, is encrypted with its own key, and keeps its logs under it", () => {
    const parameters = made.one("ClusterParameterGroup");
    expect(parameters.inputs["family"]).toBe("aurora-postgresql17");
    expect(parameters.inputs["parameters"]).toContainEqual(
      expect.objectContaining({ name: "rds.force_ssl", value: "1" }),
    );
    expect(made.one("rds/cluster:Cluster").inputs).toMatchObject({
      ...{ storageEncrypted: true, kmsKeyId: keyArn(made), masterUserSecretKmsKeyId: keyArn(made) },
      dbClusterParameterGroupName: parameters.outputs["name"],
    });
    expect(made.one("LogGroup").inputs).toMatchObject({
      ...{ name: "/aws/rds/cluster/shop-dev-db/postgresql", kmsKeyId: keyArn(made) },
    });
    expect(made.waits(made.one("rds/cluster:Cluster"), made.one("LogGroup"))).toBe(true);
  });

  test("hands out the cluster's address, and the secret that RDS keeps", () => {
    const { endpoint, masterUserSecrets } = made.one("rds/cluster:Cluster").outputs;
    expect(made.outputs).toEqual({
      ...{ kind: "postgres", host: endpoint, readerHost: endpoint, port: 5432, database: "shop" },
      ...{ secretId: (masterUserSecrets as { secretArn: string }[])[0]!.secretArn, sslMode: "verify-full" },
    });
  });

  test("a production one is protected, and leaves a last snapshot of a name of its own", async () => {
    const prod = await aurora({ scope: guarded, multiZone: true });
    const one = prod.one("rds/cluster:Cluster");
    expect(one.protect).toBe(true);
    expect(one.inputs).toMatchObject({ deletionProtection: true, skipFinalSnapshot: false });
    expect(one.inputs["finalSnapshotIdentifier"]).toMatch(/^shop-dev-db-final-[0-9a-f]{8}$/);
    // They hold nothing: there can be fewer of them again.
    expect(prod.find("ClusterInstance").map(({ protect }) => protect)).toEqual([false, false]);
    expect(prod.outputs["readerHost"]).toBe(one.outputs["readerEndpoint"]);
  });

  test("a pool stands before the cluster, once its instances are there", async () => {
    const pooled = await aurora({
      pool: { percent: 60 },
      placement: { ...placement, logins: [{ id: login, role: "api" }] },
    });
    const target = pooled.one("ProxyTarget");
    expect(target.inputs).toMatchObject({ dbClusterIdentifier: "shop-dev-db" });
    expect(target.inputs["dbInstanceIdentifier"]).toBeUndefined();
    expect(pooled.waits(target, pooled.one("ClusterInstance"))).toBe(true);
  });

  test("of a snapshot, of Aurora's or of RDS's, with the store's own key and without a copy", async () => {
    for (const kind of ["cluster-snapshot", "snapshot"]) {
      const restoreFrom = `arn:aws:rds:eu-central-1:123456789012:${kind}:before`;
      const restored = await aurora({ restoreFrom }, [restoreFrom]);
      expect(restored.one("rds/cluster:Cluster").inputs).toMatchObject({
        ...{ snapshotIdentifier: restoreFrom, kmsKeyId: keyArn(restored) },
      });
      expect(restored.find("SnapshotCopy")).toEqual([]);
      expect(differenceOf(made.resources, restored.resources).replaced).toEqual([]);
    }
    const missing = "arn:aws:rds:eu-central-1:123456789012:cluster-snapshot:gone";
    await expect(aurora({ restoreFrom: missing })).rejects.toThrow(/DBClusterSnapshotNotFoundFault/);
  });
});

describe("growing by config alone", () => {
  const units = (min: number, max: number): Partial<AwsAuroraArgs> => ({
    aurora: { io: "standard", capacity: { min, max } },
  });

  test.each<[string, Partial<AwsAuroraArgs>, Partial<AwsAuroraArgs>, unknown[]]>([
    ["a bigger class", {}, { instanceClass: "db.r7g.xlarge" }, [["shop-dev-db", "db.r7g.xlarge"]]],
    [
      "readers, and one that takes over",
      {},
      { replicas: 1, multiZone: true },
      ["", "-replica-1", "-replica-2"].map((suffix) => [`shop-dev-db${suffix}`, "db.r7g.large"]),
    ],
    ["a capacity instead of a class", {}, units(0.5, 8), [["shop-dev-db", "db.serverless"]]],
    ["more capacity", units(0.5, 8), units(2, 32), [["shop-dev-db", "db.serverless"]]],
    [
      "storage that reads and writes cost nothing of",
      {},
      { aurora: { io: "optimized" } },
      [["shop-dev-db", "db.r7g.large"]],
    ],
    ["longer backups", {}, { backupDays: 35 }, [["shop-dev-db", "db.r7g.large"]]],
  ])("%s replaces nothing", async (_, before, after, expected) => {
    const [was, is] = [await aurora(before), await aurora(after)];
    const { replaced, deleted } = differenceOf(was.resources, is.resources);
    expect([replaced, deleted]).toEqual([[], []]);
    expect(classes(is)).toEqual(expected);
  });

  test("the simulation does say what would replace it", async () => {
    const [was, is] = [await aurora(), await aurora({ database: "other" })];
    expect(differenceOf(was.resources, is.resources).replaced.map(({ name }) => name)).toContain("shop-dev-db");
  });

  test("a capacity that Aurora has not, and its class without any, are refused", async () => {
    await expect(aurora(units(8, 2))).rejects.toThrow(/InvalidParameterValue/);
    await expect(aurora({ instanceClass: "db.serverless" })).rejects.toThrow(/no capacity/);
  });
});
