import { resolve } from "node:path";
import type { Command } from "commander";
import { UsageError } from "../../rehearsal/stack-files";
import { ENVIRONMENT, inEnvironment } from "../command";
import { cloudDatabase } from "./aws";
import { byCloud } from "./by-cloud";
import { byJobs } from "./by-jobs";
import { byOperator } from "./by-operator";
import type { Context, Done, Flags, Keeper, Outcome } from "./context";
import { withKubectl } from "./kubectl";
import { type BackedUpStack, backedUpStack, checkStore } from "./stack";

/** Adds `backup`, `restore` and `drill`. `end` is told whether the work went well. */
export function backupCommands(program: Command, root: string, end: (succeeded: boolean) => void): void {
  const common = (command: Command) =>
    command
      .requiredOption("--stack <name>", "the stack, as Pulumi calls it")
      .option("-C, --cwd <dir>", "folder with Pulumi.yaml", root)
      .option(...ENVIRONMENT)
      .option("--list", "print the backups that there are, and do nothing")
      .option("--dry-run", "say what would be done, and do nothing")
      .option("--json", "print the outcome as JSON");
  common(program.command("backup <store>").description("Backs a store up now, as a safety backup.")).action(
    async (store: string, flags: Flags) =>
      end(await perform(store, flags, (keeper, context) => keeper.backup(context))),
  );
  common(
    program
      .command("restore <store> [from]")
      .description(
        "Restores a backup: latest, a name from --list, or a time (2026-11-20T12:00:00Z: the newest not after it). Into a new database beside the old one, unless --in-place is given. What AWS alone backs up AWS restores; a MongoDB in the cluster its operator does, in place alone.",
      ),
  )
    .option(
      "--in-place",
      "take a safety backup, restore, prove it, and put it in the old one's place; a PostgreSQL's is kept",
    )
    .option(
      "--point-in-time",
      "let AWS restore to any moment, or of Aurora and DocumentDB a snapshot by its name, into a new one beside the old; of a MongoDB in the cluster, latest is the latest moment",
    )
    .option(
      "--into <database>",
      "name of the new database. Default: <database>_restored_<time>; of a MongoDB <database>_restored",
    )
    .option("--jobs <number>", "restore tables side by side; needs room for the whole dump. Default: 2 where there is")
    .option("--yes <name>", "consent to overwrite a protected stack: its full name, such as shop-prod")
    .action(async (store: string, from: string | undefined, flags: Flags) =>
      end(await perform(store, flags, (keeper, context) => keeper.restore(context, from ?? "latest"))),
    );
  common(
    program.command("drill <store>").description("Restores the newest backup into a scratch database, and proves it."),
  ).action(async (store: string, flags: Flags) =>
    end(await perform(store, flags, (keeper, context) => keeper.drill(context))),
  );
}

type Work = (keeper: Keeper, context: Context) => Promise<Done>;

/** Puts a backup in the place of a store's database, as `restore --in-place` does. @returns whether it went well */
export async function restoreInPlace(
  store: string,
  from: string,
  { stack, cwd, yes }: Pick<Flags, "stack" | "cwd" | "yes">,
  say: (line: string) => void,
): Promise<boolean> {
  const flags: Flags = { stack, cwd, inPlace: true, ...(yes !== undefined && { yes }) };
  return (await worked(store, flags, (keeper, context) => keeper.restore(context, from), say)).succeeded;
}

async function perform(store: string, flags: Flags, work: Work): Promise<boolean> {
  const say = (line: string) => {
    // With --json, stdout is the outcome's alone.
    (flags.json ? process.stderr : process.stdout).write(`${line}\n`);
  };
  const outcome = await worked(store, flags, work, say);
  if (flags.json) process.stdout.write(`${JSON.stringify(outcome, null, 2)}\n`);
  else if (outcome.jobs || outcome.address)
    say(`${outcome.succeeded ? "✓ done" : "✗ failed"} in ${clock(outcome.seconds)}`);
  return outcome.succeeded;
}

async function worked(store: string, flags: Flags, work: Work, say: (line: string) => void): Promise<Outcome> {
  const began = Date.now();
  inEnvironment(flags.cwd, flags.stack, flags.environment);
  const stack = backedUpStack({ stack: flags.stack, cwd: resolve(flags.cwd), env: process.env });
  const keeper = keeperOf(stack, store, flags);
  const done = await withKubectl(stack.kubeconfig, process.env, async (kubectl) => {
    const context = { stack, store, flags, kubectl, say };
    return flags.list ? keeper.list(context) : work(keeper, context);
  });
  return { ...{ stack: stack.name, store, ...done }, seconds: Math.round((Date.now() - began) / 1000) };
}

/** Jobs keep what config asks them to; what AWS runs it keeps besides, and alone where no job does. */
function keeperOf(stack: BackedUpStack, store: string, { pointInTime }: Flags): Keeper {
  const host = stack.hosts[store];
  const database = host === undefined ? undefined : cloudDatabase(host);
  if (database && (pointInTime || !stack.stores.includes(store))) return byCloud(database);
  const operated = stack.operated[store];
  if (operated) return byOperator(operated);
  checkStore(stack, store);
  if (pointInTime) {
    throw new UsageError(
      `${host ?? store} is no instance of RDS: only the cloud's own databases restore to a point in time.`,
    );
  }
  return byJobs;
}

const clock = (seconds: number): string => `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
