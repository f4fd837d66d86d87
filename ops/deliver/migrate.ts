import { parse } from "yaml";
import { UsageError } from "../../rehearsal/stack-files";
import { runJob } from "../cluster/jobs";
import { type KubeObject, pathOf } from "../cluster/objects";
import { deployed, history } from "../cluster/releases";
import type { CommandSpec, Context, Done, Flags } from "../command";
import { Failed } from "../exit-codes";

interface MigrateFlags extends Flags {
  readonly dryRun?: boolean;
  readonly down?: boolean;
}

interface Template {
  readonly spec: {
    readonly activeDeadlineSeconds?: number;
    readonly template: {
      readonly spec: {
        readonly initContainers?: readonly { readonly name: string }[];
        readonly containers: readonly object[];
      };
    };
  };
  readonly metadata?: { readonly labels?: Readonly<Record<string, string>> };
}

/** Seconds for all steps where the migration does not say. */
const SECONDS = 600;

export const migrate: CommandSpec<MigrateFlags> = {
  usage: "migrate <workload>",
  description:
    "Runs a workload's migration again, in the image of its release: dry run, backup, migration, as on deploy. --dry-run tries it alone; --down takes it back.",
  effect: ({ down, dryRun }) => (down ? "destroys" : dryRun ? "reads" : "changes"),
  options: (command) =>
    command
      .option("--dry-run", "run migrate.dryRun alone, which changes nothing")
      .option("--down", "run migrate.rollback; asks for --yes <full name>"),
  examples: ["migrate api --dry-run --stack dev", "migrate api --down --stack dev --yes shop-dev"],
  run: async (context, [workload = ""]) => {
    const { config, flags } = context;
    if (flags.dryRun && flags.down)
      throw new UsageError("--dry-run tries the way up, --down goes the way down: give one of them.");
    const { migrate: own } = config.workloads[workload] ?? {};
    if (!own) {
      const known = Object.entries(config.workloads)
        .filter(([, each]) => each.migrate)
        .map(([name]) => name);
      throw new UsageError(`${workload} has no migration; there are ${known.join(", ") || "none"}.`);
    }
    if (flags.down) {
      if (!own.rollback)
        throw new UsageError(
          `${workload} has no migrate.rollback in ${config.file}: nobody knows how to take its schema back.`,
        );
      return schemaDown(context, workload);
    }
    if (flags.dryRun && !own.dryRun)
      throw new UsageError(`${workload} has no migrate.dryRun in ${config.file}: there is nothing that could try it.`);
    return up(context, workload, flags.dryRun === true);
  },
};

/** Runs the migration of the release's own manifest; with `dryRun` its first container alone. */
async function up(context: Context, workload: string, dryRun: boolean): Promise<Done> {
  const { namespace, name: full, stack } = context.config;
  const { ask } = await context.cluster();
  const release = deployed(await history(ask, namespace, `${workload}-migrate`));
  const [template] = (release?.hooks ?? [])
    .map((text) => parse(text) as Template & { kind: string })
    .filter(({ kind }) => kind === "Job");
  if (!template)
    throw new UsageError(`${workload} of ${full} was never migrated: run pulumi up --stack ${stack} first.`);
  const pod = template.spec.template.spec;
  const tried = pod.initContainers?.find(({ name }) => name === "dry-run");
  if (dryRun && !tried)
    throw new UsageError(`The release of ${workload} knows no dry run yet: run pulumi up --stack ${stack} first.`);
  const spec = dryRun ? { ...pod, initContainers: [], containers: [tried!] } : pod;
  const job = { ...template, spec: { ...template.spec, template: { ...template.spec.template, spec } } };
  return ran(
    context,
    `${workload}-migrate-${dryRun ? "try" : "again"}`,
    job,
    dryRun ? "the dry run went well; nothing was changed" : "migrated",
  );
}

/** Runs the job that takes a migration back. */
export async function schemaDown(context: Context, workload: string): Promise<Done> {
  const { namespace, name: full, stack } = context.config;
  const { ask } = await context.cluster();
  const path = pathOf("CronJob", namespace, `${workload}-migrate-rollback`);
  const cron = (await ask(path)) as { spec: { jobTemplate: Template } } | undefined;
  if (!cron) throw new UsageError(`${full} has no ${workload}-migrate-rollback: run pulumi up --stack ${stack} first.`);
  return ran(context, `${workload}-migrate-down`, cron.spec.jobTemplate, "its schema is taken back");
}

async function ran(context: Context, prefix: string, { metadata, spec }: Template, done: string): Promise<Done> {
  const { config, say } = context;
  const cluster = await context.cluster();
  const name = `${prefix}-${context.now().toISOString().slice(0, 19).replace(/\D/g, "")}`;
  const object = {
    ...{ apiVersion: "batch/v1", kind: "Job" },
    metadata: { name, namespace: config.namespace, ...(metadata?.labels && { labels: metadata.labels }) },
    spec: { ...spec },
  };
  say(`running ${name} …`);
  const end = await runJob(
    cluster,
    context,
    config.namespace,
    object as unknown as KubeObject,
    spec.activeDeadlineSeconds ?? SECONDS,
  );
  if (!end.succeeded) throw new Failed(`${name} failed:\n  ${end.lines.join("\n  ")}`);
  return { succeeded: true, summary: `${config.name}: ${done}`, job: name };
}
