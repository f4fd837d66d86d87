import { UsageError } from "../../rehearsal/stack-files";
import { list, type Pod, pathOf } from "../cluster/objects";
import type { CommandSpec, Flags } from "../command";
import { ApiError } from "../kubernetes";

interface LogsFlags extends Flags {
  readonly follow?: boolean;
  readonly previous?: boolean;
  readonly since: string;
  readonly tail: string;
  readonly container?: string;
}

const SECONDS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400 };

export const logs: CommandSpec<LogsFlags> = {
  usage: "logs <workload>",
  description: "What a workload's pods write, each line with its pod, also while they come and go.",
  effect: "reads",
  options: (command) =>
    command
      .option("-f, --follow", "go on until it is interrupted")
      .option("--since <time>", "how far back: 90s, 10m, 2h, 1d", "1h")
      .option("--tail <lines>", "lines of each pod at most", "200")
      .option("--previous", "of the run before the last restart")
      .option("--container <name>", "one container. Default: the workload's own"),
  examples: ["logs api --stack dev --follow", "logs api --previous --stack prod"],
  run: async ({ cluster, config, flags, say }, [workload = ""]) => {
    const query = queryOf(flags);
    const { ask, lines } = await cluster();
    const selector = encodeURIComponent(`app.kubernetes.io/name=${workload}`);
    const pods = await list<Pod>(ask, `${pathOf("Pod", config.namespace)}?labelSelector=${selector}`);
    if (pods.length === 0) {
      throw new UsageError(
        `${workload} has no pods in ${config.namespace}. Why: npm run ops -- why ${workload} --stack ${config.stack}`,
      );
    }
    const stop = new AbortController();
    const interrupt = () => stop.abort();
    process.once("SIGINT", interrupt);
    let count = 0;
    const unread: string[] = [];
    const one = async (pod: Pod): Promise<void> => {
      const { name } = pod.metadata;
      const container =
        flags.container ??
        pod.metadata.annotations?.["kubectl.kubernetes.io/default-container"] ??
        pod.spec?.containers[0]?.name ??
        "";
      const path = `${pathOf("Pod", config.namespace, name)}/log?container=${encodeURIComponent(container)}&${query}`;
      // Each line goes out as it comes; with --json it is progress, and the outcome follows.
      const onLine = (line: string) => {
        count += 1;
        say(`${name}  ${line}`);
      };
      await lines(path, onLine, flags.follow ? stop.signal : undefined).catch((error: Error) => {
        unread.push(`${name}: ${error instanceof ApiError ? error.said : error.message}`);
      });
    };
    await Promise.all(pods.map(one));
    process.off("SIGINT", interrupt);
    return {
      succeeded: unread.length === 0,
      summary:
        unread.length > 0
          ? [`${unread.length} of ${pods.length} pods could not be read`, ...unread].join("\n  ")
          : `${count} lines of ${pods.length} pods`,
      pods: pods.map(({ metadata }) => metadata.name),
      ...{ lines: count, unread },
    };
  },
};

function queryOf({ since, tail, follow, previous }: LogsFlags): string {
  const [, amount, unit = ""] = /^(\d+)([smhd])$/.exec(since) ?? [];
  if (amount === undefined) throw new UsageError(`--since ${since}: write it like 90s, 10m, 2h or 1d.`);
  if (!/^\d+$/.test(tail)) throw new UsageError(`--tail ${tail}: give a number of lines.`);
  const asked = {
    sinceSeconds: String(Number(amount) * (SECONDS[unit] ?? 1)),
    tailLines: tail,
    ...(follow && { follow: "true" }),
    ...(previous && { previous: "true" }),
  };
  return new URLSearchParams(asked).toString();
}
