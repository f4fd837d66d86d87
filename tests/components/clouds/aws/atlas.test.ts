import * as aws from "@pulumi/aws";
import { AwsAtlas, type AwsAtlasArgs } from "../../../../components/clouds/aws/atlas";
import { hourIn, startOf } from "../../../../components/clouds/aws/atlas-windows";
import type { StoreLogin } from "../../../../components/contracts/stores";
import { fullHoursIn } from "../../../../stacks/config/checks/windows";
import { existing, type ResourceRecord, type Simulation, simulate, UNKNOWN } from "../../../support/simulate";
import { network, openings, placement, scopeOf, statementsOf, world } from "./fixtures";

const guarded = scopeOf({ protect: true, environment: "prod" });
const ORGANIZATION = "64b0c0ffee64b0c0ffee64b0";
const PROJECT = "75c1d1aaff75c1d1aaff75c1";

const login = (role: string, access: NonNullable<StoreLogin["access"]>) => ({
  ...{ role, access, password: `password-of-${role}` },
  id: `arn:aws:secretsmanager:eu-central-1:123456789012:secret:shop/dev/login-docs-${role}`,
});
const logins = [login("api", "readWrite"), login("api-migrate", "owner"), login("report", "readOnly")];
const dumping = [login("slipway-backup", "backup"), login("slipway-restore", "restore")];

function atlas(changes: Partial<AwsAtlasArgs> = {}, mode: "up" | "preview" = "up"): Promise<Simulation> {
  const args: AwsAtlasArgs = {
    scope: scopeOf(),
    placement: { ...placement, logins },
    store: "docs",
    service: "atlas",
    version: "8.0",
    instanceClass: "M30",
    replicas: 2,
    storageGb: 0,
    backupDays: 7,
    backupWindow: "02:15-03:15",
    maintenanceWindow: "sun:03:30-sun:04:30",
    database: "shop",
    atlas: { organization: ORGANIZATION, apiKey: "atlas/api-key" },
    ...changes,
  };
  return simulate(
    () => {
      const { kind, host, port, lastPort, srv, database, cidrs, options, ca } = new AwsAtlas(
        "shop-dev-store-docs",
        args,
      );
      return { kind, host, port, lastPort, srv, database, cidrs, options, ca };
    },
    { existing: [...world, existing("mongodbatlas:index/project:Project", PROJECT)], mode },
  );
}

/** Of the one region that its members are in. */
const region = (cluster: ResourceRecord) =>
  (cluster.inputs as unknown as { replicationSpecs: [{ regionConfigs: [Record<string, unknown>] }] })
    .replicationSpecs[0].regionConfigs[0];

describe("MongoDB on Atlas", () => {
  let made: Simulation;
  let cluster: ResourceRecord;
  beforeAll(async () => {
    made = await atlas();
    cluster = made.one("AdvancedCluster");
  });

  test("is a replica set of the version and size asked for, in the stack's region, in a project of its own", () => {
    expect(made.one("Project").inputs).toMatchObject({ name: "shop-dev-store-docs", orgId: ORGANIZATION });
    expect(cluster.inputs).toMatchObject({
      projectId: made.one("Project").id,
      name: "docs",
      clusterType: "REPLICASET",
      mongoDbMajorVersion: "8.0",
    });
    expect(region(cluster)).toEqual({
      ...{ providerName: "AWS", regionName: "EU_CENTRAL_1", priority: 7 },
      electableSpecs: { instanceSize: "M30", nodeCount: 3 },
      autoScaling: { diskGbEnabled: true, computeEnabled: false },
    });
  });

  test("is reached by a private endpoint in the data subnets, from the cluster alone: no address is let in", () => {
    const endpoint = made.one("VpcEndpoint");
    expect(endpoint.inputs).toMatchObject({
      vpcEndpointType: "Interface",
      serviceName: made.one("PrivateLinkEndpoint").outputs["endpointServiceName"],
      subnetIds: network.dataSubnetIds,
      securityGroupIds: [made.one("SecurityGroup").id],
    });
    expect(openings(made, made.one("SecurityGroup"))).toEqual([[1024, 65535, "sg-cluster"]]);
    expect(made.find("SecurityGroupEgressRule")).toEqual([]);
    expect(made.find("ProjectIpAccessList")).toEqual([]);
    expect(made.one("PrivateLinkEndpointService").inputs).toMatchObject({
      privateLinkId: made.one("PrivateLinkEndpoint").outputs["privateLinkId"],
      endpointServiceId: endpoint.id,
    });
    // The cluster finds it made, and so gives a connection string by it; and is gone before it is.
    expect(made.waits(cluster, made.one("PrivateLinkEndpointService"))).toBe(true);
  });

  test("its handle: found by DNS, by the endpoint's own addresses, and who may sign", () => {
    const addresses = made.one("VpcEndpoint").outputs["subnetConfigurations"] as unknown as { ipv4: string }[];
    expect(made.outputs).toMatchObject({
      kind: "mongodb",
      host: expect.stringMatching(/^docs-pl-0\.[0-9a-f]+\.mongodb\.net$/),
      ...{ port: 1024, lastPort: 65535, srv: true, database: "shop" },
      cidrs: addresses.map(({ ipv4 }) => `${ipv4}/32`),
      options: "retryWrites=true&w=majority",
    });
    expect(String(made.outputs["ca"]).match(/BEGIN CERTIFICATE/g)).toHaveLength(5);
  });

  test("speaks TLS 1.2 or newer, and is encrypted with a key of the stack's too", () => {
    expect(cluster.inputs).toMatchObject({
      advancedConfiguration: { minimumEnabledTlsProtocol: "TLS1_2" },
      encryptionAtRestProvider: "AWS",
    });
    const key = made.one("kms/key:Key");
    const role = made.one("iam/role:Role");
    const [config] = made.one("CloudProviderAccessSetup").outputs["awsConfigs"] as unknown as [Record<string, string>];
    expect(statementsOf(role, "assumeRolePolicy")).toEqual([
      {
        ...{ Effect: "Allow", Action: ["sts:AssumeRole"], Principal: { AWS: config.atlasAwsAccountArn } },
        Condition: { StringEquals: { "sts:ExternalId": config.atlasAssumedRoleExternalId } },
      },
    ]);
    expect(statementsOf(key).map(({ Sid }) => Sid)).toEqual(["Administer", "UseByAtlas"]);
    expect(statementsOf(key)[1]).toMatchObject({
      ...{ Principal: { AWS: role.outputs["arn"] }, Action: ["kms:Encrypt", "kms:Decrypt", "kms:DescribeKey"] },
    });
    expect(made.one("EncryptionAtRest").inputs["awsKmsConfig"]).toEqual({
      ...{ enabled: true, customerMasterKeyId: key.outputs["arn"], region: "EU_CENTRAL_1" },
      roleId: made.one("CloudProviderAccessAuthorization").inputs["roleId"],
    });
    expect(made.waits(cluster, made.one("EncryptionAtRest"))).toBe(true);
  });

  test("is backed up, to any moment of as many days as are asked for, and maintained in its window", () => {
    expect(cluster.inputs).toMatchObject({ backupEnabled: true, pitEnabled: true });
    expect(made.one("CloudBackupSchedule").inputs).toMatchObject({
      ...{ referenceHourOfDay: 2, referenceMinuteOfHour: 15, restoreWindowDays: 7 },
      policyItemHourly: { frequencyInterval: 6, retentionUnit: "days", retentionValue: 7 },
      policyItemDaily: { frequencyInterval: 1, retentionUnit: "days", retentionValue: 7 },
    });
    expect(made.one("MaintenanceWindow").inputs).toMatchObject({ dayOfWeek: 1, hourOfDay: 4 });
  });

  test("what dumps it reads, and writes one collection; what restores it owns the database and two beside it", async () => {
    const { backup, restore } = Object.fromEntries(
      (await atlas({ placement: { ...placement, logins: dumping } }))
        .find("DatabaseUser")
        .map(({ inputs }) => [String(inputs["username"]).replace("slipway-", ""), inputs["roles"]]),
    );
    expect(backup).toEqual([
      { roleName: "read", databaseName: "shop" },
      { roleName: "readWrite", databaseName: "shop", collectionName: "slipway_backup" },
    ]);
    expect((restore as { roleName: string; databaseName: string }[]).map((of) => Object.values(of).join(" "))).toEqual(
      ["shop", "shop_drill", "shop_restored"].flatMap((name) => [`readWrite ${name}`, `dbAdmin ${name}`]),
    );
  });

  test("each workload has a user that may use one database of this cluster, by a password that is secret", () => {
    const users = made.find("DatabaseUser");
    expect(users.map(({ inputs }) => [inputs["username"], inputs["roles"]])).toEqual([
      ["api", [{ roleName: "readWrite", databaseName: "shop" }]],
      [
        "api-migrate",
        [
          { roleName: "readWrite", databaseName: "shop" },
          { roleName: "dbAdmin", databaseName: "shop" },
        ],
      ],
      ["report", [{ roleName: "read", databaseName: "shop" }]],
    ]);
    for (const user of users) {
      expect(user.inputs).toMatchObject({
        ...{ authDatabaseName: "admin", scopes: [{ name: "docs", type: "CLUSTER" }] },
        password: `password-of-${String(user.inputs["username"])}`,
      });
      expect(user.secrets).toContain("password");
      // Destroyed before the cluster, and that before the project.
      expect(made.waits(user, cluster)).toBe(true);
    }
    expect(made.waits(cluster, made.one("Project"))).toBe(true);
  });

  test("logs in to Atlas with what the account's secret manager holds, which stays secret", () => {
    const provider = made.one("pulumi:providers:mongodbatlas");
    expect(provider.inputs).toMatchObject({ publicKey: "rehearse", privateKey: expect.stringMatching(/^0{8}-/) });
    expect(provider.secrets).toEqual(expect.arrayContaining(["privateKey", "publicKey"]));
    for (const resource of made.resources.filter(({ type }) => type.startsWith("mongodbatlas:")))
      expect(resource.provider).toContain("shop-dev-store-docs-atlas");
  });

  test("goes with its stack where that is not protected", () => {
    expect(made.resources.filter(({ protect }) => protect)).toEqual([]);
    expect(cluster.inputs).toMatchObject({ terminationProtectionEnabled: false, retainBackupsEnabled: false });
  });

  test("protected: by Pulumi, by Atlas, and its backups outlive it", async () => {
    const kept = await atlas({ scope: guarded });
    expect(kept.one("AdvancedCluster").inputs).toMatchObject({
      terminationProtectionEnabled: true,
      retainBackupsEnabled: true,
    });
    for (const type of ["AdvancedCluster", "Project", "kms/key:Key"]) expect(kept.one(type).protect).toBe(true);
    expect(() => kept.cloud.delete(kept.one("AdvancedCluster").type, kept.one("AdvancedCluster").id!)).toThrow(
      /TERMINATION_PROTECTION/,
    );
  });

  test("scales between its tier and a bigger one, and no update takes that back", async () => {
    const scaled = (await atlas({ atlas: { organization: ORGANIZATION, apiKey: "k", maxInstanceClass: "M50" } })).one(
      "AdvancedCluster",
    );
    expect(scaled.inputs["useEffectiveFields"]).toBe(true);
    expect(region(scaled)["autoScaling"]).toEqual({
      ...{ diskGbEnabled: true, computeEnabled: true, computeScaleDownEnabled: true },
      ...{ computeMinInstanceSize: "M30", computeMaxInstanceSize: "M50" },
    });
    expect(cluster.inputs["useEffectiveFields"]).toBeUndefined();
  });

  test("a disk of a size of its own does not grow by itself", async () => {
    expect(region((await atlas({ storageGb: 200 })).one("AdvancedCluster"))).toMatchObject({
      electableSpecs: { diskSizeGb: 200 },
      autoScaling: { diskGbEnabled: false },
    });
  });

  test("in a project that is there it makes none, and leaves alone what all of it shares", async () => {
    const adopted = await atlas({ atlas: { project: PROJECT, apiKey: "atlas/api-key" } });
    for (const type of ["Project", "MaintenanceWindow", "EncryptionAtRest", "kms/key:Key"])
      expect(adopted.find(type)).toEqual([]);
    expect(adopted.one("AdvancedCluster").inputs["projectId"]).toBe(PROJECT);
    expect(adopted.one("AdvancedCluster").inputs["encryptionAtRestProvider"]).toBeUndefined();
  });

  test("without a key of its own Atlas alone encrypts", async () => {
    const plain = await atlas({ atlas: { organization: ORGANIZATION, apiKey: "k", ownKey: false } });
    expect(plain.find("EncryptionAtRest")).toEqual([]);
    expect(plain.one("AdvancedCluster").inputs["encryptionAtRestProvider"]).toBeUndefined();
  });

  test("a preview knows neither host nor addresses", async () => {
    expect((await atlas({}, "preview")).outputs).toMatchObject({ host: UNKNOWN, port: 1024, cidrs: UNKNOWN });
  });

  /** With another answer to who reads the key. */
  const read = (answer: () => Promise<object>) =>
    jest.spyOn(aws.secretsmanager as { getSecretVersion: object }, "getSecretVersion", "get").mockReturnValue(answer);
  afterEach(() => jest.restoreAllMocks());

  test("a secret that is no key of Atlas's API is refused, without a word of what it holds", async () => {
    read(() => Promise.resolve({ secretString: "hunter2" }));
    await expect(atlas()).rejects.toThrow(/atlas\/api-key holds no key of Atlas's API: it must be JSON/);
    await expect(atlas()).rejects.not.toThrow(/hunter2/);
  });

  test("who may not read the key can preview, and is told so; an update stops", async () => {
    read(() => Promise.reject(new Error("not authorized to perform: secretsmanager:GetSecretValue")));
    const warn = jest.spyOn(console, "warn").mockImplementation(() => undefined);
    const preview = await atlas({}, "preview");
    expect(preview.one("pulumi:providers:mongodbatlas").inputs["privateKey"]).toBe(UNKNOWN);
    expect(warn).toHaveBeenCalledWith(expect.stringMatching(/atlas\/api-key cannot be read/));
    await expect(atlas()).rejects.toThrow(/GetSecretValue/);
  });
});

test.each([
  ["sun:03:30-sun:04:30", { dayOfWeek: 1, hourOfDay: 4 }, 1],
  ["mon:02:00-mon:03:00", { dayOfWeek: 2, hourOfDay: 2 }, 1],
  ["sat:23:30-sun:00:30", { dayOfWeek: 1, hourOfDay: 0 }, 1],
  ["sat:22:15-sat:22:45", { dayOfWeek: 7, hourOfDay: 23 }, 0],
  ["wed:00:00-wed:04:00", { dayOfWeek: 4, hourOfDay: 0 }, 4],
])("%s is %j in Atlas, which begins on the hour: %i of them", (window, hour, hours) => {
  expect(hourIn(window)).toEqual(hour);
  expect(fullHoursIn(window)).toBe(hours);
});

test("snapshots begin with the window", () => {
  expect(startOf("23:05-00:05")).toEqual({ referenceHourOfDay: 23, referenceMinuteOfHour: 5 });
});
