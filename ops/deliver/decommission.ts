import { UsageError } from "../../rehearsal/stack-files";
import { stateResources } from "../../rehearsal/state/export";
import { type Clock, until } from "../clock";
import { keeperOf, pathOf, podsOf } from "../cluster/objects";
import type { CommandSpec, Context, Flags } from "../command";
import { Failed } from "../exit-codes";

interface DecommissionFlags extends Flags {
  readonly dryRun?: boolean;
  readonly grace: string;
}

export const decommission: CommandSpec<DecommissionFlags> = {
  usage: "decommission <workload>",
  description:
    "Takes a workload out of service: no pods, then a pause in which it can come back, then out of the config with all that was made for it. What stores hold stays.",
  effect: ({ dryRun }) => (dryRun ? "reads" : "destroys"),
  options: (command) =>
    command
      .option(
        "--grace <seconds>",
        "how long it stays at no pods before it goes; an interrupt in that time brings it back",
        "10",
      )
      .option("--dry-run", "say what would go, and do nothing"),
  examples: ["decommission reports --stack dev --yes shop-dev"],
  run: async (context, [workload = ""]) => {
    const { config, flags, say } = context;
    if (!config.workloads[workload])
      throw new UsageError(
        `There is no workload "${workload}"; there are ${Object.keys(config.workloads).join(", ")}.`,
      );
    if (!/^\d+$/.test(flags.grace)) throw new UsageError(`--grace ${flags.grace}: give seconds, such as 60.`);
    const engine = await context.engine();
    const targets = ownResources(await engine.state(), `${config.name}-${workload}`);
    const kept = Object.keys(config.workloads).filter((name) => name !== workload);
    if (kept.length === 0)
      throw new UsageError(
        `${workload} is the only workload of ${config.name}: pulumi destroy --stack ${config.stack} takes all away.`,
      );
    const putBack = config.removeWorkload(workload);
    try {
      // First of all: whether the config still holds together without it.
      const changes = await engine.preview(targets);
      const summary = `${workload} of ${config.name}: ${changes.length} resources`;
      if (flags.dryRun) {
        putBack();
        return { succeeded: true, summary: `would take away ${summary}`, changes };
      }
      const wake = await sleepPods(context, workload);
      try {
        say(`${workload} has no pods; it goes in ${flags.grace} s`);
        await interruptible(context, Number(flags.grace) * 1000);
      } catch (error) {
        await wake();
        throw error;
      }
      const gone = await engine.up(targets, (line) => say(`  ${line.trim()}`));
      return { succeeded: true, summary: `${summary} are gone`, changes: gone };
    } catch (error) {
      putBack();
      throw error instanceof Failed ? new Failed(`${error.message}\n  ${config.file} is as it was.`) : error;
    }
  },
};

/** The workload's component and all below it. */
function ownResources(state: unknown, name: string): readonly string[] {
  const resources = stateResources(state);
  const [top] = resources.filter(({ urn, type }) => type === "slipway:workloads:Workload" && urn.endsWith(`::${name}`));
  if (!top)
    throw new UsageError(
      `The state knows no workload ${name}: take it out of the config, and nothing else is to be done.`,
    );
  const below = (urn: string): string[] => [
    urn,
    ...resources.filter(({ parent }) => parent === urn).flatMap((each) => below(each.urn)),
  ];
  return below(top.urn);
}

/** Scales a workload to nothing. @returns brings its pods back */
async function sleepPods(context: Context, workload: string): Promise<() => Promise<void>> {
  const { namespace } = context.config;
  const { ask, send } = await context.cluster();
  const keeper = await keeperOf(ask, namespace, workload);
  if (!keeper || keeper.kind === "DaemonSet") return async () => {};
  const path = pathOf(keeper.kind, namespace, workload);
  const replicas = Number(keeper.object.spec?.["replicas"] ?? 1);
  // An autoscaler leaves alone what has no replicas.
  await send("PATCH", path, { spec: { replicas: 0 } });
  const pods = () => podsOf(ask, namespace, workload);
  await until(context, 60_000, 500, pods, ({ length }) => length === 0);
  return async () => {
    await send("PATCH", path, { spec: { replicas: Math.max(1, replicas) } });
  };
}

/** @throws Failed when it is interrupted */
async function interruptible({ sleep }: Clock, milliseconds: number): Promise<void> {
  let stop = () => {};
  const interrupted = new Promise<never>((_, reject) => {
    stop = () => reject(new Failed("interrupted: its pods come back"));
  });
  process.once("SIGINT", stop);
  try {
    await Promise.race([sleep(milliseconds), interrupted]);
  } finally {
    process.off("SIGINT", stop);
  }
}
