import { UsageError } from "../../rehearsal/stack-files";
import { nameIn, stateResources } from "../../rehearsal/state/export";
import { deployed, history } from "../cluster/releases";
import type { Context } from "../command";
import { Failed, Refused } from "../exit-codes";
import type { ResourceChange } from "../stack/engine";
import { versionText } from "../stack/images";
import type { Commit } from "../stack/stack-file";

/** A workload and the image that it shall run. */
export type Images = Readonly<Record<string, string>>;

export interface RolledOut {
  readonly images: Images;
  /** What the workloads ran before. */
  readonly before: Images;
  readonly changes: readonly ResourceChange[];
}

export interface RollOutOptions {
  /** Say what would change, and change nothing. @default false */
  readonly dryRun?: boolean;
  /** Run the migrations of these workloads too, before them. @default true */
  readonly migrations?: boolean;
  /** What the images were built from. @default nobody says */
  readonly commit?: Commit;
}

const RELEASE = "kubernetes:helm.sh/v3:Release";

/**
 * Writes the images into the stack's file and makes them true, in the cluster's releases of these workloads alone: nothing
 * else of the stack is touched, however its config has changed. Where that fails Helm has taken the release back, and
 * the file is as it was.
 *
 * @throws Refused where Argo CD does that
 * @throws UsageError where a workload was never deployed
 * @throws Failed with the engine's reasons, and with what serves
 */
export async function rollOut(context: Context, images: Images, options: RollOutOptions = {}): Promise<RolledOut> {
  const { config, say } = context;
  if (config.gitops) {
    throw new Refused(
      `Argo CD releases the workloads of ${config.name}: change the image in ${config.file}, and run pulumi up and npm run ops -- gitops write, or commit it to ${config.gitops.repository}. Nothing was done.`,
    );
  }
  const { dryRun = false, migrations = true, commit } = options;
  const engine = await context.engine();
  const names = Object.keys(images);
  const before = Object.fromEntries(names.map((name) => [name, config.workloads[name]?.image ?? ""]));
  const targets = targetsOf(await engine.state(), config, names, migrations);
  const putBack = config.setImages(images, commit);
  try {
    if (dryRun) return { images, before, changes: await engine.preview(targets) };
    for (const name of names) say(`${name}: ${versionText(before[name]!)} → ${versionText(images[name]!)}`);
    return { images, before, changes: await engine.up(targets, (line) => say(`  ${line.trim()}`)) };
  } catch (error) {
    putBack();
    if (dryRun || !(error instanceof Failed)) throw error;
    throw new Failed(`${error.message}\n  ${await serving(context, names)}; ${config.file} is as it was.`);
  } finally {
    if (dryRun) putBack();
  }
}

/** Patterns of the releases' URNs: a migration is a release of its own, which may not be there yet. */
function targetsOf(
  state: unknown,
  { stack, name: full }: Context["config"],
  names: readonly string[],
  migrations: boolean,
): readonly string[] {
  const resources = stateResources(state);
  const releases = resources.filter(({ type }) => type === RELEASE).map(({ urn }) => nameIn(urn));
  const missing = names.filter((name) => !releases.includes(`${full}-${name}`));
  if (missing.length > 0) {
    throw new UsageError(
      `${missing.join(", ")} of ${full} ${missing.length > 1 ? "were" : "was"} never deployed: run pulumi up --stack ${stack} once, which makes what belongs to it too.`,
    );
  }
  const project = resources[0]!.urn.split("::")[1]!;
  const target = (release: string) => `urn:pulumi:${stack}::${project}::**${RELEASE}::${full}-${release}`;
  return names.flatMap((name) => [target(name), ...(migrations ? [target(`${name}-migrate`)] : [])]);
}

/** What runs now, in words; the cluster may be what has failed. */
export async function serving(context: Context, names: readonly string[]): Promise<string> {
  try {
    const { ask } = await context.cluster();
    const each = names.map(async (name) => {
      const { image } = deployed(await history(ask, context.config.namespace, name)) ?? {};
      return image ? `${name} serves ${versionText(image)}` : `${name} has no release that went well`;
    });
    return (await Promise.all(each)).join(", ");
  } catch (error) {
    return `what serves could not be asked (${(error as Error).message})`;
  }
}
