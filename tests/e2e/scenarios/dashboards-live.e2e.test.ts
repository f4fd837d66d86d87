/**
 * Every dashboard on a real Prometheus: fed by real exporters of a real PostgreSQL and Redis, by a node exporter, by
 * Prometheus and Alertmanager themselves, and by a stand-in for what cannot run here (monitoring/world.ts). No panel is
 * without data, and pictures are drawn from it: SLIPWAY_PICTURES=1 writes them into docs/images/dashboards.
 *
 * Time runs sixty times as fast: see monitoring/time.ts.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import type { Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { DashboardModel, Panel } from "../../../components/monitoring/dashboards/grafana";
import { everything } from "../../components/monitoring/settings";
import { dashboards, groups } from "../../components/monitoring/shipped";
import { freePorts, type HostProcess, startProcess } from "../cluster/process";
import { Exposition } from "../monitoring/exposition";
import { type Drawn, picture } from "../monitoring/picture";
import { type Line, labelValues, type Monitoring, queryRange, serve, startMonitoring } from "../monitoring/servers";
import { type Stores, startStores } from "../monitoring/stores";
import { fasterQuery } from "../monitoring/time";
import { world } from "../monitoring/world";
import { toolPath } from "../tools/tools";

/** Seconds for which there is data when dashboards are looked at: two hours of theirs. */
const PERIOD = 120;
const pictures = process.env.SLIPWAY_PICTURES === "1";
const images = join(__dirname, "../../../docs/images/dashboards");

let folder: string;
let app: { port: number; server: Server };
let stores: Stores;
let nodeExporter: HostProcess;
let monitoring: Monitoring;

/** Work for the stores: transactions, some of them taken back, a job now and then. */
async function load(seconds: number): Promise<void> {
  await stores.sql("create table accounts (id int primary key, balance int)");
  await stores.sql("insert into accounts select id, 100 from generate_series(1, 2000) id");
  for (const end = Date.now() + seconds * 1000; Date.now() < end; await sleep(700)) {
    await stores.sql("update accounts set balance = balance + 1 where id % 10 = 3; select sum(balance) from accounts");
    await stores.sql("begin; update accounts set balance = 0; rollback");
    stores.sqlAside("begin; select pg_sleep(2); commit");
    await stores.redis("RPUSH celery job", "SET session x EX 30", "GET session");
  }
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "slipway-dashboards-"));
  const exposition = new Exposition();
  app = await serve(() => exposition.scrape(() => world(exposition)));
  stores = await startStores(folder);
  const [nodePort] = (await freePorts(1)) as [number];
  nodeExporter = startProcess(
    "node_exporter",
    toolPath("node_exporter"),
    [`--web.listen-address=127.0.0.1:${nodePort}`],
    join(folder, "node_exporter.log"),
  );
  monitoring = await startMonitoring({
    folder,
    settings: everything,
    groups,
    targets: [
      { job: "app", port: app.port },
      { job: "node-exporter", port: nodePort, labels: { instance: "node-a" } },
      ...stores.targets,
    ],
  });
  await load(PERIOD + 10);
});

afterAll(async () => {
  await monitoring?.stop();
  await nodeExporter?.stop();
  await stores?.stop();
  app?.server.close();
  rmSync(folder, { recursive: true, force: true });
});

/** What stands for each variable of a dashboard: all that it offers, as when "All" is chosen. */
async function variablesOf(model: DashboardModel): Promise<Map<string, string>> {
  const chosen = new Map<string, string>();
  for (const { name, type, query } of model.templating.list) {
    if (type !== "query") continue;
    const [, selector, label] = /^label_values\((.+), (\w+)\)$/.exec(query)!;
    const values = await labelValues(monitoring.prometheus, filled(selector!, chosen), label!);
    expect([name, values.length > 0]).toEqual([name, true]);
    chosen.set(name, `(${values.join("|")})`);
  }
  return chosen;
}

const filled = (query: string, variables: ReadonlyMap<string, string>): string =>
  [...variables].reduce((text, [name, value]) => text.replaceAll(`$${name}`, value), query);

const legendOf = (format: string, { metric }: Line): string =>
  format.replace(/\{\{(\w+)\}\}/g, (_, label: string) => metric[label] ?? "");

async function draw(panel: Panel, variables: ReadonlyMap<string, string>, end: number): Promise<[Drawn, string[]]> {
  const lines: Drawn["lines"][number][] = [];
  const silent: string[] = [];
  for (const { expr, legendFormat = "" } of panel.targets) {
    const answer = await queryRange(monitoring.prometheus, filled(fasterQuery(expr), variables), PERIOD, 2, end);
    if (answer.length === 0) silent.push(expr);
    lines.push(...answer.map((line) => ({ ...line, legend: legendOf(legendFormat, line) })));
  }
  return [{ panel, lines }, silent];
}

test.each(dashboards.map((dashboard) => [dashboard.name, dashboard] as const))(
  "%s: every query has data",
  async (name, { title, model: given }) => {
    const model = given as unknown as DashboardModel;
    const variables = await variablesOf(model);
    const to = Date.now() / 1000;
    const drawn: Drawn[] = [];
    const silent: string[] = [];
    for (const panel of model.panels) {
      const [each, without] = await draw(panel, variables, to);
      drawn.push(each);
      silent.push(...without);
    }
    expect(silent).toEqual([]);
    const expr = model.annotations.list[0]?.expr ?? "";
    const deploys = await queryRange(monitoring.prometheus, filled(expr, variables), PERIOD, 2, to);
    expect(deploys.length).toBeGreaterThan(0);
    const times = deploys.flatMap(({ values }) => values.map(([, time]) => time / 1000));
    const svg = picture(title, model, drawn, { from: to - PERIOD, to, deploys: [...new Set(times)] });
    for (const { title: each } of model.panels) expect(svg).toContain(each.replace(/&/g, "&amp;"));
    if (pictures) {
      mkdirSync(images, { recursive: true });
      writeFileSync(join(images, `${name}.svg`), svg);
    }
  },
);

test("figures of delivery are those of the releases that the stand-in tells of", async () => {
  const now = async (query: string): Promise<number | undefined> =>
    (await queryRange(monitoring.prometheus, query, 1))[0]?.values.at(-1)?.[1];
  // Of seven days, compressed to minutes in the rules: the failed release and the one that took it back are among them.
  expect(await now('slipway:delivery_failures:ratio7d{workload="api"}')).toBeCloseTo(1 / 3);
  expect(await now('slipway:delivery_recovery:mean7d{workload="api"}')).toBeCloseTo(41 * 3600, -2);
  expect(await now('slipway:delivery_lead:median7d{workload="web"}')).toBeCloseTo(6 * 3600, -2);
});
