import { UsageError } from "../../rehearsal/stack-files";
import { until } from "../clock";
import { isReady, keeperOf, podsOf } from "../cluster/objects";
import { history } from "../cluster/releases";
import type { CommandSpec, Context, Flags } from "../command";
import type { Ask } from "../kubernetes";
import { versionText } from "../stack/images";
import { trafficOf } from "../traffic/rollout";

interface HealthFlags extends Flags {
  readonly wait?: string;
}

/** How one workload is. */
export interface Health {
  readonly workload: string;
  readonly well: boolean;
  readonly image: string;
  readonly ready: number;
  readonly desired: number;
  /** What is wrong, a sentence each. */
  readonly wrong: readonly string[];
}

/** Kinds that keep no pods between their runs. */
const BY_TIMES = new Set(["cron", "task", "manifests", "chart"]);

export const health: CommandSpec<HealthFlags> = {
  usage: "health [workloads...]",
  description:
    "Whether workloads are well: their releases, their pods, their rollouts. Exit code 2 where one is not; why tells the reason.",
  effect: "reads",
  options: (command) => command.option("--wait <seconds>", "wait this long for all to be well"),
  examples: ["health --stack prod", "health api --wait 300 --stack staging"],
  run: async (context, named) => {
    const { config, flags, say, cluster } = context;
    const unknown = named.filter((name) => !config.workloads[name]);
    if (unknown.length > 0)
      throw new UsageError(
        `There is no workload "${unknown[0]}"; there are ${Object.keys(config.workloads).join(", ")}.`,
      );
    if (flags.wait !== undefined && !/^\d+$/.test(flags.wait))
      throw new UsageError(`--wait ${flags.wait}: give seconds, such as 300.`);
    const { ask } = await cluster();
    const names = named.length > 0 ? named : Object.keys(config.workloads);
    const wait = Number(flags.wait ?? 0) * 1000;
    const all = await until(
      context,
      wait,
      1000,
      () => look(context, ask, names),
      (each) => each.every(({ well }) => well),
    );
    for (const each of all) say(`${each.well ? "✓" : "✗"} ${line(each)}`);
    const ill = all.filter(({ well }) => !well).map(({ workload }) => workload);
    return {
      succeeded: ill.length === 0,
      summary:
        ill.length === 0
          ? `${config.name} is well`
          : `${ill.join(", ")} of ${config.name} ${ill.length > 1 ? "are" : "is"} not well. Why: npm run ops -- why ${ill[0]} --stack ${config.stack}`,
      workloads: all,
    };
  },
};

const look = ({ config }: Context, ask: Ask, names: readonly string[]): Promise<readonly Health[]> =>
  Promise.all(names.map((name) => healthOf(ask, config.namespace, name, config.workloads[name]!.kind)));

/** @param kind of the config: what runs at times alone has no pods to count */
export async function healthOf(ask: Ask, namespace: string, workload: string, kind: string): Promise<Health> {
  const [[newest], keeper, pods, traffic] = await Promise.all([
    history(ask, namespace, workload),
    BY_TIMES.has(kind) ? undefined : keeperOf(ask, namespace, workload),
    podsOf(ask, namespace, workload),
    trafficOf(ask, namespace, workload),
  ]);
  const alive = pods.filter(({ metadata, status }) => !metadata.deletionTimestamp && status?.phase !== "Succeeded");
  const ready = alive.filter(isReady).length;
  const desired = keeper ? Number(keeper.object.spec?.["replicas"] ?? 1) : 0;
  const wrong = [
    ...(newest === undefined ? ["it was never released"] : []),
    ...(newest && newest.status !== "deployed"
      ? [`its release is ${newest.status} (revision ${newest.revision})`]
      : []),
    ...(!BY_TIMES.has(kind) && newest && !keeper ? ["there is nothing that keeps its pods"] : []),
    ...(ready < desired ? [`${ready} of ${desired} pods are ready`] : []),
    ...(keeper && desired === 0 && kind !== "worker" ? ["it is scaled to nothing"] : []),
    ...(traffic?.aborted || traffic?.phase === "Degraded"
      ? [`its new version was refused${traffic.message ? `: ${traffic.message}` : ""}`]
      : []),
  ];
  return { workload, well: wrong.length === 0, image: newest?.image ?? "", ready, desired, wrong };
}

const line = ({ workload, image, ready, desired, wrong }: Health): string =>
  [
    `${workload} ${versionText(image)}`.trim(),
    ...(wrong.length > 0 ? wrong : [desired > 0 ? `${ready} of ${desired} pods ready` : "released"]),
  ].join(", ");
