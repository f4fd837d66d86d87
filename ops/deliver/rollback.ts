import { UsageError } from "../../rehearsal/stack-files";
import { restoreInPlace } from "../backups/commands";
import { pathOf } from "../cluster/objects";
import { deployed, history, type Revision } from "../cluster/releases";
import type { CommandSpec, Context, Flags } from "../command";
import { Failed } from "../exit-codes";
import { versionText } from "../stack/images";
import { schemaDown } from "./migrate";
import { rollOut } from "./roll-out";

interface RollbackFlags extends Flags {
  readonly to?: string;
  readonly schema?: boolean;
  readonly database?: string;
  readonly from?: string;
  readonly dryRun?: boolean;
}

export const rollback: CommandSpec<RollbackFlags> = {
  usage: "rollback <workload>",
  description:
    "Brings the version before back: its image into the config, and its pods into service; a rollout under way is ended first, so that all traffic is back at once. With --schema its migration is taken back after that; with --database a backup is restored.",
  effect: ({ schema, database, dryRun }) => (dryRun ? "reads" : schema || database ? "destroys" : "changes"),
  options: (command) =>
    command
      .option("--to <revision>", "a revision of `helm history`. Default: the last that ran another image")
      .option("--schema", "then run the workload's migrate.rollback; asks for --yes <full name>")
      .option("--database <store>", "then restore the store's backup in place; asks for --yes <full name>")
      .option("--from <backup>", "which backup: latest, a name or a time", "latest")
      .option("--dry-run", "say what would be done, and do nothing"),
  examples: [
    "rollback api --stack dev",
    "rollback api --schema --stack staging --yes shop-staging",
    "rollback api --database db --from 2026-11-20T12:00:00Z --stack prod --yes shop-prod",
  ],
  run: async (context, [workload = ""]) => {
    const { config, flags, say } = context;
    const own = config.workloads[workload];
    if (!own?.image)
      throw new UsageError(
        `There is no workload "${workload}" with an image; there are ${Object.keys(config.workloads).join(", ")}.`,
      );
    if (flags.schema && !own.migrate?.rollback) {
      throw new UsageError(
        `${workload} has no migrate.rollback in ${config.file}: nobody knows how to take its schema back.`,
      );
    }
    const { ask } = await context.cluster();
    const revisions = await history(ask, config.namespace, workload);
    const to = chosen(revisions, workload, own.image, flags.to);
    const steps = [
      `${workload}: ${versionText(own.image)} → ${versionText(to.image!)} (revision ${to.revision})`,
      ...(flags.schema ? [`run ${workload}-migrate-rollback`] : []),
      ...(flags.database ? [`restore ${flags.database} from ${flags.from} in place`] : []),
    ];
    if (flags.dryRun) return { succeeded: true, summary: `would ${steps.join(", then ")}`, steps };
    await endRollout(context, workload);
    // Not its migration: the old version's own knows nothing of what came after it.
    const { before, changes } = await rollOut(context, { [workload]: to.image! }, { migrations: false });
    if (flags.schema) await schemaDown(context, workload);
    if (flags.database && !(await restoreInPlace(flags.database, flags.from ?? "latest", flags, say))) {
      throw new Failed(
        `${workload} is back at ${versionText(to.image!)}, and ${flags.database} could not be restored: it is as it was.`,
      );
    }
    return {
      succeeded: true,
      summary: `${config.name}: ${workload} is back at ${versionText(to.image!)}`,
      steps,
      before,
      changes,
    };
  },
};

/** @throws UsageError where there is nothing to go back to */
export function chosen(revisions: readonly Revision[], workload: string, now: string, to?: string): Revision {
  const ran = revisions.filter(({ status, image }) => image && (status === "superseded" || status === "deployed"));
  const known = ran.map(({ revision, image }) => `${revision} (${versionText(image!)})`).join(", ") || "none";
  if (to !== undefined) {
    const found = ran.find(({ revision }) => String(revision) === to);
    if (!found) throw new UsageError(`${workload} has no revision ${to} that went well; Helm remembers ${known}.`);
    return found;
  }
  const serves = deployed(revisions)?.image ?? now;
  const found = ran.find(({ image }) => image !== serves) ?? (serves !== now ? deployed(revisions) : undefined);
  if (!found)
    throw new UsageError(
      `${workload} has run nothing but ${versionText(serves)} as far as Helm remembers (${known}): deploy a version by name.`,
    );
  return found;
}

/** All traffic is back on the old version as soon as a rollout is ended, before any pod changes. */
async function endRollout({ cluster, config, say }: Context, workload: string): Promise<void> {
  const { ask, send } = await cluster();
  const path = pathOf("Rollout", config.namespace, workload);
  const rollout = (await ask(path)) as { status?: { phase?: string; abort?: boolean } } | undefined;
  const { phase, abort } = rollout?.status ?? {};
  if (abort || (phase !== "Progressing" && phase !== "Paused")) return;
  await send("PATCH", `${path}/status`, { status: { abort: true } });
  say(`${workload}: the rollout under way is ended, all traffic is on the old version`);
}
