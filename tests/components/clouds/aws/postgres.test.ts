import { AwsPostgres } from "../../../../components/clouds/aws/postgres";
import type { AwsPostgresArgs } from "../../../../components/clouds/aws/postgres-parts";
import { type ResourceRecord, type Simulation, simulate, UNKNOWN } from "../../../support/simulate";
import { cluster, keyArn, network, openings, placement, scopeOf, world } from "./fixtures";

type Mode = "up" | "preview";

const free = scopeOf();
const guarded = scopeOf({ protect: true, environment: "prod" });

function postgres(
  changes: Partial<AwsPostgresArgs> = {},
  mode: Mode = "up",
  name = "shop-dev-db",
): Promise<Simulation> {
  const args: AwsPostgresArgs = {
    scope: free,
    placement,
    version: "17",
    instanceClass: "db.t4g.micro",
    storageGb: 20,
    maxStorageGb: 100,
    multiZone: false,
    replicas: 0,
    backupDays: 7,
    database: "shop",
    backupWindow: "02:00-03:00",
    maintenanceWindow: "sun:04:00-sun:05:00",
    ...changes,
  };
  return simulate(
    () => {
      const { kind, host, readerHost, port, database, secretId, cidrs } = new AwsPostgres(name, args);
      return { kind, host, readerHost, port, database, secretId, cidrs };
    },
    { existing: world, mode },
  );
}

describe("PostgreSQL without replicas", () => {
  let made: Simulation;
  let instance: ResourceRecord;
  beforeAll(async () => {
    made = await postgres();
    instance = made.one("rds/instance:Instance");
  });

  test("is the engine and size asked for, in the subnets and group made for it", () => {
    expect(instance.inputs).toMatchObject({
      identifier: "shop-dev-db",
      engine: "postgres",
      engineVersion: "17",
      instanceClass: "db.t4g.micro",
      dbName: "shop",
      port: 5432,
      dbSubnetGroupName: made.one("SubnetGroup").outputs["name"],
      vpcSecurityGroupIds: [made.one("SecurityGroup").id],
      publiclyAccessible: false,
      multiAz: false,
    });
  });

  test("is reachable from the cluster alone, reaches nothing, and lies in the data subnets", () => {
    const group = made.one("SecurityGroup");
    expect(openings(made, group)).toEqual([[5432, 5432, cluster.accessGroup]]);
    expect(made.find("SecurityGroupEgressRule")).toEqual([]);
    expect([group.inputs["ingress"], group.inputs["egress"]]).toEqual([undefined, undefined]);
    expect(made.one("SubnetGroup").inputs["subnetIds"]).toEqual(network.dataSubnetIds);
  });

  test("is encrypted with its own key, insights too, on storage that grows", () => {
    expect(instance.inputs).toMatchObject({
      storageType: "gp3",
      storageEncrypted: true,
      kmsKeyId: keyArn(made),
      allocatedStorage: 20,
      maxAllocatedStorage: 100,
      performanceInsightsEnabled: true,
      performanceInsightsKmsKeyId: keyArn(made),
      performanceInsightsRetentionPeriod: 7,
    });
  });

  test("takes TLS only, by a parameter group of its major version", () => {
    const group = made.one("ParameterGroup");
    expect(group.inputs["family"]).toBe("postgres17");
    expect(group.inputs["parameters"]).toContainEqual({
      name: "rds.force_ssl",
      value: "1",
      applyMethod: "pending-reboot",
    });
    expect(instance.inputs["parameterGroupName"]).toBe(group.outputs["name"]);
    expect(instance.inputs["caCertIdentifier"]).toBe("rds-ca-rsa2048-g1");
  });

  test("is backed up and maintained in the windows given", () => {
    expect(instance.inputs).toMatchObject({
      backupRetentionPeriod: 7,
      backupWindow: "02:00-03:00",
      maintenanceWindow: "sun:04:00-sun:05:00",
      copyTagsToSnapshot: true,
      autoMinorVersionUpgrade: true,
      applyImmediately: false,
    });
  });

  test("leaves the password to RDS, under the same key", () => {
    expect(instance.inputs).toMatchObject({ manageMasterUserPassword: true, masterUserSecretKmsKeyId: keyArn(made) });
    expect(instance.inputs["password"]).toBeUndefined();
    expect(made.find("RandomPassword")).toEqual([]);
    expect(made.find("secretsmanager/secret:Secret")).toEqual([]);
    expect(String(made.outputs["secretId"])).toMatch(/^arn:aws:secretsmanager:.*:secret:rds!db-/);
  });

  test("reads from the primary", () => {
    expect(made.outputs).toMatchObject({
      kind: "postgres",
      host: instance.outputs["address"],
      readerHost: instance.outputs["address"],
      port: 5432,
      database: "shop",
      cidrs: network.dataCidrs,
    });
  });

  test("logs to groups that are there before it", () => {
    const logs = made.find("LogGroup");
    expect(logs.map((log) => log.inputs["name"])).toEqual([
      "/aws/rds/instance/shop-dev-db/postgresql",
      "/aws/rds/instance/shop-dev-db/upgrade",
    ]);
    expect(instance.inputs["enabledCloudwatchLogsExports"]).toEqual(["postgresql", "upgrade"]);
    for (const log of logs) {
      expect(log.inputs).toMatchObject({ retentionInDays: 30, kmsKeyId: keyArn(made) });
      expect(made.waits(instance, log)).toBe(true);
    }
  });

  test("goes with its stack where that is not protected", () => {
    expect(instance.protect).toBe(false);
    expect(instance.inputs).toMatchObject({ deletionProtection: false, skipFinalSnapshot: true });
    expect(instance.inputs["finalSnapshotIdentifier"]).toBeUndefined();
    expect(made.find("RandomId")).toEqual([]);
  });

  test("leaves a last snapshot in prod also once protection is lifted, as it has to be before a destroy", async () => {
    const lifted = (await postgres({ scope: scopeOf({ protect: false, environment: "prod" }) })).one(
      "rds/instance:Instance",
    );
    expect(lifted.protect).toBe(false);
    expect(lifted.inputs).toMatchObject({ deletionProtection: false, skipFinalSnapshot: false });
    expect(lifted.inputs["finalSnapshotIdentifier"]).toMatch(/^shop-dev-db-final-/);
  });

  test("names no user that attackers try first", () => {
    expect(["postgres", "admin", "root"]).not.toContain(instance.inputs["username"]);
  });
});

describe("PostgreSQL with two replicas", () => {
  let made: Simulation;
  let primary: ResourceRecord;
  let replicas: ResourceRecord[];
  beforeAll(async () => {
    made = await postgres({ scope: guarded, replicas: 2, multiZone: true, instanceClass: "db.r8g.large" });
    primary = made.one("rds/instance:Instance", "shop-dev-db");
    replicas = made.find("rds/instance:Instance", "replica");
  });

  test("has a standby, and replicas that follow the primary", () => {
    expect(primary.inputs["multiAz"]).toBe(true);
    expect(replicas.map((replica) => replica.inputs["identifier"])).toEqual([
      "shop-dev-db-replica-1",
      "shop-dev-db-replica-2",
    ]);
    for (const replica of replicas) {
      expect(replica.inputs["replicateSourceDb"]).toBe(primary.outputs["identifier"]);
      expect(made.waits(replica, primary)).toBe(true);
    }
  });

  test("replicas repeat nothing that RDS takes from the primary", () => {
    const taken = [
      ...["engine", "engineVersion", "dbName", "username", "password", "manageMasterUserPassword", "kmsKeyId"],
      ...["allocatedStorage", "dbSubnetGroupName", "backupRetentionPeriod", "backupWindow"],
    ];
    for (const replica of replicas) expect(taken.filter((key) => key in replica.inputs)).toEqual([]);
  });

  test("replicas are as closed and as encrypted as the primary", () => {
    for (const replica of replicas) {
      expect(replica.inputs).toMatchObject({
        instanceClass: "db.r8g.large",
        storageEncrypted: true,
        publiclyAccessible: false,
        vpcSecurityGroupIds: primary.inputs["vpcSecurityGroupIds"],
        parameterGroupName: primary.inputs["parameterGroupName"],
        performanceInsightsKmsKeyId: keyArn(made),
      });
    }
  });

  test("replicas have no data of their own to protect", () => {
    for (const replica of replicas) {
      expect(replica.protect).toBe(false);
      expect(replica.inputs).toMatchObject({ deletionProtection: false, skipFinalSnapshot: true });
    }
  });

  test("reads from the first replica", () => {
    expect(made.outputs["readerHost"]).toBe(replicas[0]?.outputs["address"]);
    expect(made.outputs["host"]).toBe(primary.outputs["address"]);
  });

  test("has a password of our own, which is secret wherever it goes", () => {
    const password = made.one("RandomPassword");
    expect(password.inputs).toMatchObject({ length: 40, special: false });
    expect(primary.inputs["manageMasterUserPassword"]).toBeUndefined();
    expect(primary.inputs["password"]).toBe(password.outputs["result"]);
    expect(primary.secrets).toContain("password");
    expect(made.one("SecretVersion").secrets).toContain("secretString");
  });

  test("stores what the rotation reads, in a secret under the same key", () => {
    const secret = made.one("secretsmanager/secret:Secret");
    expect(secret.inputs).toMatchObject({
      name: "shop/dev/shop-dev-db-master",
      kmsKeyId: keyArn(made),
      recoveryWindowInDays: 30,
    });
    expect(secret.protect).toBe(true);
    expect(JSON.parse(String(made.one("SecretVersion").inputs["secretString"]))).toEqual({
      engine: "postgres",
      host: primary.outputs["address"],
      port: 5432,
      dbname: "shop",
      username: primary.inputs["username"],
      password: made.one("RandomPassword").outputs["result"],
    });
    expect(made.outputs["secretId"]).toBe(secret.outputs["arn"]);
  });

  test("never stores the first password again", () => {
    expect(made.one("SecretVersion").ignoreChanges).toEqual(["secretString"]);
  });

  test("rotates it every 30 days by AWS's own function, once it is stored", () => {
    const rotation = made.one("SecretRotation");
    const rotator = made.one("CloudFormationStack");
    expect(rotator.inputs).toMatchObject({
      applicationId:
        "arn:aws:serverlessrepo:us-east-1:297356227824:applications/SecretsManagerRDSPostgreSQLRotationSingleUser",
      capabilities: ["CAPABILITY_IAM", "CAPABILITY_RESOURCE_POLICY"],
      parameters: {
        endpoint: "https://secretsmanager.eu-central-1.amazonaws.com",
        kmsKeyArn: keyArn(made),
        vpcSubnetIds: network.privateSubnetIds.join(","),
        vpcSecurityGroupIds: made.one("SecurityGroup", "rotator").id,
      },
    });
    expect(rotation.inputs).toMatchObject({
      secretId: made.outputs["secretId"],
      rotationLambdaArn: (rotator.outputs["outputs"] as Record<string, string>)["RotationLambdaARN"],
      rotationRules: { automaticallyAfterDays: 30 },
    });
    expect(made.waits(rotation, made.one("SecretVersion"))).toBe(true);
  });

  test("opens the database to the rotation too, and the rotation to the database and AWS's API alone", () => {
    const rotator = made.one("SecurityGroup", "rotator");
    const door = openings(made, made.one("SecurityGroup", "shop-dev-db-group"));
    expect(door).toHaveLength(2);
    expect(door).toEqual(
      expect.arrayContaining([
        [5432, 5432, cluster.accessGroup],
        [5432, 5432, rotator.id],
      ]),
    );
    expect(openings(made, rotator)).toEqual([]);
    const out = made.find("SecurityGroupEgressRule").map(({ inputs }) => inputs);
    expect(out.map((rule) => [rule["securityGroupId"], rule["fromPort"], rule["toPort"]]).sort()).toEqual([
      [rotator.id, 443, 443],
      [rotator.id, 5432, 5432],
    ]);
  });

  test("is protected: by Pulumi, by RDS, and by a last snapshot that meets no older one", () => {
    const id = made.one("RandomId");
    expect(primary.protect).toBe(true);
    expect(primary.inputs).toMatchObject({
      deletionProtection: true,
      skipFinalSnapshot: false,
      finalSnapshotIdentifier: `shop-dev-db-final-${id.outputs["hex"]}`,
    });
    // What replaces the instance makes a new name; nothing else does.
    expect(id.inputs["keepers"]).toEqual({ identifier: "shop-dev-db", database: "shop" });
  });
});

describe("PostgreSQL at its limits", () => {
  test("replicas without backups are refused before AWS does", async () => {
    await expect(postgres({ replicas: 1, backupDays: 0 })).rejects.toThrow(
      "shop-dev-db has 1 replicas and 0 backup days",
    );
  });

  test("storage that may not grow has no limit to send", async () => {
    const made = await postgres({ storageGb: 20, maxStorageGb: 20 });
    expect(made.one("rds/instance:Instance").inputs["maxAllocatedStorage"]).toBeUndefined();
  });

  test("a long name still leaves room for a replica's", async () => {
    const made = await postgres({ replicas: 1 }, "up", `shop-pr-1234-${"orders-".repeat(8)}db`);
    for (const { inputs } of made.find("rds/instance:Instance")) {
      expect(String(inputs["identifier"])).toMatch(/^[a-z](-?[a-z0-9])*$/);
      expect(String(inputs["identifier"]).length).toBeLessThanOrEqual(63);
    }
  });

  test("a preview with replicas knows no password", async () => {
    const made = await postgres({ replicas: 1 }, "preview");
    expect(made.one("SecretVersion").inputs["secretString"]).toBe(UNKNOWN);
  });
});
