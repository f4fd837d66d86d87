import { UsageError } from "../../rehearsal/stack-files";
import { Refused } from "../exit-codes";
import { type Context, type Done, type Keeper, planned } from "./context";
import {
  backupObject,
  backupsOf,
  chosenBackup,
  counted,
  create,
  expired,
  listed,
  restoreObject,
  type Target,
  until,
} from "./operator-parts";

/** Backups of a MongoDB in the cluster, which Percona's operator takes, forgets and restores: it is asked by objects of its own. */
export const byOperator = (target: Target): Keeper => ({
  list: async ({ kubectl, flags, say, store }) => {
    const snapshots = (await backupsOf(kubectl, target)).map(listed);
    if (!flags.json) {
      for (const { name, tier, state, completed, size } of snapshots) {
        say(`${name.padEnd(48)} ${tier.padEnd(8)} ${state.padEnd(8)} ${completed.padEnd(20)} ${size.padStart(10)}`);
      }
      if (snapshots.length === 0) say(`There is no backup of ${store} yet: npm run ops -- backup ${store} --stack …`);
    }
    return { snapshots, succeeded: true };
  },
  backup: async (context) => {
    const steps = ["ask the operator for a backup into safety, and delete those of safety that are too old"];
    if (context.flags.dryRun) return planned(steps, context.say);
    const taken = await safety(context, target, new Date());
    if (taken) await forget(context, target);
    return { steps, succeeded: taken !== undefined, ...(taken !== undefined && { backup: taken }) };
  },
  restore: (context, from) => restore(context, target, from),
  drill: async ({ store }) => {
    throw new UsageError(
      `${store} is a MongoDB, whose operator restores in place alone: no drill is here. To try a backup, restore it into another stack (docs/guides/mongodb.md).`,
    );
  },
});

/** Takes a backup now. @returns its name, or nothing where it failed */
async function safety({ kubectl, say }: Context, target: Target, now: Date): Promise<string | undefined> {
  const object = backupObject(target, now);
  await create(kubectl, object);
  return (await until(kubectl, target, "psmdb-backup", object.metadata.name, say)) ? object.metadata.name : undefined;
}

async function forget({ kubectl, say }: Context, target: Target): Promise<void> {
  const old = expired(await backupsOf(kubectl, target), target, new Date());
  if (old.length === 0) return;
  // Their finalizer takes them out of the bucket too.
  await kubectl.run(["--namespace", target.namespace, "delete", "psmdb-backup", "--wait=false", ...old]);
  say(`too old, and deleted: ${old.join(", ")}`);
}

async function restore(context: Context, target: Target, from: string): Promise<Done> {
  const { kubectl, flags, say, store, stack } = context;
  const { inPlace, into, jobs, yes, pointInTime = false } = flags;
  if (into !== undefined || jobs !== undefined) {
    throw new UsageError("The operator restores a MongoDB as a whole: that goes with neither --into nor --jobs.");
  }
  const backups = await backupsOf(kubectl, target);
  const found = chosenBackup(backups, from, pointInTime);
  if (!found) {
    throw new UsageError(
      `There is no backup of ${store} for "${from}"; there are ${backups.length}. See them: npm run ops -- restore ${store} --stack ${flags.stack} --list`,
    );
  }
  const { backup, moment } = found;
  const name = backup.metadata.name;
  const what =
    moment === undefined ? name : `${name} and what was written ${moment === "latest" ? "since" : `until ${moment}`}`;
  const steps = [
    `ask the operator for a backup of what is there now`,
    `ask it to put ${what} in its place, and count what is there then`,
    `ask it for a backup of that: recovery to a moment begins anew with it`,
  ];
  if (flags.dryRun) return { ...planned(steps, say), backup: name };
  if (!inPlace) {
    throw new UsageError(
      `The operator restores ${store} in place alone: what is there now is replaced. Say that you mean it: --in-place`,
    );
  }
  if (target.protect && yes !== target.stack) {
    throw new Refused(
      `${target.stack} is protected, and this replaces what is in its ${store}. Say that you mean it: --yes ${target.stack}`,
    );
  }
  const was = await counted(kubectl, target);
  const now = new Date();
  const kept = await safety(context, target, now);
  if (kept === undefined) {
    say("✗ Without a safety backup nothing is overwritten.");
    return { steps, backup: name, succeeded: false };
  }
  const object = restoreObject(target, name, moment, now);
  await create(kubectl, object);
  if (!(await until(kubectl, target, "psmdb-restore", object.metadata.name, say))) {
    say(
      `✗ The restore failed. What was there is in ${kept}: npm run ops -- restore ${store} ${kept} --in-place --stack ${flags.stack}`,
    );
    return { steps, backup: name, succeeded: false };
  }
  const succeeded = compare(was, await counted(kubectl, target), target, say);
  const next = succeeded && (await safety(context, target, new Date()));
  if (succeeded && !next)
    say("✗ It is restored; but the backup from which changes count anew failed: take one by ops backup.");
  say(
    `What was there before is in ${kept}. Workloads' roles are those of the moment: pulumi up --stack ${stack.name} sets them.`,
  );
  return { steps, backup: name, succeeded: Boolean(next) };
}

type Counts = Readonly<Record<string, number>>;

/** Says what each collection has, and had; an empty database is no restored one. */
function compare(was: Counts, is: Counts, { database }: Target, say: (line: string) => void): boolean {
  for (const name of [...new Set([...Object.keys(was), ...Object.keys(is)])].sort()) {
    say(`${database}.${name}: ${is[name] ?? "gone"} documents, where ${was[name] ?? "nothing"} were`);
  }
  if (Object.keys(is).length > 0) return true;
  say(`✗ ${database} has no collection: nothing was restored into it.`);
  return false;
}
