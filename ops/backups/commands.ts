import { resolve } from "node:path";
import type { Command } from "commander";
import { UsageError } from "../../rehearsal/stack-files";
import { ENVIRONMENT, inEnvironment } from "../command";
import { type Backup, chosen, type JobEnd, listBackups, runJob } from "./job";
import { type Kubectl, withKubectl } from "./kubectl";
import { restoreToPointInTime } from "./point-in-time";
import { type BackedUpStack, backedUpStack, checkStore } from "./stack";

interface Flags {
  readonly stack: string;
  readonly cwd: string;
  readonly environment?: string;
  readonly json?: boolean;
  readonly list?: boolean;
  readonly dryRun?: boolean;
  readonly inPlace?: boolean;
  readonly pointInTime?: boolean;
  readonly into?: string;
  readonly jobs?: string;
  readonly yes?: string | true;
}

/** What a command has done, for people who read JSON. */
export interface Outcome {
  readonly stack: string;
  readonly store: string;
  readonly backups?: readonly Backup[];
  /** What would be done, or was: one line a step. */
  readonly steps?: readonly string[];
  readonly backup?: string;
  /** Where a new instance is reached. */
  readonly address?: string;
  readonly jobs?: readonly JobEnd[];
  readonly succeeded: boolean;
  readonly seconds: number;
}

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
    async (store: string, flags: Flags) => end(await perform(store, flags, backup)),
  );
  common(
    program
      .command("restore <store> [from]")
      .description(
        "Restores a backup: latest, a name from --list, or a time (2026-11-20T12:00:00Z: the newest not after it). Into a new database beside the old one, unless --in-place is given.",
      ),
  )
    .option("--in-place", "take a safety backup, restore, prove it, and put it in the old one's place, which is kept")
    .option("--point-in-time", "let RDS restore to any moment, into a new instance beside the old one")
    .option("--into <database>", "name of the new database. Default: <database>_restored_<time>")
    .option("--jobs <number>", "restore tables side by side; needs room for the whole dump. Default: 2 where there is")
    .option("--yes <name>", "consent to overwrite a protected stack: its full name, such as shop-prod")
    .action(async (store: string, from: string | undefined, flags: Flags) =>
      end(await perform(store, flags, (context) => restore(context, from ?? "latest"))),
    );
  common(
    program.command("drill <store>").description("Restores the newest backup into a scratch database, and proves it."),
  ).action(async (store: string, flags: Flags) => end(await perform(store, flags, drill)));
}

interface Context {
  readonly stack: BackedUpStack;
  readonly store: string;
  readonly flags: Flags;
  readonly kubectl: Kubectl;
  readonly say: (line: string) => void;
}

type Work = (context: Context) => Promise<Omit<Outcome, "stack" | "store" | "seconds">>;

/** Puts a backup in the place of a store's database, as `restore --in-place` does. @returns whether it went well */
export async function restoreInPlace(
  store: string,
  from: string,
  { stack, cwd, yes }: Pick<Flags, "stack" | "cwd" | "yes">,
  say: (line: string) => void,
): Promise<boolean> {
  const flags: Flags = { stack, cwd, inPlace: true, ...(yes !== undefined && { yes }) };
  return (await worked(store, flags, (context) => restore(context, from), say)).succeeded;
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
  checkStore(stack, store);
  const done = await withKubectl(stack.kubeconfig, process.env, async (kubectl) => {
    const context = { stack, store, flags, kubectl, say };
    return flags.list ? list(context) : work(context);
  });
  return { ...{ stack: stack.name, store, ...done }, seconds: Math.round((Date.now() - began) / 1000) };
}

const clock = (seconds: number): string => `${Math.floor(seconds / 60)} min ${seconds % 60} s`;

async function list({ stack, store, kubectl, flags, say }: Context) {
  const backups = await listBackups(kubectl, stack.namespace, store);
  if (!flags.json) {
    for (const { path, bytes } of backups) say(`${path.padEnd(44)} ${(bytes / 1e6).toFixed(1).padStart(10)} MB`);
    if (backups.length === 0) say(`There is no backup of ${store} yet: npm run ops -- backup ${store} --stack …`);
  }
  return { backups, succeeded: true };
}

async function backup(context: Context) {
  const { store, flags, say } = context;
  const steps = [`run the job ${store}-safety: dump ${store} to safety/${store}/`];
  if (flags.dryRun) return planned(steps, say);
  const job = await start(context, `${store}-safety`, {});
  return { steps, jobs: [job], succeeded: job.succeeded };
}

async function drill(context: Context) {
  const { store, flags, say } = context;
  const steps = [`run the job ${store}-drill: restore the newest backup into a scratch database, prove it, drop it`];
  if (flags.dryRun) return planned(steps, say);
  const job = await start(context, `${store}-drill`, {});
  return { steps, jobs: [job], succeeded: job.succeeded };
}

async function pointInTime({ stack, store, flags, say }: Context, to: string) {
  if (flags.inPlace || flags.into !== undefined) {
    throw new UsageError("--point-in-time makes an instance of its own: it goes with neither --in-place nor --into.");
  }
  const { dryRun = false } = flags;
  const host = stack.hosts[store] ?? "";
  const made = await restoreToPointInTime({ host, to, now: new Date(), env: process.env, dryRun, say });
  if (made === undefined) return { succeeded: true };
  say(`${made} holds what ${store} was. Its login is that of ${store} at that moment. Copy back what is missing:`);
  say(`  pg_dump --host ${made} … | psql --host ${host} …`);
  say(`and delete it when you are done: Pulumi does not know of it.`);
  return { succeeded: true, address: made };
}

async function restore(context: Context, from: string) {
  if (context.flags.pointInTime) return pointInTime(context, from);
  const { stack, store, flags, kubectl, say } = context;
  const { inPlace, into, jobs, yes } = flags;
  if (jobs !== undefined && !/^[1-9]\d?$/.test(jobs))
    throw new UsageError(`--jobs ${jobs}: give a number from 1 to 99.`);
  if (into !== undefined && !/^[a-z_][a-z0-9_]{0,62}$/.test(into)) {
    throw new UsageError(`--into ${into}: a database's name is of a–z, 0–9 and _, and begins with a letter.`);
  }
  const backups = await listBackups(kubectl, stack.namespace, store);
  const found = chosen(backups, from);
  if (!found) {
    throw new UsageError(
      `There is no backup of ${store} for "${from}"; there are ${backups.length}. See them: npm run ops -- restore ${store} --stack ${flags.stack} --list`,
    );
  }
  const steps = [
    ...(inPlace ? [`run the job ${store}-safety: what is there now is kept in safety/${store}/`] : []),
    `run the job ${store}-restore: restore ${found.path} into ${into ?? "a new database"}, and prove it`,
    ...(inPlace ? [`switch ${store} to it by renaming; the old database is kept under another name`] : []),
  ];
  if (flags.dryRun) return { ...planned(steps, say), backup: found.path };
  if (inPlace && stack.protect && yes !== stack.name) {
    throw new UsageError(
      `${stack.name} is protected, and --in-place takes its database ${store} out of use. Say that you mean it: --yes ${stack.name}`,
    );
  }
  const ended: JobEnd[] = [];
  if (inPlace) {
    const safety = await start(context, `${store}-safety`, {});
    ended.push(safety);
    if (!safety.succeeded) {
      say("✗ Without a safety backup nothing is overwritten.");
      return { steps, backup: found.path, jobs: ended, succeeded: false };
    }
  }
  const job = await start(context, `${store}-restore`, {
    ...{ FROM: found.path, MODE: inPlace ? "in-place" : "new", ...(jobs !== undefined && { RESTORE_JOBS: jobs }) },
    ...(into !== undefined && { INTO: into }),
  });
  return { steps, backup: found.path, jobs: [...ended, job], succeeded: job.succeeded };
}

function planned(steps: readonly string[], say: (line: string) => void) {
  for (const step of steps) say(`would ${step}`);
  return { steps, succeeded: true };
}

function start({ stack, kubectl, say }: Context, cronJob: string, env: Readonly<Record<string, string>>) {
  return runJob(kubectl, { namespace: stack.namespace, cronJob, env, now: new Date(), onLine: say });
}
