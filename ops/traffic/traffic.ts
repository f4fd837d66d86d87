import { UsageError } from "../../rehearsal/stack-files";
import { until } from "../clock";
import { pathOf } from "../cluster/objects";
import type { CommandSpec, Context, Done, Flags } from "../command";
import { Refused } from "../exit-codes";
import { versionText } from "../stack/images";
import { promotion, type Rollout, type Traffic, trafficOf } from "./rollout";

interface TrafficFlags extends Flags {
  readonly timeout: string;
  readonly full?: boolean;
}

const ACTIONS = ["show", "watch", "promote", "abort"];

/** Milliseconds between two looks. */
const PATIENCE = 1000;

export const traffic: CommandSpec<TrafficFlags> = {
  usage: "traffic <workload> [action]",
  description:
    "Where a workload's traffic goes while a new version takes over. Actions: show (the default) the weights; watch them to the end; promote to the next step, or with --full to the end; abort, which gives all traffic back to the old version at once.",
  effect: (_flags, [, action]) => (action === "promote" || action === "abort" ? "changes" : "reads"),
  options: (command) =>
    command
      .option("--full", "with promote: skip all steps and gates")
      .option("--timeout <seconds>", "with watch: how long at most", "3600"),
  examples: [
    "traffic web --stack prod",
    "traffic web watch --stack prod",
    "traffic web abort --stack prod --yes shop-prod",
  ],
  run: async (context, [workload = "", action = "show"]) => {
    if (!ACTIONS.includes(action))
      throw new UsageError(`traffic has no action "${action}"; there are ${ACTIONS.join(", ")}.`);
    const { rollout } = context.config.workloads[workload] ?? { rollout: { strategy: "none" } };
    if (action === "watch" && (rollout?.strategy ?? "rolling") === "rolling") {
      const summary = `${workload} moves no traffic in steps: its deploy has waited to its end`;
      return { succeeded: true, summary, weights: [] };
    }
    if (action === "watch") return watch(context, workload);
    const now = await seen(context, workload);
    if (action === "show") return told(now);
    return change(context, now, action);
  },
};

async function seen({ cluster, config: { namespace, workloads, stack } }: Context, workload: string): Promise<Traffic> {
  const found = await trafficOf((await cluster()).ask, namespace, workload);
  if (found) return found;
  const own = workloads[workload];
  throw new UsageError(
    own
      ? `${workload} moves no traffic in steps: its rollout is ${own.rollout?.strategy ?? "rolling"}. See: npm run ops -- health ${workload} --stack ${stack}`
      : `There is no workload "${workload}"; there are ${Object.keys(workloads).join(", ")}.`,
  );
}

/** @returns whether the version that is asked for last is the one that serves, or is on its way to it */
const isWell = ({ phase, aborted }: Traffic): boolean => !aborted && phase !== "Degraded";

function told(now: Traffic): Done {
  const { workload, phase, message, newPercent, stablePercent, image, step, steps, waitsForPerson, aborted } = now;
  const why = message ? ` (${message})` : "";
  const where =
    phase === "Healthy"
      ? `all traffic on ${versionText(image)}`
      : `${newPercent}% on the new ${versionText(image)}, ${stablePercent}% on the stable version, step ${step} of ${steps}`;
  const next = waitsForPerson
    ? "; it waits for you: traffic promote, or abort"
    : aborted
      ? "; deploy another version, or roll back"
      : "";
  return { succeeded: isWell(now), summary: `${workload} is ${phase}${why}: ${where}${next}`, traffic: now };
}

/** Tells of each change until the rollout has ended, one way or the other. */
async function watch(context: Context<TrafficFlags>, workload: string): Promise<Done> {
  const seconds = Number(context.flags.timeout);
  if (!(seconds > 0)) throw new UsageError(`--timeout ${context.flags.timeout}: give seconds, such as 600.`);
  const weights: number[] = [];
  let last = "";
  const look = async (): Promise<Traffic> => {
    const now = await seen(context, workload);
    if (weights.at(-1) !== now.newPercent) weights.push(now.newPercent);
    const line = told(now).summary;
    if (line !== last) context.say(line);
    last = line;
    return now;
  };
  // The route is given back a moment after the rollout has ended.
  const over = (now: Traffic): boolean =>
    now.current && (now.phase === "Healthy" || !isWell(now)) && now.newPercent === 0;
  const now = await until(context, seconds * 1000, PATIENCE, look, over);
  if (over(now)) return { ...told(now), weights };
  return { ...told(now), succeeded: false, summary: `${last}; not at its end after ${seconds} s`, weights };
}

async function change(context: Context<TrafficFlags>, before: Traffic, action: string): Promise<Done> {
  const { config, flags } = context;
  const { workload, phase, aborted } = before;
  if (phase === "Healthy" || aborted) {
    throw new Refused(
      `${workload} of ${config.name} has no rollout under way (it is ${aborted ? "aborted" : phase}): there is nothing to ${action}.`,
    );
  }
  const { ask, send } = await context.cluster();
  const path = pathOf("Rollout", config.namespace, workload);
  const rollout = (await ask(path)) as Rollout;
  const { spec, status } =
    action === "abort" ? { spec: undefined, status: { abort: true } } : promotion(rollout, flags.full === true);
  if (spec) await send("PATCH", path, { spec });
  if (status) await send("PATCH", `${path}/status`, { status });
  // The controller needs a moment to act on it.
  const done = (now: Traffic): boolean =>
    action === "abort" ? now.aborted && now.newPercent === 0 : now.step !== before.step || now.phase === "Healthy";
  const now = await until(context, 15_000, 500, () => seen(context, workload), done);
  if (!done(now))
    return {
      succeeded: false,
      summary: `${workload} was told to ${action}, and has not done so after 15 s: is Argo Rollouts well?`,
    };
  const summary =
    action === "abort"
      ? `${workload} is given back: all traffic is on the old version. The config still asks for ${versionText(now.image)}: npm run ops -- rollback ${workload} --stack ${config.stack}`
      : told(now).summary;
  return { ...told(now), succeeded: true, summary };
}
