import { UsageError } from "../../rehearsal/stack-files";
import { Refused } from "../exit-codes";
import { type Context, type Done, type Keeper, planned } from "./context";
import { chosen, type JobEnd, listBackups, runJob } from "./job";

/** Backups by the stack's own jobs: dumps in a bucket. */
export const byJobs: Keeper = { list, backup, restore, drill };

async function list({ stack, store, kubectl, flags, say }: Context): Promise<Done> {
  const backups = await listBackups(kubectl, stack.namespace, store);
  if (!flags.json) {
    for (const { path, bytes } of backups) say(`${path.padEnd(44)} ${(bytes / 1e6).toFixed(1).padStart(10)} MB`);
    if (backups.length === 0) say(`There is no backup of ${store} yet: npm run ops -- backup ${store} --stack …`);
  }
  return { backups, succeeded: true };
}

async function backup(context: Context): Promise<Done> {
  const { store, flags, say } = context;
  const steps = [`run the job ${store}-safety: dump ${store} to safety/${store}/`];
  if (flags.dryRun) return planned(steps, say);
  const job = await start(context, `${store}-safety`, {});
  return { steps, jobs: [job], succeeded: job.succeeded };
}

async function drill(context: Context): Promise<Done> {
  const { store, flags, say } = context;
  const steps = [`run the job ${store}-drill: restore the newest backup into a scratch database, prove it, drop it`];
  if (flags.dryRun) return planned(steps, say);
  const job = await start(context, `${store}-drill`, {});
  return { steps, jobs: [job], succeeded: job.succeeded };
}

async function restore(context: Context, from: string): Promise<Done> {
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
    ...(inPlace ? [switchTo(store, stack.documents.includes(store))] : []),
  ];
  if (flags.dryRun) return { ...planned(steps, say), backup: found.path };
  if (inPlace && stack.protect && yes !== stack.name) {
    throw new Refused(
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

const switchTo = (store: string, documents: boolean): string =>
  documents
    ? `empty ${store} and fill it from the same, once that is proved; what was there is in the safety backup alone`
    : `switch ${store} to it by renaming; the old database is kept under another name`;

function start({ stack, kubectl, say }: Context, cronJob: string, env: Readonly<Record<string, string>>) {
  return runJob(kubectl, { namespace: stack.namespace, cronJob, env, now: new Date(), onLine: say });
}
