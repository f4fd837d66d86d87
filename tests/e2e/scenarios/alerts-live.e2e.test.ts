/**
 * A real Prometheus and a real Alertmanager, fed by a real PostgreSQL and Redis behind their exporters and by an app that
 * is told what to say: alerts fire, reach a webhook, and end.
 *
 * Time runs sixty times as fast: see monitoring/time.ts.
 */
import { mkdtempSync, rmSync } from "node:fs";
import type { Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { cloudwatchExporter } from "../../../components/addons/cloudwatch-exporter";
import { kubePrometheusStack } from "../../../components/addons/kube-prometheus-stack";
import { backupMetrics } from "../../../components/monitoring/backup-metrics";
import { alertTest } from "../../../ops/alert-test";
import { contextOf } from "../../components/addons/context";
import { everything } from "../../components/monitoring/settings";
import { Exposition } from "../monitoring/exposition";
import { type Monitoring, type Notice, serve, startMonitoring } from "../monitoring/servers";
import { type Stores, startStores } from "../monitoring/stores";

const GIB = 2 ** 30;
const REQUESTS_A_SECOND = 100;
const settings = {
  ...everything,
  // The worker's queue is a list in the real Redis.
  workloads: everything.workloads.map((workload) =>
    workload.name === "worker" ? { ...workload, backlogQuery: 'redis_key_size{key="celery"}' } : workload,
  ),
  routes: [
    { severity: "critical", to: "webhook", secret: "hook" },
    { severity: "warning", to: "webhook", secret: "hook" },
  ] as const,
};
const context = contextOf("prod");
const shipped = [kubePrometheusStack, cloudwatchExporter].flatMap(
  ({ alerts }) => alerts?.({ ...context, settings: { ...context.settings, monitoring: settings } }) ?? [],
);
const wanted = [
  "workload-limits",
  "workload-traffic",
  "workload-queues",
  "postgres-db",
  "postgres-exporter",
  "redis-exporter",
  "backups",
];

/** What the app says of the world; changed by the test. */
const world = { failing: 0, slow: 0, freeGib: 80, backupAgeHours: 1 };
const exposition = new Exposition();

/** What Envoy, the CloudWatch exporter and a backup are documented to give. */
function metrics(): void {
  const route = { envoy_cluster_name: "httproute/shop/api/rule/0" };
  const status = (code: string, part: number) =>
    exposition.counter(
      "envoy_cluster_upstream_rq_xx",
      { ...route, envoy_response_code_class: code },
      REQUESTS_A_SECOND * part,
    );
  status("2", 1 - world.failing);
  status("5", world.failing);
  const fast = 1 - world.slow;
  exposition.histogram("envoy_cluster_upstream_rq_time", route, REQUESTS_A_SECOND, {
    "100": fast,
    "2500": fast,
    "5000": 1,
  });
  const database = { dimension_DBInstanceIdentifier: "shop-prod-store-db" };
  exposition.gauge("aws_rds_free_storage_space_minimum", database, world.freeGib * GIB);
  exposition.gauge("aws_rds_database_connections_maximum", database, 10);
  exposition.gauge(
    backupMetrics.lastSuccess,
    { store: "db", tier: "daily" },
    Date.now() / 1000 - world.backupAgeHours * 3600,
  );
}

const heard: Notice["alerts"][number][] = [];
let folder: string;
let app: { port: number; server: Server };
let stores: Stores;
let monitoring: Monitoring;

async function eventually(what: string, holds: () => boolean, seconds = 90): Promise<void> {
  for (const end = Date.now() + seconds * 1000; Date.now() < end; await sleep(250)) {
    if (holds()) return;
  }
  throw new Error(
    `${what}: not within ${seconds} s; heard ${JSON.stringify(heard.map(({ status, labels }) => [status, labels.alertname, labels.severity]))}`,
  );
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "slipway-live-"));
  app = await serve(() => exposition.scrape(metrics));
  stores = await startStores(folder);
  monitoring = await startMonitoring({
    folder,
    settings,
    groups: shipped.filter(({ name }) => wanted.includes(name)),
    targets: [{ job: "app", port: app.port }, ...stores.targets],
    heard: ({ alerts }) => heard.push(...alerts),
  });
});

afterAll(async () => {
  await monitoring?.stop();
  await stores?.stop();
  app?.server.close();
  rmSync(folder, { recursive: true, force: true });
});

const told = (status: string, alertname: string, severity: string) =>
  heard.find(
    (alert) => alert.status === status && alert.labels.alertname === alertname && alert.labels.severity === severity,
  );

const well = { ...world };
const says = (bad: Partial<typeof world>) => ({
  spoil: async () => void Object.assign(world, bad),
  mend: async () => void Object.assign(world, well),
});

interface Fault {
  readonly spoil: () => Promise<unknown>;
  readonly mend: () => Promise<unknown>;
}

const faults: readonly (readonly [what: string, alert: string, severity: string, team: string, fault: Fault])[] = [
  ["errors over 1% for 5 minutes", "WorkloadErrorRatioHigh", "warning", "payments", says({ failing: 0.03 })],
  ["p95 over its limit", "WorkloadSlow", "critical", "payments", says({ slow: 0.2 })],
  ["less than 20% of the disk is free", "PostgresStorageLow", "warning", "platform", says({ freeGib: 15 })],
  ["the last backup is old", "BackupStale", "warning", "platform", says({ backupAgeHours: 30 })],
  [
    "more than 1,000 jobs wait in the real Redis",
    "QueueBacklogHigh",
    "warning",
    "shop",
    {
      spoil: () => stores.redis(`RPUSH celery ${Array.from({ length: 1500 }, (_, job) => job).join(" ")}`),
      mend: () => stores.redis("LTRIM celery 0 9"),
    },
  ],
  [
    "the real Redis is full",
    "RedisMemoryNearLimit",
    "critical",
    "platform",
    {
      // Less than an empty one takes.
      spoil: () => stores.redis("CONFIG SET maxmemory 1mb"),
      mend: () => stores.redis("CONFIG SET maxmemory 64mb"),
    },
  ],
  [
    "the real PostgreSQL runs out of connections",
    "PostgresConnectionsNearLimit",
    "warning",
    "platform",
    {
      // Of 20 that it takes.
      spoil: async () => Array.from({ length: 17 }, () => stores.sqlAside("select pg_sleep(600)")),
      mend: () =>
        stores.sql("select pg_terminate_backend(pid) from pg_stat_activity where query like 'select pg_sleep%'"),
    },
  ],
];

test("while all is well, nobody hears of anything", async () => {
  await sleep(10_000);
  expect(heard).toEqual([]);
});

test.each(faults)("%s: %s reaches the webhook, and its end too", async (_, alert, severity, team, fault) => {
  await fault.spoil();
  await eventually(`${alert} fires`, () => told("firing", alert, severity) !== undefined);
  const { labels, annotations } = told("firing", alert, severity)!;
  expect(labels).toMatchObject({ team });
  for (const text of Object.values(annotations)) expect(text).not.toMatch(/no value|\{\{/);
  await fault.mend();
  await eventually(`${alert} ends`, () => told("resolved", alert, severity) !== undefined);
});

test("a test notification says where it goes, and arrives", async () => {
  const sent = await alertTest({ url: monitoring.alertmanager, severity: "critical" });
  expect(sent).toMatch(/goes to critical-webhook-0 within/);
  await eventually("it arrives", () => told("firing", "SlipwayTestNotification", "critical") !== undefined);
  await alertTest({ url: monitoring.alertmanager, severity: "critical", resolve: true });
  await eventually("it ends", () => told("resolved", "SlipwayTestNotification", "critical") !== undefined);
  expect(await alertTest({ url: monitoring.alertmanager, severity: "info" })).toContain("goes to nobody");
  await expect(alertTest({ url: "http://127.0.0.1:9", severity: "info" })).rejects.toThrow(/does not answer/);
});

test("the real PostgreSQL stops: somebody is paged", async () => {
  await stores.stopPostgres();
  await eventually("PostgresDown fires", () => told("firing", "PostgresDown", "critical") !== undefined);
});
