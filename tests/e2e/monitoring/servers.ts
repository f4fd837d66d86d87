/** A real Prometheus and a real Alertmanager on loopback, and small HTTP servers for them to talk to. */
import { mkdirSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { dirname, join } from "node:path";
import type { AlertGroup, MonitoringSettings } from "../../../components/contracts/monitoring";
import { alertmanagerConfig, credentials, teamLabels } from "../../../components/monitoring/receivers";
import { ruleFile } from "../../../components/monitoring/render";
import { freePorts, type HostProcess, startProcess, waitFor } from "../cluster/process";
import { toolPath } from "../tools/tools";
import { fasterGroups } from "./time";

/** What Alertmanager sends to a webhook. */
export interface Notice {
  readonly alerts: readonly {
    readonly status: "firing" | "resolved";
    readonly labels: Readonly<Record<string, string>>;
    readonly annotations: Readonly<Record<string, string>>;
  }[];
}

/** A job that is scraped, with labels that its series get where they lack them. */
export interface Target {
  readonly job: string;
  readonly port: number;
  readonly labels?: Readonly<Record<string, string>>;
  /** Seconds between scrapes, and for which an answer is waited for. @default half a second */
  readonly seconds?: number;
}

export interface MonitoringOptions {
  readonly folder: string;
  readonly settings: MonitoringSettings;
  readonly groups: readonly AlertGroup[];
  readonly targets: readonly Target[];
  /** Told of every notification, wherever routes send it. */
  readonly heard?: (notice: Notice) => void;
}

export interface Monitoring {
  /** `http://127.0.0.1:<port>` */
  readonly prometheus: string;
  readonly alertmanager: string;
  stop(): Promise<void>;
}

/** Listens on a free loopback port; `answer` is given the request's body. */
export async function serve(answer: (body: string) => string): Promise<{ port: number; server: Server }> {
  const server = createServer((request, response) => {
    let body = "";
    request.on("data", (part) => {
      body += part;
    });
    request.on("end", () => response.end(answer(body)));
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  return { port: (server.address() as AddressInfo).port, server };
}

/** Starts both with the stack's own configuration, in which minutes are seconds. @throws Error naming a missing tool. */
export async function startMonitoring(options: MonitoringOptions): Promise<Monitoring> {
  const { folder, settings, groups, targets, heard } = options;
  const write = (name: string, content: unknown): string => {
    writeFileSync(join(folder, name), JSON.stringify(content));
    return join(folder, name);
  };
  const hook = await serve((body) => {
    heard?.(JSON.parse(body) as Notice);
    return "";
  });
  const [alertmanagerPort, clusterPort, prometheusPort] = (await freePorts(3)) as [number, number, number];
  mkdirSync(join(folder, "secrets"), { recursive: true });
  for (const { secret } of settings.routes) {
    writeFileSync(join(folder, "secrets", secret), `http://127.0.0.1:${hook.port}/`);
  }
  const text = JSON.stringify(alertmanagerConfig(settings))
    .replaceAll(`/etc/alertmanager/secrets/${credentials.name}`, join(folder, "secrets"))
    .replaceAll('"group_wait":"30s"', '"group_wait":"1s"')
    .replaceAll('"group_interval":"5m"', '"group_interval":"2s"');
  const processes: HostProcess[] = [];
  const start = (name: string, command: string, args: readonly string[]): void => {
    processes.push(startProcess(name, command, args, join(folder, `${name}.log`)));
  };
  start("alertmanager", toolPath("alertmanager"), [
    `--config.file=${write("alertmanager.json", JSON.parse(text))}`,
    `--storage.path=${join(folder, "am")}`,
    `--web.listen-address=127.0.0.1:${alertmanagerPort}`,
    // Alone, but as a member of a cluster: it tells how many there are.
    `--cluster.listen-address=127.0.0.1:${clusterPort}`,
    "--cluster.settle-timeout=0s",
  ]);
  const own: readonly Target[] = [
    { job: "prometheus", port: prometheusPort, labels: { pod: "prometheus-0" } },
    { job: "alertmanager", port: alertmanagerPort, labels: { pod: "alertmanager-0" } },
  ];
  const config = write("prometheus.json", {
    global: { scrape_interval: "500ms", scrape_timeout: "450ms", evaluation_interval: "500ms" },
    rule_files: [write("rules.json", ruleFile(fasterGroups(groups), settings.links))],
    alerting: {
      alert_relabel_configs: teamLabels(settings),
      alertmanagers: [{ static_configs: [{ targets: [`127.0.0.1:${alertmanagerPort}`] }] }],
    },
    scrape_configs: scrapeConfigs([...own, ...targets]),
  });
  // Debian ships both in one package.
  start("prometheus", join(dirname(toolPath("promtool")), "prometheus"), [
    `--config.file=${config}`,
    `--storage.tsdb.path=${join(folder, "tsdb")}`,
    "--storage.tsdb.retention.size=10GB",
    `--web.listen-address=127.0.0.1:${prometheusPort}`,
    "--rules.alert.resend-delay=1s",
  ]);
  const prometheus = `http://127.0.0.1:${prometheusPort}`;
  const alertmanager = `http://127.0.0.1:${alertmanagerPort}`;
  const stop = async (): Promise<void> => {
    for (const process of processes.splice(0)) await process.stop();
    hook.server.close();
  };
  const ready = (what: string, address: string) =>
    waitFor(what, 60, async () => (await fetch(`${address}/-/ready`)).ok || undefined, processes);
  try {
    await ready("Prometheus", prometheus);
    await ready("Alertmanager", alertmanager);
  } catch (error) {
    await stop();
    throw error;
  }
  return { prometheus, alertmanager, stop };
}

/** Targets of one job are one entry: Prometheus takes a job's name once. */
function scrapeConfigs(targets: readonly Target[]): readonly object[] {
  return [...new Set(targets.map(({ job }) => job))].map((name) => ({
    job_name: name,
    honor_labels: true,
    ...timesOf(targets.find(({ job }) => job === name)?.seconds),
    static_configs: targets
      .filter(({ job }) => job === name)
      .map(({ port, labels = {} }) => ({ targets: [`127.0.0.1:${port}`], labels })),
  }));
}

const timesOf = (seconds?: number): object =>
  seconds === undefined ? {} : { scrape_interval: `${seconds}s`, scrape_timeout: `${seconds}s` };

/** One line of an answer. */
export interface Line {
  readonly metric: Readonly<Record<string, string>>;
  /** Seconds since 1970, and the value. */
  readonly values: readonly (readonly [number, number])[];
}

interface Answer {
  readonly status: string;
  readonly error?: string;
  readonly data: {
    readonly result: readonly {
      metric: Record<string, string>;
      value?: [number, string];
      values?: [number, string][];
    }[];
  };
}

async function ask(prometheus: string, path: string, parameters: Readonly<Record<string, string>>): Promise<Answer> {
  const response = await fetch(`${prometheus}/api/v1/${path}?${new URLSearchParams(parameters)}`);
  const answer = (await response.json()) as Answer;
  if (answer.status !== "success") throw new Error(`${parameters["query"]}: ${answer.error}`);
  return answer;
}

/**
 * A query's answer over the `seconds` before `end` (Unix seconds).
 *
 * @throws Error with the query when Prometheus refuses it.
 */
export async function queryRange(
  prometheus: string,
  query: string,
  seconds: number,
  step = 1,
  end = Date.now() / 1000,
): Promise<Line[]> {
  const { data } = await ask(prometheus, "query_range", {
    query,
    start: String(end - seconds),
    end: String(end),
    step: String(step),
  });
  return data.result.map(({ metric, values = [] }) => ({
    metric,
    values: values.map(([time, value]) => [time, Number(value)] as const),
  }));
}

/** The values of a label among the series that a selector names. */
export async function labelValues(prometheus: string, selector: string, label: string): Promise<string[]> {
  const response = await fetch(
    `${prometheus}/api/v1/label/${label}/values?${new URLSearchParams({ "match[]": selector })}`,
  );
  return ((await response.json()) as { data: string[] }).data;
}
