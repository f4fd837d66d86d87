import { BACKLOG, CPU, ERROR_RATIO, LIMIT, MEMORY, SECONDS } from "../../components/monitoring/queries";
import { UsageError } from "../../rehearsal/stack-files";
import type { CommandSpec, Context, Flags } from "../command";

interface WatchFlags extends Flags {
  readonly for: string;
  readonly every: string;
  readonly errors: string;
  readonly p95: string;
  readonly prometheus?: string;
}

/** A thing that is measured of each workload. */
interface Measure {
  readonly name: string;
  /** As config calls its limit. */
  readonly limit: string;
  readonly query: string;
  readonly show: (value: number) => string;
}

const percent = (value: number): string => `${Number((value * 100).toFixed(2))}%`;

const MEASURES: readonly Measure[] = [
  { name: "errors", limit: "errorPercent", query: ERROR_RATIO, show: percent },
  {
    name: "p95",
    limit: "p95Ms",
    query: `${SECONDS}{quantile="0.95"}`,
    show: (value) => `${Math.round(value * 1000)} ms`,
  },
  { name: "cpu", limit: "cpuPercent", query: CPU, show: percent },
  { name: "memory", limit: "memoryPercent", query: MEMORY, show: percent },
  { name: "backlog", limit: "backlog", query: BACKLOG, show: (value) => `${Math.round(value)} jobs` },
];

/** Bad measurements in a row that end it, as with the gates of a rollout. */
const IN_A_ROW = 2;

interface Series {
  readonly metric: Readonly<Record<string, string>>;
  readonly value: readonly [number, string];
}

type Query = (promql: string) => Promise<readonly Series[]>;

export const watch: CommandSpec<WatchFlags> = {
  usage: "watch [workloads...]",
  description:
    "Measures workloads against their limits for a while: errors, 95th percentile, CPU, memory, backlog. Two bad measurements in a row end it with exit code 2, so that a pipeline can roll back.",
  effect: "reads",
  options: (command) =>
    command
      .option("--for <minutes>", "how long", "10")
      .option("--every <seconds>", "how often", "30")
      .option("--errors <percent>", "limit of errors for workloads without one of their own", "1")
      .option("--p95 <milliseconds>", "limit of the 95th percentile for workloads without one of their own", "2000")
      .option("--prometheus <address>", "where Prometheus answers. Default: the stack's own, through the API server"),
  examples: ["watch api web --for 15 --stack prod", "watch --errors 0.5 --p95 400 --stack staging"],
  run: async (context, named) => {
    const { config, flags, say, now, sleep } = context;
    const [minutes, every, errors, p95] = [flags.for, flags.every, flags.errors, flags.p95].map(Number) as [
      number,
      number,
      number,
      number,
    ];
    if (![minutes, every, errors, p95].every((each) => each > 0))
      throw new UsageError("--for, --every, --errors and --p95 are numbers above 0.");
    const query = await prometheus(context);
    const names = named.length > 0 ? named : Object.keys(config.workloads);
    const unknown = names.find((name) => !config.workloads[name]);
    if (unknown)
      throw new UsageError(`There is no workload "${unknown}"; there are ${Object.keys(config.workloads).join(", ")}.`);
    const fallback: Readonly<Record<string, number>> = { errorPercent: errors / 100, p95Ms: p95 / 1000 };
    const limits = await limitsFrom(query, config.namespace, fallback);
    const until = now().getTime() + minutes * 60_000;
    const bad = new Map<string, number>();
    let measurements = 0;
    for (;;) {
      const found = (
        await Promise.all(MEASURES.map((measure) => measured(query, measure, config.namespace, names)))
      ).flat();
      measurements += 1;
      for (const { workload, measure, value } of found) {
        const key = `${workload} ${measure.name}`;
        const limit = limits(workload, measure.limit);
        const over = limit !== undefined && value > limit;
        bad.set(key, over ? (bad.get(key) ?? 0) + 1 : 0);
        if (!over || bad.get(key)! < IN_A_ROW) continue;
        return {
          succeeded: false,
          summary: `${workload} of ${config.name}: ${measure.name} ${measure.show(value)}, and ${measure.show(limit)} is the limit. npm run ops -- rollback ${workload} --stack ${config.stack}`,
          ...{ workload, measure: measure.name, value, limit, measurements },
        };
      }
      say(lineOf(names, found));
      if (now().getTime() + every * 1000 > until) break;
      await sleep(every * 1000);
    }
    return {
      succeeded: true,
      summary: `${names.join(", ")} of ${config.name} kept within the limits: ${measurements} measurements`,
      measurements,
    };
  },
};

interface Measured {
  readonly workload: string;
  readonly measure: Measure;
  readonly value: number;
}

async function measured(
  query: Query,
  measure: Measure,
  namespace: string,
  names: readonly string[],
): Promise<readonly Measured[]> {
  return (await query(measure.query)).flatMap(({ metric, value: [, text] }) => {
    const workload = metric["workload"] ?? "";
    const value = Number(text);
    // Without requests there is no ratio of errors: nothing is measured, and nothing fails.
    return metric["namespace"] === namespace && names.includes(workload) && Number.isFinite(value)
      ? [{ workload, measure, value }]
      : [];
  });
}

const lineOf = (names: readonly string[], found: readonly Measured[]): string =>
  names
    .map((name) => {
      const own = found.filter(({ workload }) => workload === name);
      return `${name}: ${own.map(({ measure, value }) => `${measure.name} ${measure.show(value)}`).join(", ") || "no data"}`;
    })
    .join(" · ");

/** The gravest limit that a workload has, or what every workload has. */
async function limitsFrom(query: Query, namespace: string, fallback: Readonly<Record<string, number>>) {
  const own = (await query(LIMIT)).filter(({ metric }) => metric["namespace"] === namespace);
  return (workload: string, limit: string): number | undefined => {
    const of = (severity: string) =>
      own.find(
        ({ metric }) => metric["workload"] === workload && metric["limit"] === limit && metric["severity"] === severity,
      )?.value[1];
    const found = of("critical") ?? of("warning");
    return found === undefined ? fallback[limit] : Number(found);
  };
}

async function prometheus({ flags, cluster }: Context<WatchFlags>): Promise<Query> {
  const proxy = "/api/v1/namespaces/monitoring/services/kube-prometheus-stack-prometheus:9090/proxy";
  const ask = flags.prometheus
    ? async (path: string): Promise<unknown> => {
        const response = await fetch(`${flags.prometheus?.replace(/\/$/, "")}${path}`).catch((error: Error) => {
          throw new UsageError(
            `Prometheus does not answer at ${flags.prometheus} (${String((error.cause as Error | undefined)?.message ?? error.message)}).`,
          );
        });
        return response.json();
      }
    : await cluster().then(
        ({ ask: inCluster }) =>
          (path: string) =>
            inCluster(`${proxy}${path}`),
      );
  return async (promql) => {
    const answer = (await ask(`/api/v1/query?query=${encodeURIComponent(promql)}`)) as
      | { readonly status?: string; readonly error?: string; readonly data?: { readonly result?: readonly Series[] } }
      | undefined;
    if (answer === undefined)
      throw new UsageError(
        "There is no Prometheus in the cluster: addons.kube-prometheus-stack brings it, or give --prometheus <address>.",
      );
    if (answer.status === "error") throw new UsageError(`Prometheus: ${answer.error}`);
    return answer.data?.result ?? [];
  };
}
