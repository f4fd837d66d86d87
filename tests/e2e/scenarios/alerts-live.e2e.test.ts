/**
 * A real Prometheus and a real Alertmanager, fed by an app that is told what to say: alerts fire, reach a webhook, and end.
 *
 * Time runs sixty times as fast: in rules, windows and holding times minutes become seconds, and nothing else is changed.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { backupMetrics } from "../../../components/backups/metrics";
import { alertmanagerConfig, credentials, teamLabels } from "../../../components/monitoring/receivers";
import { ruleFile } from "../../../components/monitoring/render";
import { everything } from "../../components/monitoring/settings";
import { dashboards, groups } from "../../components/monitoring/shipped";
import { toolPath } from "../tools/tools";

const GIB = 2 ** 30;
const REQUESTS_A_SECOND = 100;
const settings = {
  ...everything,
  routes: [
    { severity: "critical", to: "webhook", secret: "hook" },
    { severity: "warning", to: "webhook", secret: "hook" },
  ] as const,
};

/** What the app says of the world; changed by the test. */
const world = { failing: 0, slow: 0, backlog: 0, freeGib: 80, backupAgeHours: 1 };
const counted = { good: 0, bad: 0, fast: 0, slow: 0 };
let last = Date.now();

/** Prometheus's text format: what Envoy, KEDA, the CloudWatch exporter and a backup are documented to give. */
function metrics(): string {
  const requests = ((Date.now() - last) / 1000) * REQUESTS_A_SECOND;
  last = Date.now();
  counted.good += requests * (1 - world.failing);
  counted.bad += requests * world.failing;
  counted.fast += requests * (1 - world.slow);
  counted.slow += requests * world.slow;
  const all = counted.fast + counted.slow;
  const cluster = 'envoy_cluster_name="httproute/shop/api/rule/0"';
  const bucket = (le: string, count: number) => `envoy_cluster_upstream_rq_time_bucket{${cluster},le="${le}"} ${count}`;
  return [
    `envoy_cluster_upstream_rq_xx{${cluster},envoy_response_code_class="2"} ${counted.good}`,
    `envoy_cluster_upstream_rq_xx{${cluster},envoy_response_code_class="5"} ${counted.bad}`,
    bucket("100", counted.fast),
    bucket("2500", counted.fast),
    bucket("5000", all),
    bucket("+Inf", all),
    `keda_scaler_metrics_value{exported_namespace="shop",scaledObject="api",scaler="redisScaler"} ${world.backlog}`,
    `aws_rds_free_storage_space_minimum{dimension_DBInstanceIdentifier="shop-prod-store-db"} ${world.freeGib * GIB}`,
    `aws_rds_database_connections_maximum{dimension_DBInstanceIdentifier="shop-prod-store-db"} 10`,
    `${backupMetrics.lastSuccess}{store="db",tier="daily"} ${Date.now() / 1000 - world.backupAgeHours * 3600}`,
    "",
  ].join("\n");
}

interface Notice {
  readonly alerts: readonly {
    readonly status: "firing" | "resolved";
    readonly labels: Readonly<Record<string, string>>;
    readonly annotations: Readonly<Record<string, string>>;
  }[];
}

const heard: Notice["alerts"][number][] = [];
const processes: ChildProcess[] = [];
const servers: Server[] = [];
let folder: string;
let prometheus: string;

async function serve(answer: (body: string) => string): Promise<number> {
  const server = createServer((request, response) => {
    let body = "";
    request.on("data", (part) => {
      body += part;
    });
    request.on("end", () => response.end(answer(body)));
  });
  servers.push(server);
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  return (server.address() as AddressInfo).port;
}

/** A port that is free now. */
async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const { port } = server.address() as AddressInfo;
  await new Promise((done) => server.close(done));
  return port;
}

async function eventually(what: string, holds: () => boolean | Promise<boolean>, seconds = 60): Promise<void> {
  for (const end = Date.now() + seconds * 1000; Date.now() < end; await sleep(250)) {
    if (await Promise.resolve(holds()).catch(() => false)) return;
  }
  throw new Error(
    `${what}: not within ${seconds} s; heard ${JSON.stringify(heard.map(({ status, labels }) => [status, labels.alertname, labels.severity]))}`,
  );
}

/** Minutes become seconds: `5m` → `5s`, `1h` → `60s`. */
const faster = (duration: string): string =>
  duration.replace(
    /(\d+)([mhd])/g,
    (_, count, unit) => `${Number(count) * { m: 1, h: 60, d: 1440 }[unit as "m" | "h" | "d"]}s`,
  );

/** The groups that the test is about, as they are but for time. */
function rules(): object {
  const wanted = ["workload-traffic", "workload-queues", "postgres-db", "backups"];
  const own = groups.filter(({ name }) => wanted.includes(name));
  const inExpr = (expr: string) =>
    expr
      .replace(/\[(\w+)\]/g, (_, window) => `[${faster(window)}]`)
      .replace(/offset (\w+)/g, (_, by) => `offset ${faster(by)}`);
  return ruleFile(
    own.map((group) => ({
      ...group,
      records: group.records?.map((record) => ({ ...record, expr: inExpr(record.expr) })),
      rules: group.rules.map((rule) => ({ ...rule, expr: inExpr(rule.expr), for: faster(rule.for) })),
    })),
    settings.links,
  );
}

function start(command: string, args: readonly string[]): void {
  const child = spawn(command, args, { cwd: folder, stdio: "ignore" });
  processes.push(child);
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "slipway-live-"));
  const write = (name: string, content: object): string => {
    writeFileSync(join(folder, name), JSON.stringify(content));
    return join(folder, name);
  };
  const app = await serve(metrics);
  const hook = await serve((body) => {
    heard.push(...(JSON.parse(body) as Notice).alerts);
    return "";
  });
  const [alertmanagerPort, prometheusPort] = [await freePort(), await freePort()];
  mkdirSync(join(folder, "secrets"));
  writeFileSync(join(folder, "secrets", "hook"), `http://127.0.0.1:${hook}/`);
  const text = JSON.stringify(alertmanagerConfig(settings))
    .replaceAll(`/etc/alertmanager/secrets/${credentials.name}`, join(folder, "secrets"))
    .replaceAll('"group_wait":"30s"', '"group_wait":"1s"')
    .replaceAll('"group_interval":"5m"', '"group_interval":"2s"');
  const config = write("alertmanager.json", JSON.parse(text));
  start(toolPath("alertmanager"), [
    `--config.file=${config}`,
    `--storage.path=${join(folder, "am")}`,
    `--web.listen-address=127.0.0.1:${alertmanagerPort}`,
    "--cluster.listen-address=",
  ]);
  const prometheusConfig = write("prometheus.json", {
    global: { scrape_interval: "500ms", scrape_timeout: "400ms", evaluation_interval: "500ms" },
    rule_files: [write("rules.json", rules())],
    alerting: {
      alert_relabel_configs: teamLabels(settings),
      alertmanagers: [{ static_configs: [{ targets: [`127.0.0.1:${alertmanagerPort}`] }] }],
    },
    scrape_configs: [{ job_name: "app", static_configs: [{ targets: [`127.0.0.1:${app}`] }] }],
  });
  prometheus = `http://127.0.0.1:${prometheusPort}`;
  // Debian ships both in one package.
  start(join(dirname(toolPath("promtool")), "prometheus"), [
    `--config.file=${prometheusConfig}`,
    `--storage.tsdb.path=${join(folder, "tsdb")}`,
    `--web.listen-address=127.0.0.1:${prometheusPort}`,
    "--rules.alert.resend-delay=1s",
  ]);
  await eventually("Prometheus is ready", async () => (await fetch(`${prometheus}/-/ready`)).ok);
  await eventually(
    "Alertmanager is ready",
    async () => (await fetch(`http://127.0.0.1:${alertmanagerPort}/-/ready`)).ok,
  );
});

afterAll(() => {
  for (const child of processes) child.kill("SIGKILL");
  for (const server of servers) server.close();
  rmSync(folder, { recursive: true, force: true });
});

const told = (status: string, alertname: string, severity: string) =>
  heard.find(
    (alert) => alert.status === status && alert.labels.alertname === alertname && alert.labels.severity === severity,
  );

const faults: readonly (readonly [
  what: string,
  alert: string,
  severity: string,
  team: string,
  bad: Partial<typeof world>,
])[] = [
  ["errors over 1% for 5 minutes", "WorkloadErrorRatioHigh", "warning", "payments", { failing: 0.03 }],
  ["p95 over its limit", "WorkloadSlow", "critical", "payments", { slow: 0.2 }],
  ["more than 1,000 jobs wait", "QueueBacklogHigh", "warning", "payments", { backlog: 1500 }],
  ["less than 20% of the disk is free", "PostgresStorageLow", "warning", "platform", { freeGib: 15 }],
  ["the last backup is old", "BackupStale", "warning", "platform", { backupAgeHours: 30 }],
];
const well = { ...world };

test("while all is well, nobody hears of anything", async () => {
  await sleep(10_000);
  expect(heard).toEqual([]);
});

test.each(faults)("%s: %s reaches the webhook, and its end too", async (_, alert, severity, team, bad) => {
  Object.assign(world, bad);
  await eventually(`${alert} fires`, () => told("firing", alert, severity) !== undefined);
  const { labels, annotations } = told("firing", alert, severity)!;
  expect(labels).toMatchObject({ team });
  for (const text of Object.values(annotations)) expect(text).not.toMatch(/no value|\{\{/);
  Object.assign(world, well);
  await eventually(`${alert} ends`, () => told("resolved", alert, severity) !== undefined);
});

test("every query of a dashboard is one that Prometheus understands", async () => {
  const queries = dashboards.flatMap(({ model }) =>
    (model["panels"] as { targets: { expr: string }[] }[]).flatMap(({ targets }) => targets.map(({ expr }) => expr)),
  );
  expect(queries.length).toBeGreaterThan(100);
  for (const query of queries) {
    const answer = await fetch(
      `${prometheus}/api/v1/query?query=${encodeURIComponent(query.replaceAll(/\$(namespace|workload)/g, ".*"))}`,
    );
    expect([query, answer.status]).toEqual([query, 200]);
  }
});
