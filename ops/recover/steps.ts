import { type Clock, until } from "../clock";
import { Failed } from "../exit-codes";
import { askName, namesOf } from "../look/smoke";
import { freeze, thaw } from "./freeze";
import { type Loss, nothingLost } from "./losses";
import { type Database, databasesOf, healthChecksOf, hostsOf, type Pair } from "./pair";

/** What a step works with; time and waiting are the command's. */
export interface Work extends Clock {
  readonly pair: Pair;
  readonly planned: boolean;
  /** Milliseconds that copies may take to catch up. */
  readonly patience: number;
  readonly env: NodeJS.ProcessEnv;
  readonly say: (line: string) => void;
}

/** One step of a failover. Each may be done again. */
export interface Step {
  readonly name: string;
  /** What it will do, in words. */
  readonly plan: (work: Pick<Work, "pair" | "planned">) => string;
  readonly run: (work: Work) => Promise<void>;
  /** What is lost once it is done. @default the same */
  readonly losses?: (work: Work, before: readonly Loss[]) => readonly Loss[];
}

const freezeStep: Step = {
  name: "freeze",
  plan: ({ pair: { from }, planned }) =>
    planned
      ? `stop what writes in ${from.config.name}, and wait until every copy has caught up`
      : `stop what writes in ${from.config.name}, if its cluster answers`,
  losses: ({ planned }, before) => (planned ? nothingLost(before) : before),
  run: async (work) => {
    const { pair, planned, say } = work;
    const began = work.now();
    try {
      say(`  ${await freeze(pair.from, work)} objects of ${pair.from.config.name} stopped`);
    } catch (error) {
      if (planned) throw new Failed(`what writes in ${pair.from.config.name} could not be stopped: ${said(error)}`);
      say(`  ${pair.from.config.name} does not answer, so nothing was stopped there: ${said(error)}`);
    }
    if (!planned) return;
    for (const copy of await databasesOf(pair.to)) await caughtUp(copy, began, work);
  },
};

/** RDS closes a segment of its log every five minutes at the latest, so that also a copy of an idle database moves on. */
async function caughtUp({ store, identifier }: Database, since: Date, work: Work): Promise<void> {
  const { to } = work.pair;
  const { patience, now, say } = work;
  const upTo = async () => to.region.lag(identifier, now())?.upTo;
  const enough = (at: Date | undefined): boolean => at !== undefined && at >= since;
  const at = await until(work, patience, Math.min(10_000, patience / 10), upTo, enough);
  if (enough(at)) return say(`  ${store} has caught up`);
  throw new Failed(
    `${store} has not caught up: it is as of ${at?.toISOString() ?? "nobody knows when"}. Nothing was changed but the stop of ${to.standby.other}: run it again, or start its workloads again by pulumi up --stack ${to.standby.other}`,
  );
}

const decide: Step = {
  name: "decide",
  plan: ({ pair: { to, from } }) =>
    `write into the files that ${to.config.stack} is serving and ${from.config.stack} is resting: commit both`,
  run: async ({ pair: { to, from } }) => {
    from.config.setStandby("resting");
    to.config.setStandby("serving");
  },
};

/** One run of the program: what it says of each thing decides the order, and databases wait for nothing that is new. */
const promote: Step = {
  name: "promote",
  plan: ({ pair: { to } }) =>
    `promote ${to.config.postgresStores.join(", ") || "no database"} of ${to.config.name} and bring up the rest, by its program: nodes, platform, workloads, records`,
  run: async ({ pair: { to }, env, say }) => {
    const databases = new Set((await databasesOf(to)).map(({ urn }) => urn.split("::").at(-1)));
    const changes = await (await to.engine()).up([], (line) => say(`  ${line.trim()}`));
    const lost = changes.filter(({ name, operation }) => databases.has(name) && /replace|delete/.test(operation));
    if (lost.length > 0) throw new Failed(`${lost.map(({ name }) => name).join(", ")} was made anew, not promoted`);
    try {
      await thaw(to, env);
    } catch (error) {
      throw new Failed(`what was stopped in ${to.config.name} before could not be started: ${said(error)}`);
    }
  },
};

const names: Step = {
  name: "names",
  plan: ({ pair: { to, from } }) =>
    to.standby.role === "secondary"
      ? `lead names away from ${from.config.name} for good: its health checks count as failed until it serves again`
      : `names lead to ${to.config.name} by themselves, now that its health checks count again`,
  run: async ({ pair, say }) => {
    const { to, from } = pair;
    if (to.standby.role === "secondary") {
      const checks = await healthChecksOf(from);
      // Names are no region's: this one answers when the other does not.
      for (const check of checks) to.region.leadAway(check);
      if (checks.length > 0) return;
    } else if ((await healthChecksOf(to)).length > 0) return;
    const hosts = await hostsOf(to);
    for (const [host, address] of Object.entries(hosts)) say(`  point ${host} to ${address}: it is in no zone of ours`);
  },
};

const smoke: Step = {
  name: "smoke",
  plan: ({ pair: { to } }) => `ask the names of ${to.config.name}`,
  run: async ({ pair: { to }, say, sleep }) => {
    const asked = namesOf(to.config.workloads);
    if (asked.length === 0) return;
    const hosts = await hostsOf(to);
    const answers = await Promise.all(
      asked.flatMap(({ workload, url }) => {
        const address = hosts[new URL(url).hostname];
        return address ? [askName({ sleep }, workload, url, `https://${address}`, 5000, 30)] : [];
      }),
    );
    for (const { well, url, said: words } of answers) say(`  ${well ? "✓" : "✗"} ${url} ${words}`);
    const ill = answers.filter(({ well }) => !well);
    if (ill.length > 0) throw new Failed(`${ill.map(({ url }) => url).join(", ")} does not answer well`);
  },
};

/** In this order: what decides comes before what cannot be taken back, and names are moved to what is there. */
export const STEPS: readonly Step[] = [freezeStep, decide, promote, names, smoke];

const said = (error: unknown): string => (error as Error).message;
