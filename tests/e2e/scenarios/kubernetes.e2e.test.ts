/** A stack on any Kubernetes, by the program itself on the engine: brought up, changed, refused elsewhere, destroyed. */
import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type Harness, type Stack, startHarness } from "../stack";
import { fill, fingerprints } from "../stores/data";
import { type Env, perform, targetOf } from "../stores/scripts";
import { type Postgres, type S3, startPostgres, startS3 } from "../stores/servers";

let harness: Harness;
let orders: Stack;
let postgres: Postgres;
let s3: S3;

const uidOf = async (): Promise<string> =>
  String((await harness.cluster.api.get("/api/v1/namespaces/kube-system")).metadata["uid"]);
const up = () => orders.pulumi("up", "--yes", "--skip-preview");
const get = (path: string) =>
  harness.cluster.api.get(path) as Promise<unknown> as Promise<{ spec: Record<string, never> }>;

beforeAll(async () => {
  [harness, postgres, s3] = await Promise.all([startHarness(), startPostgres(), startS3()]);
  // As a cluster of one's own has it.
  await harness.cluster.api.create("/apis/storage.k8s.io/v1/storageclasses", {
    ...{ apiVersion: "storage.k8s.io/v1", kind: "StorageClass", metadata: { name: "gp3" } },
    ...{ provisioner: "disks.example.com", volumeBindingMode: "WaitForFirstConsumer", reclaimPolicy: "Delete" },
  });
  orders = await harness.stack("local", {
    like: "none",
    config: {
      ...{ app: "orders", environment: "dev", cloud: "kubernetes", region: "office", account: await uidOf() },
      ...{ owner: "team-orders", costCenter: "orders", chartMirror: harness.charts.folder },
      cluster: {
        kubeconfig: readFileSync(harness.cluster.kubeconfig, "utf8"),
        nodes: { count: 3, cpu: 8, memoryGb: 32 },
        storageClass: "gp3",
        entry: { address: "203.0.113.10" },
        backupsTo: { endpoint: "https://s3.example.com", bucket: "backups", secret: "s3-keys" },
      },
      stores: { db: { kind: "postgres" }, cache: { kind: "redis" } },
      backups: { stores: { db: {} } },
      secrets: ["s3-keys"],
      secretValues: { "s3-keys": JSON.stringify({ accessKeyId: s3.key, secretAccessKey: s3.secret }) },
      addons: { "kube-prometheus-stack": false, "metrics-server": false, reloader: false },
      workloads: {
        api: {
          ...{
            kind: "web",
            image: "ghcr.io/example/orders:1.0.0",
            port: 8000,
            health: "/health",
            uses: ["db", "cache"],
          },
          scaling: { min: 1, max: 1 },
        },
      },
    },
  });
});

afterAll(() => Promise.all([harness?.stop(), postgres?.stop(), s3?.stop()]));

test("refuses a kubeconfig of another cluster, and makes nothing", async () => {
  const uid = await uidOf();
  orders.configure({ account: "00000000-0000-0000-0000-000000000000" });
  expect(await orders.upRefused()).toMatch(
    /leads to another cluster than the one where this stack belongs; nothing was changed/,
  );
  expect(await harness.cluster.api.find("/api/v1/namespaces/orders-stores")).toBeUndefined();
  orders.configure({ account: uid });
});

test("the whole stack comes up: stores, secrets, gateway, workloads", async () => {
  expect(await up()).toMatchObject({ code: 0 });
  const { spec } = await get("/apis/postgresql.cnpg.io/v1/namespaces/orders-stores/clusters/db");
  expect(spec).toMatchObject({ instances: 1, bootstrap: { initdb: { secret: { name: "db-login" } } } });
  expect(await get("/apis/barmancloud.cnpg.io/v1/namespaces/orders-stores/objectstores/db")).toMatchObject({
    spec: { retentionPolicy: "7d" },
  });
  expect(await get("/apis/apps/v1/namespaces/orders-stores/statefulsets/cache")).toMatchObject({
    status: { readyReplicas: 1 },
  });
  expect(await get("/apis/external-secrets.io/v1/clustersecretstores/slipway")).toMatchObject({
    spec: { provider: { kubernetes: { remoteNamespace: "orders-stores" } } },
  });
  expect(await get("/apis/apps/v1/namespaces/orders/deployments/api")).toMatchObject({ status: { readyReplicas: 1 } });
  expect(JSON.stringify(await orders.exported())).not.toContain(s3.secret);
  expect(await orders.succeed("preview", "--expect-no-changes")).toBeTruthy();
});

test("a PostgreSQL is backed up and restored by the variables of the job that was made for it", async () => {
  type Variable = { name: string; value?: string };
  const { spec } = (await get("/apis/batch/v1/namespaces/orders-backups/cronjobs/db-daily")) as unknown as {
    spec: { jobTemplate: { spec: { template: { spec: { containers: { env: Variable[] }[] } } } } };
  };
  const { env } = spec.jobTemplate.spec.template.spec.containers[0]!;
  const said = Object.fromEntries(
    env.flatMap(({ name, value }) => (value === undefined ? [] : [[name, value]])),
  ) as Env;
  expect(said).toMatchObject({ PGHOST: "db-rw.orders-stores.svc.cluster.local", PGDATABASE: "orders" });
  expect(env.map(({ name }) => name)).toEqual(
    expect.arrayContaining([
      "RCLONE_CONFIG_TARGET_ACCESS_KEY_ID",
      "RCLONE_CONFIG_TARGET_SECRET_ACCESS_KEY",
      "PGPASSWORD",
    ]),
  );
  mkdirSync(join(s3.folder, "buckets", said.TARGET!.replace("target:", "")));
  fill(postgres, "orders", 3);
  const { TOOLS, WORK, HOME, PGHOST, PGPORT, ...kept } = said;
  // What stands in for the operator's: where the server and the bucket are, and their logins.
  const target = targetOf(s3, "backups");
  const run = (script: "backup" | "restore", over: Env) =>
    perform(script, { ...kept, ...postgres.env("orders"), ...target, TARGET: said.TARGET!, ...over }, postgres.bin);
  const before = await fingerprints(postgres, "orders");
  expect(await run("backup", { TIER: "daily" })).toMatchObject({ code: 0 });
  postgres.ask("orders", "DELETE FROM shop.files");
  expect(await run("backup", { TIER: "safety" })).toMatchObject({ code: 0 });
  expect(await run("restore", { MODE: "in-place" })).toMatchObject({ code: 0 });
  expect(await fingerprints(postgres, "orders")).toEqual(before);
});

test("a destroy takes all of it away", async () => {
  await orders.destroy();
  expect(await harness.cluster.api.find("/api/v1/namespaces/orders-stores")).toBeUndefined();
});
