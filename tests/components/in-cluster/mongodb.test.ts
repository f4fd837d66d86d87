import type { Scope } from "../../../components/contracts/common";
import type { MongodbArgs } from "../../../components/contracts/stores";
import { ClusterMongodb, RunMongodb } from "../../../components/in-cluster/mongodb";
import { scopeOf } from "../../support/scope";
import { type ResourceRecord, type Simulation, simulate } from "../../support/simulate";

const args: MongodbArgs = {
  ...{ service: "percona", version: "8.0", instanceClass: "0.5x2", replicas: 2, storageGb: 20, backupDays: 7 },
  ...{ database: "shop", backupWindow: "02:30-03:00", maintenanceWindow: "sun:03:30-sun:04:30" },
  operated: {
    tiers: [
      { tier: "daily", schedule: "30 2 * * *", count: 7 },
      { tier: "weekly", schedule: "30 2 * * 0", count: 5 },
    ],
    safetyDays: 30,
  },
};
const backupsTo = { endpoint: "https://s3.example.com", region: "eu", bucket: "backups", secret: "s3-keys" };

const run = (over: Partial<MongodbArgs> = {}, backed = true, scope: Scope = scopeOf()): Promise<Simulation> =>
  simulate(() => {
    const where = { scope, store: "docs", args: { ...args, ...over }, storageClass: "fast" };
    new RunMongodb("shop-dev-store-docs", { ...where, ...(backed && { backupsTo }) });
    return {};
  }, {});

const specOf = (made: Simulation): Record<string, unknown> =>
  made.one("PerconaServerMongoDB").inputs["spec"] as Record<string, unknown>;
const membersOf = (made: Simulation) => (specOf(made)["replsets"] as Record<string, unknown>[])[0]!;

describe("a MongoDB in the cluster, as the foundation knows it", () => {
  let made: Simulation;
  let secret: ResourceRecord;
  beforeAll(async () => {
    made = await simulate(() => {
      const store = new ClusterMongodb("shop-dev-store-docs", {
        ...{ ...args, scope: scopeOf(), store: "docs", namespace: "shop-stores", podsCidr: "10.0.0.0/16" },
      });
      const { host, port, database, options, caSecret, secretId, pods } = store;
      return { host, port, database, options, caSecret, secretId, pods };
    }, {});
    secret = made.one("core/v1:Secret");
  });

  test("its names are the operator's, and are in the certificates that it makes", () => {
    expect(made.outputs).toEqual({
      ...{ host: "docs-rs0.shop-stores.svc.cluster.local", port: 27017, database: "shop", options: "replicaSet=rs0" },
      ...{ caSecret: "docs-ssl", secretId: "docs-login" },
      pods: {
        namespace: "shop-stores",
        labels: { "app.kubernetes.io/name": "percona-server-mongodb", "app.kubernetes.io/instance": "docs" },
      },
    });
  });

  test("the operator's five users have a password each; roles are made by the one who may make users, and no more", () => {
    const entries = secret.inputs["stringData"] as Record<string, string>;
    const passwords = Object.entries(entries).filter(([key]) => /^MONGODB_.*_PASSWORD$/.test(key));
    expect(new Set(passwords.map(([, value]) => value)).size).toBe(5);
    expect(entries).toMatchObject({ username: "userAdmin", MONGODB_CLUSTER_MONITOR_USER: "clusterMonitor" });
    expect(entries["password"]).toBe(entries["MONGODB_USER_ADMIN_PASSWORD"]);
    expect(secret.additionalSecretOutputs).toContain("stringData");
  });
});

describe("as the platform runs it", () => {
  test("three members, TLS only, clients without certificates of their own, under a restricted namespace's rules", async () => {
    const made = await run();
    expect(specOf(made)).toMatchObject({
      tls: { mode: "requireTLS" },
      unsafeFlags: { replsetSize: false },
      upgradeOptions: { apply: "disabled" },
      secrets: { users: "docs-login" },
      sharding: { enabled: false },
    });
    const members = membersOf(made);
    expect(members).toMatchObject({
      name: "rs0",
      size: 3,
      configuration: expect.stringContaining("allowConnectionsWithoutCertificates: true"),
      resources: { requests: { cpu: "500m", memory: "2048Mi" }, limits: { memory: "2048Mi" } },
      volumeSpec: { persistentVolumeClaim: { storageClassName: "fast", resources: { requests: { storage: "20Gi" } } } },
      podSecurityContext: { runAsNonRoot: true, seccompProfile: { type: "RuntimeDefault" } },
      containerSecurityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ["ALL"] } },
    });
  });

  test("one alone is what config asked for", async () => {
    const made = await run({ replicas: 0 });
    expect(specOf(made)["unsafeFlags"]).toEqual({ replsetSize: true });
    expect(membersOf(made)["size"]).toBe(1);
  });

  test("backups by tiers, as many as are kept, every change since, and keys that no value holds", async () => {
    const made = await run();
    expect(specOf(made)["backup"]).toMatchObject({
      enabled: true,
      pitr: { enabled: true },
      storages: {
        bucket: {
          type: "s3",
          s3: { bucket: "backups", endpointUrl: "https://s3.example.com", credentialsSecret: "docs-backup-keys" },
        },
      },
      tasks: [
        { name: "daily", schedule: "30 2 * * *", retention: { type: "count", count: 7, deleteFromStorage: true } },
        { name: "weekly", schedule: "30 2 * * 0", storageName: "bucket", retention: { count: 5 } },
      ],
    });
    const keys = made.one("ExternalSecret");
    expect(keys.inputs["spec"]).toMatchObject({
      data: [
        { secretKey: "AWS_ACCESS_KEY_ID", remoteRef: { key: "s3-keys", property: "accessKeyId" } },
        { secretKey: "AWS_SECRET_ACCESS_KEY", remoteRef: { key: "s3-keys", property: "secretAccessKey" } },
      ],
    });
    expect(made.waits(made.one("PerconaServerMongoDB"), keys)).toBe(true);
  });

  test("without a bucket outside it keeps none", async () => {
    expect(specOf(await run({}, false))["backup"]).toMatchObject({ enabled: false });
  });

  test("protected with its stack", async () => {
    const kept = await run({}, true, scopeOf({ protect: true, environment: "prod" }));
    expect(kept.one("PerconaServerMongoDB").protect).toBe(true);
  });
});
