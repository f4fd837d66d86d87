import { GcpIdentity } from "../../../../components/clouds/gcp/identity";
import type { Simulation } from "../../../support/simulate";
import { foundation, onGcp, postgresArgs, project, redisArgs, scope } from "./fixtures";

const sql = "sql/databaseInstance:DatabaseInstance";

/** One of each store. */
const stores = (over: Parameters<typeof onGcp>[1], args: Partial<typeof postgresArgs> = {}) =>
  onGcp((cloud) => {
    const placement = foundation(cloud);
    const db = cloud.postgres("db", { ...postgresArgs, ...args }, placement);
    const cache = cloud.redis("cache", redisArgs, placement);
    const media = cloud.bucket("media", { oldVersionDays: 30, coldAfterDays: 60, expireAfterDays: 365 });
    return {
      ...{ dbHost: db.host, reader: db.readerHost, dbSecret: db.secretId, dbCidrs: db.cidrs },
      ...{ cachePort: cache.port, cacheReader: cache.readerHost, ca: cache.ca, media: media.name },
    };
  }, over);

describe("stores of prod", () => {
  let made: Simulation;
  beforeAll(async () => {
    made = await stores({ environment: "prod", protect: true }, { replicas: 1 });
  });

  test("PostgreSQL: private, TLS, standby, point in time, a key and a last backup, protected twice", () => {
    const { inputs, protect } = made.one(sql, "shop-dev-store-db");
    expect(protect).toBe(true);
    expect(inputs).toMatchObject({
      ...{ databaseVersion: "POSTGRES_17", deletionProtection: true },
      encryptionKeyName: made.one("CryptoKey", "store-db-key").id,
      settings: {
        ...{ tier: "db-custom-2-7680", availabilityType: "REGIONAL", deletionProtectionEnabled: true },
        ...{ diskSize: 50, diskAutoresizeLimit: 200 },
        ipConfiguration: { ipv4Enabled: false, sslMode: "ENCRYPTED_ONLY" },
        backupConfiguration: {
          ...{ enabled: true, startTime: "02:00", pointInTimeRecoveryEnabled: true, transactionLogRetentionDays: 7 },
          backupRetentionSettings: { retainedBackups: 14 },
        },
        finalBackupConfig: { enabled: true, retentionDays: 30 },
        maintenanceWindow: { day: 7, hour: 3 },
      },
    });
  });

  test("its replica is read from, and holds nothing that must be kept", () => {
    const replica = made.one(sql, "shop-dev-store-db-replica-1");
    expect(replica.protect).toBeFalsy();
    expect(replica.inputs).toMatchObject({ masterInstanceName: made.one(sql, "shop-dev-store-db").outputs.name });
    expect(made.outputs.reader).toBe(replica.outputs.privateIpAddress);
    expect(made.outputs.dbHost).toBe(made.one(sql, "shop-dev-store-db").outputs.privateIpAddress);
  });

  test("passwords are secret all the way, and only the secret manager has them", () => {
    expect(made.one("sql/user:User").secrets).toContain("password");
    expect(made.one("SecretVersion", "store-db-login").secrets).toContain("secretData");
    expect(made.outputs.dbSecret).toBe("shop-dev-store-db-login");
  });

  test("Redis: TLS, password, snapshots, a standby that is read from, and the certificate that clients need", () => {
    expect(made.one("redis/instance:Instance").inputs).toMatchObject({
      ...{ tier: "STANDARD_HA", memorySizeGb: 6, redisVersion: "REDIS_7_2", authEnabled: true },
      ...{ transitEncryptionMode: "SERVER_AUTHENTICATION", connectMode: "PRIVATE_SERVICE_ACCESS" },
      ...{ readReplicasMode: "READ_REPLICAS_ENABLED", replicaCount: 1, deletionProtection: true },
      persistenceConfig: { persistenceMode: "RDB" },
    });
    expect(made.outputs).toMatchObject({ cachePort: 6378, ca: expect.stringContaining("BEGIN CERTIFICATE") });
  });

  test("a bucket: private, by IAM alone, versions, a key, and what ages", () => {
    const { inputs } = made.one("storage/bucket:Bucket");
    expect(inputs).toMatchObject({
      ...{ uniformBucketLevelAccess: true, publicAccessPrevention: "enforced", forceDestroy: false },
      versioning: { enabled: true },
      encryption: { defaultKmsKeyName: made.one("CryptoKey", "store-media-key").id },
    });
    expect((inputs.lifecycleRules as { action: { type: string } }[]).map(({ action }) => action.type)).toEqual([
      "AbortIncompleteMultipartUpload",
      "Delete",
      "SetStorageClass",
      "Delete",
    ]);
  });

  test("every key rotates, and each is used by the agents that encrypt with it alone", () => {
    for (const { inputs } of made.find("CryptoKey")) expect(inputs).toMatchObject({ rotationPeriod: "7776000s" });
    const users = made.find("CryptoKeyIAMMember").map(({ inputs }) => String(inputs.member));
    for (const member of users)
      expect(member).toMatch(/^serviceAccount:service-\d{12}@[\w-]+\.iam\.gserviceaccount\.com$/);
    expect(made.find("ServiceIdentity").length).toBe(new Set(made.find("ServiceIdentity").map(({ id }) => id)).size);
  });

  test("everything that can carry labels carries the stack's, in lower case", () => {
    const labelled = [
      "CryptoKey",
      "storage/bucket:Bucket",
      "redis/instance:Instance",
      "secretmanager/secret:Secret",
      "Repository",
    ];
    for (const { inputs } of labelled.flatMap((type) => made.find(type))) {
      expect(inputs.labels).toMatchObject({ project: "shop", "cost-center": "shop", "managed-by": "slipway" });
    }
    expect(made.one("container/cluster:Cluster").inputs.resourceLabels).toMatchObject({ environment: "prod" });
    expect(made.one(sql, "shop-dev-store-db").inputs.settings).toMatchObject({ userLabels: { owner: "team-shop" } });
  });

  test("stores go before the peering that leads to them, and before the rights on their keys", () => {
    const connection = made.one("Connection");
    for (const store of [...made.find(sql), made.one("redis/instance:Instance")]) {
      expect(made.waits(store, connection)).toBe(true);
    }
    for (const grant of made.find("CryptoKeyIAMMember", "store-db-key")) {
      expect(made.waits(made.one(sql, "shop-dev-store-db"), grant)).toBe(true);
    }
  });
});

test("in dev nothing is protected, and no last backup is left", async () => {
  const made = await stores({}, { multiZone: false });
  expect(made.resources.filter(({ protect }) => protect)).toEqual([]);
  expect(made.one(sql).inputs).toMatchObject({
    deletionProtection: false,
    settings: { availabilityType: "ZONAL", finalBackupConfig: { enabled: false } },
  });
  expect(made.one("storage/bucket:Bucket").inputs).toMatchObject({ forceDestroy: true });
});

describe("an identity", () => {
  const args = { namespace: "shop", serviceAccount: "api" };

  test("is one account that one service account acts as, with rights on the very things", async () => {
    const made = await onGcp((cloud) => {
      const { cluster } = foundation(cloud);
      const bucket = cloud.bucket("media", { oldVersionDays: 1 });
      const secret = cloud.secret("key");
      const identity = cloud.identity("api", {
        ...{ ...args, cluster },
        grants: [
          { kind: "bucket", bucket, mode: "read" },
          { kind: "secrets", ids: [secret.id] },
        ],
      });
      return { annotations: identity!.annotations, agent: identity!.agent };
    });
    const account = made.one("serviceaccount/account:Account", "workload-api");
    expect(made.outputs).toEqual({
      annotations: { "iam.gke.io/gcp-service-account": account.outputs.email },
      agent: { cidr: "169.254.169.254/32", port: 80 },
    });
    expect(made.one("BucketIAMMember").inputs).toMatchObject({ role: "roles/storage.objectViewer" });
    expect(made.one("SecretIamMember").inputs).toMatchObject({ role: "roles/secretmanager.secretAccessor" });
    const binding = made.one("serviceaccount/iAMMember:IAMMember", "workload-api");
    expect(binding.inputs).toMatchObject({
      role: "roles/iam.workloadIdentityUser",
      member: `serviceAccount:${project}.svc.id.goog[shop/api]`,
    });
    expect(made.waits(binding, made.one("BucketIAMMember"))).toBe(true);
  });

  test("with nothing to allow is none", async () => {
    await onGcp((cloud) => {
      const { cluster } = foundation(cloud);
      expect(cloud.identity("api", { ...args, cluster, grants: [] })).toBeUndefined();
      expect(() => new GcpIdentity("x", { ...args, scope: scope() })).toThrow(/nothing to allow/);
    });
  });
});

test("the guard names the project that the credentials do not lead to", async () => {
  await expect(onGcp((cloud) => cloud.guard(), {}, { account: "elsewhere-1" })).rejects.toThrow(
    /do not lead to the Google Cloud project shop-project-1[\s\S]*nothing was changed/,
  );
  await expect(onGcp((cloud) => cloud.guard())).resolves.toBeDefined();
});
