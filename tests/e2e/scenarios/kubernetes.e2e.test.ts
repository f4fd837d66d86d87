/**
 * A stack on any Kubernetes, by the program itself on the engine: refused elsewhere, brought up with its monitoring, destroyed.
 * Its stores are host processes behind the Services that the stack names.
 */
import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { backupObject, restoreObject } from "../../../ops/backups/operator-parts";
import { type Harness, startHarness } from "../harness";
import type { Stack } from "../stack";
import { fill, fingerprints } from "../stores/data";
import { type Env, perform, targetOf } from "../stores/scripts";
import { type Postgres, type S3, type Server, startPostgres, startRedis, startS3 } from "../stores/servers";
import { type Certificate, certificateFor, hostAddress, putBehind, resolve, secretOf } from "../stores/services";
import { toolPath } from "../tools/tools";

const NAMESPACE = "orders-stores";
const DATABASE = `db-rw.${NAMESPACE}.svc.cluster.local`;
const CACHE = `cache.${NAMESPACE}.svc.cluster.local`;

let harness: Harness;
let orders: Stack;
let postgres: Postgres;
let redis: Server | undefined;
let s3: S3;
let tls: Certificate;
const address = hostAddress();

const uidOf = async (): Promise<string> =>
  String((await harness.cluster.api.get("/api/v1/namespaces/kube-system")).metadata["uid"]);
const get = (path: string) =>
  harness.cluster.api.get(path) as Promise<unknown> as Promise<{ spec: Record<string, never> }>;

beforeAll(async () => {
  // What CloudNativePG and cert-manager would make.
  tls = certificateFor([DATABASE, CACHE]);
  [harness, postgres, s3] = await Promise.all([startHarness(), startPostgres({ address, ...tls }), startS3()]);
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
      stores: { db: { kind: "postgres" }, cache: { kind: "redis" }, docs: { kind: "mongodb" } },
      backups: { stores: { db: {}, docs: { hourly: true } } },
      secrets: ["s3-keys"],
      secretValues: { "s3-keys": JSON.stringify({ accessKeyId: s3.key, secretAccessKey: s3.secret }) },
      addons: { "metrics-server": false, reloader: false },
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

afterAll(async () => {
  await Promise.all([harness?.stop(), postgres?.stop(), redis?.stop(), s3?.stop()]);
  tls?.remove();
});

test("refuses a kubeconfig of another cluster, and makes nothing", async () => {
  const uid = await uidOf();
  orders.configure({ account: "00000000-0000-0000-0000-000000000000" });
  expect(await orders.upRefused()).toMatch(
    /leads to another cluster than the one where this stack belongs; nothing was changed/,
  );
  expect(await harness.cluster.api.find("/api/v1/namespaces/orders-stores")).toBeUndefined();
  orders.configure({ account: uid });
});

test("the whole stack comes up: stores, secrets, gateway, workloads, and what watches them", async () => {
  await orders.up();
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
  expect(
    await get("/apis/monitoring.coreos.com/v1/namespaces/monitoring/prometheuses/kube-prometheus-stack-prometheus"),
  ).toMatchObject({ spec: { podMonitorNamespaceSelector: {} } });
  for (const store of ["db", "cache"])
    expect(await get(`/apis/monitoring.coreos.com/v1/namespaces/${NAMESPACE}/podmonitors/${store}`)).toBeTruthy();
  expect(JSON.stringify(await orders.exported())).not.toContain(s3.secret);
  expect(await orders.succeed("preview", "--expect-no-changes")).toBeTruthy();
});

test("a PostgreSQL behind the stack's Service is backed up and restored, by the job's own variables and login", async () => {
  const { api } = harness.cluster;
  // As the operator does: whom the Cluster lets in, the login of the stack's Secret, and a Service for the primary.
  const cluster = (await get(`/apis/postgresql.cnpg.io/v1/namespaces/${NAMESPACE}/clusters/db`)) as unknown as {
    spec: { postgresql: { pg_hba: string[] } };
  };
  const { username, password } = await secretOf(api, NAMESPACE, "db-login");
  expect(username).toBe("slipway");
  postgres.ask("postgres", `ALTER ROLE slipway PASSWORD '${password}'`);
  const admits = ["host all slipway 127.0.0.1/32 trust", "hostssl all all all scram-sha-256"];
  writeFileSync(
    join(postgres.folder, "data/pg_hba.conf"),
    `${[admits[0], ...cluster.spec.postgresql.pg_hba, admits[1]].join("\n")}\n`,
  );
  postgres.ask("postgres", "SELECT pg_reload_conf()");
  await putBehind(api, { namespace: NAMESPACE, service: "db-rw", own: 5432, to: { address, port: postgres.port } });

  type Variable = { name: string; value?: string };
  const { spec } = (await get("/apis/batch/v1/namespaces/orders-backups/cronjobs/db-daily")) as unknown as {
    spec: { jobTemplate: { spec: { template: { spec: { containers: { env: Variable[] }[] } } } } };
  };
  const { env } = spec.jobTemplate.spec.template.spec.containers[0]!;
  const said = Object.fromEntries(
    env.flatMap(({ name, value }) => (value === undefined ? [] : [[name, value]])),
  ) as Env;
  expect(said).toMatchObject({ PGHOST: DATABASE, PGPORT: "5432", PGDATABASE: "orders", PGSSLMODE: "verify-full" });
  expect(env.map(({ name }) => name)).toEqual(
    expect.arrayContaining([
      "RCLONE_CONFIG_TARGET_ACCESS_KEY_ID",
      "RCLONE_CONFIG_TARGET_SECRET_ACCESS_KEY",
      "PGPASSWORD",
    ]),
  );
  mkdirSync(join(s3.folder, "buckets", said.TARGET!.replace("target:", "")));
  fill(postgres, "orders", 3);
  const { TOOLS, WORK, HOME, ...kept } = said;
  // What cluster DNS and kube-proxy do: the name stays, where it leads to is what the API server says.
  const behind = await resolve(api, kept.PGHOST!);
  const login = { PGUSER: username!, PGPASSWORD: password! };
  const way = { ...login, PGHOSTADDR: behind.address, PGPORT: `${behind.port}`, PGSSLROOTCERT: tls.ca };
  const target = { ...targetOf(s3, "backups"), TARGET: said.TARGET! };
  const run = (script: "backup" | "restore", over: Env) =>
    perform(script, { ...kept, ...way, ...target, ...over }, postgres.bin);
  const before = await fingerprints(postgres, "orders");
  expect(await run("backup", { TIER: "daily" })).toMatchObject({ code: 0 });
  postgres.ask("orders", "DELETE FROM shop.files");
  expect(await run("backup", { TIER: "safety" })).toMatchObject({ code: 0 });
  expect(await run("restore", { MODE: "in-place" })).toMatchObject({ code: 0 });
  expect(await fingerprints(postgres, "orders")).toEqual(before);
  // Neither the wrong password nor a connection in plain comes through.
  for (const over of [{ PGPASSWORD: "wrong" }, { PGSSLMODE: "disable" }] as Env[])
    expect((await run("backup", { TIER: "daily", ...over })).code).not.toBe(0);
});

test("a Redis by the store's own config file serves behind its Service: TLS and the stack's password alone", async () => {
  const { api } = harness.cluster;
  const { data } = (await api.get(`/api/v1/namespaces/${NAMESPACE}/configmaps/cache-config`)) as unknown as {
    data: { "valkey.conf": string };
  };
  const { token } = await secretOf(api, NAMESPACE, "cache-login");
  redis = await startRedis(token!, { address, ...tls, config: data["valkey.conf"] });
  await putBehind(api, { namespace: NAMESPACE, service: "cache", to: { address, port: redis.port } });
  const behind = await resolve(api, CACHE);
  const ask = (...words: string[]): string =>
    execFileSync(
      "redis-cli",
      [...["-h", behind.address, "-p", `${behind.port}`, "--tls", "--cacert", tls.ca, "--sni", CACHE], ...words],
      { encoding: "utf8", env: { ...process.env, REDISCLI_AUTH: token! }, stdio: "pipe" },
    ).trim();
  expect(ask("SET", "cart:1", "two socks", "EX", "60")).toBe("OK");
  expect(ask("GET", "cart:1")).toBe("two socks");
  expect(ask("CONFIG", "GET", "maxmemory-policy")).toContain("volatile-lru");
  expect(ask("CONFIG", "GET", "appendonly")).toContain("yes");
  expect(ask("--user", "default", "--pass", "wrong", "PING")).toMatch(/WRONGPASS|NOAUTH/);
  expect(ask("DEBUG", "JMAP")).toMatch(/unknown command/);
});

describe("by the commands, as a person types them", () => {
  const MAIN = join(__dirname, "../../../ops/main.cjs");
  /** Put before the PATH. */
  let shells: readonly string[] = [];
  function ops(...args: string[]): { readonly code: number | null; readonly said: string } {
    const { PATH = "", ...said } = { ...process.env, ...orders.environment };
    const env = { ...said, PATH: [...shells, dirname(toolPath("kubectl")), PATH].join(delimiter), NO_COLOR: "1" };
    const where = ["--stack", "local", "-C", orders.folder];
    const { status, stdout, stderr } = spawnSync(process.execPath, [MAIN, ...args, ...where], {
      env,
      encoding: "utf8",
    });
    return { code: status, said: stdout + stderr };
  }

  test("backup and drill run the jobs that the stack has for them", async () => {
    for (const { code, said } of [ops("backup", "db", "--json"), ops("drill", "db", "--json")]) {
      expect({ code, said }).toEqual({ code: 0, said: expect.stringContaining('"succeeded": true') });
    }
    const jobs = await harness.cluster.api.list("/apis/batch/v1/namespaces/orders-backups/jobs");
    for (const what of ["safety", "drill"]) {
      expect(jobs.some(({ metadata }) => metadata.name.startsWith(`db-${what}-2`))).toBe(true);
    }
  });

  test("restore runs the job that the stack has for it, of the backup that is meant; a dry run does not", async () => {
    // No pod here has a shell. This kubectl answers for the one that lists the bucket; all else goes to the real one.
    const folder = join(orders.folder, "shells");
    mkdirSync(folder);
    const listed = ["20260102T020000Z", "20260103T020000Z"].flatMap((name) =>
      ["dump", "manifest.json"].map((file) => ({ Path: `daily/db/${name}/${file}`, Size: 1000 })),
    );
    const script = `#!/bin/sh\ncase " $* " in *" exec "*) cat '${join(folder, "listed")}';; *) exec '${toolPath("kubectl")}' "$@";; esac\n`;
    writeFileSync(join(folder, "listed"), JSON.stringify(listed));
    writeFileSync(join(folder, "kubectl"), script, { mode: 0o755 });
    shells = [folder];
    const restores = async () =>
      (await harness.cluster.api.list("/apis/batch/v1/namespaces/orders-backups/jobs")).filter(({ metadata }) =>
        metadata.name.startsWith("db-restore-2"),
      );
    try {
      const tried = ops("restore", "db", "2026-01-02T12:00:00Z", "--dry-run");
      expect(tried).toMatchObject({ code: 0, said: expect.stringContaining("daily/db/20260102T020000Z") });
      expect(await restores()).toEqual([]);
      const { code, said } = ops("restore", "db", "--json");
      expect({ code, said }).toEqual({ code: 0, said: expect.stringContaining('"succeeded": true') });
      const [job] = await restores();
      expect(JSON.stringify(job)).toContain('{"name":"FROM","value":"daily/db/20260103T020000Z"}');
      expect(ops("restore", "db", "2020-01-01T00:00:00Z")).toMatchObject({
        code: 1,
        said: expect.stringContaining("There is no backup of db"),
      });
    } finally {
      shells = [];
    }
  });

  test("restore: a MongoDB's backups and what they are restored by are what its operator's definitions take", async () => {
    const path = `/apis/psmdb.percona.com/v1/namespaces/${NAMESPACE}`;
    const { spec } = await get(`${path}/perconaservermongodbs/docs`);
    expect(spec).toMatchObject({
      backup: {
        enabled: true,
        pitr: { enabled: true, oplogSpanMin: 5 },
        storages: { bucket: { main: true, type: "s3", s3: { bucket: "backups" } } },
        tasks: [
          { name: "hourly", schedule: "0 0-1,3-23 * * *", retention: { count: 46, deleteFromStorage: true } },
          { name: "daily", schedule: "0 2 * * *", retention: { type: "count", count: 7 } },
          { name: "weekly", schedule: "0 2 * * 0" },
          { name: "monthly", schedule: "0 2 1 * *" },
        ],
      },
    });
    const target = {
      ...{ stack: "orders-local", protect: false, namespace: NAMESPACE, cluster: "docs", storage: "bucket" },
      ...{ database: "orders", safetyDays: 30 },
    };
    const now = new Date("2026-11-22T02:00:00Z");
    for (const [kind, object] of [
      ["perconaservermongodbbackups", backupObject(target, now)],
      ["perconaservermongodbrestores", restoreObject(target, "a", "2026-11-20 12:00:00", now)],
      ["perconaservermongodbrestores", restoreObject({ ...target, cluster: "docs-2" }, "a", "latest", now)],
    ] as const) {
      // What a definition does not know is dropped without a word.
      const { spec: taken } = (await harness.cluster.api.create(`${path}/${kind}`, object)) as unknown as typeof object;
      expect(taken).toMatchObject(object.spec);
    }
    const wrong = restoreObject({ ...target, cluster: "docs-3" }, "a", "noon", now);
    await expect(harness.cluster.api.create(`${path}/perconaservermongodbrestores`, wrong)).rejects.toThrow(
      /YYYY-MM-DD/,
    );
    const { code, said } = ops("restore", "docs", "--list", "--json");
    expect({ code, said }).toEqual({ code: 0, said: expect.stringContaining('"name": "docs-safety-20261122020000"') });
    expect(ops("restore", "docs")).toMatchObject({ code: 1, said: expect.stringContaining('for "latest"') });
    await harness.cluster.api.patch(`${path}/perconaservermongodbbackups/docs-safety-20261122020000`, {
      metadata: { finalizers: null },
    });
  });

  test("restore: a bucket that cannot be listed, a store that is not backed up, another environment", () => {
    expect(ops("restore", "db")).toMatchObject({ code: 1 });
    expect(ops("restore", "cache")).toMatchObject({
      code: 1,
      said: expect.stringContaining('does not back up "cache"'),
    });
    expect(ops("restore", "db", "--environment", "prod")).toMatchObject({ code: 3 });
  });
});

test("a destroy takes all of it away", async () => {
  await orders.destroy();
  expect(await harness.cluster.api.find("/api/v1/namespaces/orders-stores")).toBeUndefined();
});
