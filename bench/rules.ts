/**
 * What the rules cost a real Prometheus, with 200 workloads that all have objectives and limits of their own, scraped and
 * judged every 15 seconds. All of them are slow and break their objectives, which is the worst case: texts of alerts cost
 * more than queries. Two servers scrape the same; one of them has the rules, and the difference is theirs.
 * `npm run e2e:tools -- promtool` must have been run before. The figure is processor time.
 */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { catalogue } from "../components/addons/catalogue";
import type { MonitoringSettings } from "../components/contracts/monitoring";
import { ruleFile } from "../components/monitoring/render";
import { contextOf } from "../tests/components/addons/context";
import { everything } from "../tests/components/monitoring/settings";
import { freePorts, type HostProcess, startProcess, waitFor } from "../tests/e2e/cluster/process";
import { Exposition } from "../tests/e2e/monitoring/exposition";
import { toolPath } from "../tests/e2e/tools/tools";
import { atMost, type Figure } from "./figures";

const WORKLOADS = 200;
const PODS = 3;
const INTERVAL = 15;
/** Seconds before measuring, until rates have their samples; and seconds that are measured. */
const [WARM_UP, MEASURED] = [5 * INTERVAL, 8 * INTERVAL];

const names = Array.from({ length: WORKLOADS }, (_, index) => `workload-${index}`);

const settings: MonitoringSettings = {
  ...everything,
  workloads: names.map((name) => ({
    name,
    namespace: "shop",
    team: "shop",
    uses: ["db"],
    slo: { availability: 99.9, latency: { percent: 99, ms: 500 } },
    thresholds: { errorPercent: { critical: 1 }, p95Ms: { critical: 2000 } },
  })),
};

/** What Envoy, the kubelet and kube-state-metrics tell of 200 workloads of three pods each. */
function scrape(give: Exposition): void {
  const now = Math.round(Date.now() / 1000);
  for (const workload of names) {
    const route = { envoy_cluster_name: `httproute/shop/${workload}/rule/0` };
    for (const code of ["2", "4", "5"]) {
      give.counter(
        "envoy_cluster_upstream_rq_xx",
        { ...route, envoy_response_code_class: code },
        code === "5" ? 0.01 : 5,
      );
    }
    const bounds = ["0.5", "1", "5", "10", "25", "50", "100", "250", "500", "1000", "2500", "5000", "10000"];
    const parts = Object.fromEntries(bounds.map((bound, index) => [bound, (index + 1) / bounds.length]));
    give.histogram("envoy_cluster_upstream_rq_time", route, 10, parts);
    const deployment = { namespace: "shop", deployment: workload };
    give.gauge("kube_deployment_spec_replicas", deployment, PODS);
    give.gauge("kube_deployment_status_replicas_available", deployment, PODS);
    give.gauge("kube_deployment_status_condition", { ...deployment, condition: "Progressing", status: "false" }, 0);
    for (const revision of [1, 2, 3, 4, 5]) {
      const secret = { namespace: "shop", secret: `sh.helm.release.v1.${workload}.v${revision}` };
      give.gauge("kube_secret_created", secret, now - (6 - revision) * 86_400);
      const status = revision === 5 ? "deployed" : "superseded";
      give.gauge(
        "kube_secret_labels",
        { ...secret, label_owner: "helm", label_name: workload, label_status: status },
        1,
      );
    }
    for (let index = 0; index < PODS; index++) pod(give, workload, `${workload}-7d4b9-x${index}`);
  }
}

function pod(give: Exposition, workload: string, name: string): void {
  const of = { namespace: "shop", pod: name, container: "app" };
  give.gauge(
    "kube_pod_owner",
    { namespace: "shop", pod: name, owner_kind: "ReplicaSet", owner_name: `${workload}-7d4b9` },
    1,
  );
  give.counter("container_cpu_usage_seconds_total", of, 0.2);
  give.counter("container_cpu_cfs_periods_total", of, 10);
  give.counter("container_cpu_cfs_throttled_periods_total", of, 0.1);
  give.gauge("container_memory_working_set_bytes", of, 2e8);
  give.counter("kube_pod_container_status_restarts_total", of, 0);
  for (const resource of ["cpu", "memory"]) {
    give.gauge("kube_pod_container_resource_requests", { ...of, resource }, 0.5);
    give.gauge("kube_pod_container_resource_limits", { ...of, resource }, 1);
  }
  give.gauge("kube_pod_status_phase", { namespace: "shop", pod: name, phase: "Running" }, 1);
}

interface Prometheus {
  /** Seconds of processor time since it was started. */
  readonly spent: () => Promise<number>;
  readonly series: () => Promise<number>;
}

async function start(
  folder: string,
  name: string,
  target: number,
  rules: object,
  kept: HostProcess[],
): Promise<Prometheus> {
  const [port] = (await freePorts(1)) as [number];
  const write = (file: string, content: object): string => {
    writeFileSync(join(folder, file), JSON.stringify(content));
    return join(folder, file);
  };
  const config = write(`${name}.json`, {
    global: { scrape_interval: `${INTERVAL}s`, evaluation_interval: `${INTERVAL}s` },
    rule_files: [write(`${name}.rules.json`, rules)],
    scrape_configs: [{ job_name: "app", honor_labels: true, static_configs: [{ targets: [`127.0.0.1:${target}`] }] }],
  });
  // Debian ships it beside promtool.
  const program = join(dirname(toolPath("promtool")), "prometheus");
  const args = [
    `--config.file=${config}`,
    `--storage.tsdb.path=${join(folder, name)}`,
    `--web.listen-address=127.0.0.1:${port}`,
  ];
  const started = startProcess(name, program, args, join(folder, `${name}.log`));
  kept.push(started);
  const address = `http://127.0.0.1:${port}`;
  await waitFor(name, 60, async () => (await fetch(`${address}/-/ready`)).ok || undefined, [started]);
  const own = async (metric: string): Promise<number> => {
    const text = await (await fetch(`${address}/metrics`)).text();
    return Number(new RegExp(`^${metric} (\\S+)$`, "m").exec(text)?.[1]);
  };
  return { spent: () => own("process_cpu_seconds_total"), series: () => own("prometheus_tsdb_head_series") };
}

/** @throws Error naming the tool to install */
export async function ruleFigures(say: (what: string) => void): Promise<Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), "slipway-rules-"));
  const give = new Exposition();
  const app = createServer((_, response) => response.end(give.scrape(() => scrape(give))));
  const kept: HostProcess[] = [];
  try {
    await new Promise<void>((done) => app.listen(0, "127.0.0.1", done));
    const { port } = app.address() as AddressInfo;
    const context = contextOf("prod", { monitoring: settings });
    const groups = Object.values(catalogue).flatMap(({ alerts }) => alerts?.(context) ?? []);
    const rules = ruleFile(groups, settings.links);
    const count = groups.reduce((all, { records = [], rules: own }) => all + records.length + own.length, 0);
    const without = await start(folder, "without-rules", port, { groups: [] }, kept);
    const judging = await start(folder, "with-rules", port, rules, kept);
    say(`warming up for ${WARM_UP} s`);
    await sleep(WARM_UP * 1000);
    say(`measuring for ${MEASURED} s`);
    const before = [await judging.spent(), await without.spent()] as const;
    await sleep(MEASURED * 1000);
    const taken = (await judging.spent()) - before[0];
    const scraping = (await without.spent()) - before[1];
    const percent = (part: number): string => `${(part * 100).toFixed(1)}%`;
    return [
      { what: `rules for ${WORKLOADS} workloads`, measured: `${count}, over ${await judging.series()} series` },
      { what: "scraping alone, of one core", measured: percent(scraping / MEASURED) },
      atMost("rules, judged every 15 s, of one core", (taken - scraping) / MEASURED, 0.1, percent),
    ];
  } finally {
    for (const process of kept) await process.stop();
    app.close();
    app.closeAllConnections();
    rmSync(folder, { recursive: true, force: true });
  }
}
