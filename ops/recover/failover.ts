import { UsageError } from "../../rehearsal/stack-files";
import { type CommandSpec, type Context, type Done, type Flags, guard } from "../command";
import { Failed, Refused } from "../exit-codes";
import { endJournal, type Journal, readJournal, writeJournal } from "./journal";
import { healthOf } from "./look";
import { type Loss, lossesOf, lossText } from "./losses";
import { databasesOf, type Pair, pairOf } from "./pair";
import { STEPS, type Work } from "./steps";

interface FailoverFlags extends Flags {
  readonly planned?: boolean;
  readonly dryRun?: boolean;
  readonly patience: string;
}

export const failover: CommandSpec<FailoverFlags> = {
  usage: "failover",
  target: "to",
  description:
    "Has the other stack of a pair serve: says what is lost, promotes its databases, brings it up, and moves names. Goes on where it was when it is run again.",
  // It asks for consent itself, once it has said what it would do.
  effect: () => "reads",
  options: (command) =>
    command
      .option("--planned", "the one that serves is well: stop its writers first, and lose nothing")
      .option("--patience <minutes>", "how long copies may take to catch up, with --planned", "15")
      .option("--dry-run", "say what would be done and lost, and do nothing"),
  examples: [
    "failover --to prod-b --dry-run",
    "failover --to prod-b --yes shop-prod-b",
    "failover --to prod --planned --yes shop-prod",
  ],
  run: async (context) => {
    const { config, flags } = context;
    const minutes = Number(flags.patience);
    if (!(minutes > 0)) throw new UsageError("--patience takes minutes, above 0.");
    const pair = pairOf(context);
    const begun = readJournal(config.file, config.stack);
    if (begun === undefined && pair.to.standby.now === "serving") {
      return { succeeded: true, summary: `${config.name} serves already: nothing was done` };
    }
    const journal = begun ?? (await looked(context, pair));
    tell(context, pair, journal, begun !== undefined);
    const steps = STEPS.map(({ name }) => name);
    if (flags.dryRun) {
      return { succeeded: true, summary: `nothing was done yet`, steps, losses: journal.losses, done: journal.done };
    }
    guard(config, flags, "destroys");
    return perform(context, pair, journal, minutes * 60_000);
  },
};

/** Looks before anything is done. @throws Refused where a failover would be wrong */
async function looked(context: Context<FailoverFlags>, pair: Pair): Promise<Journal> {
  const { config, flags, now, say } = context;
  const { to, from } = pair;
  const { planned = false } = flags;
  if (to.standby.now === "resting") {
    throw new Refused(
      `${config.name} is resting: its databases are those of before, and follow nobody. Write now: following into ${config.file} and run pulumi up --stack ${config.stack} first. Nothing was done.`,
    );
  }
  const { well, signs } = await healthOf(from, context);
  for (const sign of signs) say(`${sign.well ? "✓" : "✗"} ${from.config.name}: ${sign.what}: ${sign.said}`);
  if (well && !planned && !flags.dryRun) {
    throw new Refused(
      `${from.config.name} is well: a failover now would lose data for nothing. --planned stops its writers first, and loses none. Nothing was done.`,
    );
  }
  if (!well && planned) {
    throw new Refused(
      `${from.config.name} is not well, and --planned needs it: copies may never catch up. Leave --planned out, or mend it. Nothing was done.`,
    );
  }
  const losses = lossesOf(pair, await databasesOf(to), now());
  return { began: now().toISOString(), planned, losses, done: [] };
}

/** The plan, as it stands: what is lost, and what is done in which order. */
function tell({ config, say }: Context<FailoverFlags>, pair: Pair, journal: Journal, goesOn: boolean): void {
  const { planned, losses, done } = journal;
  say(
    goesOn
      ? `The failover to ${config.name} of ${journal.began} goes on:`
      : `${planned ? "Planned failover" : "Failover"} from ${pair.from.config.name} to ${config.name}:`,
  );
  for (const loss of losses) {
    const waits = planned && loss.kind === "postgres" && !done.includes("freeze");
    say(`  ${waits ? `${loss.store} loses nothing, once its copy has caught up` : lossText(loss)}`);
  }
  say("  what pods keep on disks of their own, such as metrics and logs, stays behind");
  STEPS.forEach(({ name, plan }, index) => {
    say(`  ${done.includes(name) ? "✓" : `${index + 1}.`} ${plan({ pair, planned })}`);
  });
}

async function perform(
  { config, env, now, sleep, say }: Context<FailoverFlags>,
  pair: Pair,
  begun: Journal,
  patience: number,
): Promise<Done> {
  let journal = begun;
  const work: Work = { pair, planned: journal.planned, patience, env, now, sleep, say };
  const keep = (): void => writeJournal(config.file, config.stack, journal);
  keep();
  for (const { name, plan, run, losses = (_: Work, before: readonly Loss[]) => before } of STEPS) {
    if (journal.done.includes(name)) continue;
    say(`${name}: ${plan(work)}`);
    try {
      await run(work);
      journal = { ...journal, losses: losses(work, journal.losses), done: [...journal.done, name] };
      keep();
    } catch (error) {
      if (!(error instanceof Failed)) throw error;
      throw new Failed(
        `${error.message}\n  It has come as far as ${journal.done.at(-1) ?? "nothing"}: run the same again, and it goes on with ${name}.`,
      );
    }
  }
  endJournal(config.file, config.stack);
  const { losses, began } = journal;
  const seconds = Math.round((now().getTime() - Date.parse(began)) / 1000);
  const lost = losses.map(lossText).join("; ");
  return {
    succeeded: true,
    summary: `${config.name} serves, ${Math.floor(seconds / 60)} min ${seconds % 60} s after it was begun. ${lost || "Nothing was lost."}`,
    ...{ elapsedSeconds: seconds, losses, steps: journal.done },
  };
}
