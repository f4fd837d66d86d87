import { resolve } from "node:path";
import { UsageError } from "../../rehearsal/stack-files";
import { isReady, podsOf } from "../cluster/objects";
import { deployed, history } from "../cluster/releases";
import { type CommandSpec, type Flags, kubeconfigFile } from "../command";
import { Refused } from "../exit-codes";
import { connectCluster } from "../kubernetes";
import { openEngine } from "../stack/engine";
import { imageText, parseImage } from "../stack/images";
import { readStackConfig, type StackConfig } from "../stack/stack-file";
import { delivered } from "./deploy";

interface PromoteFlags extends Flags {
  readonly from: string;
  readonly fromKubeconfig?: string;
  readonly workload?: readonly string[];
  readonly dryRun?: boolean;
}

/** Nothing goes from a later one to an earlier one. */
const ORDER = ["dev", "staging", "prod"];

export const promote: CommandSpec<PromoteFlags> = {
  usage: "promote",
  description:
    "Deploys to one stack what runs well in another: the very images, by digest where the target pins them. Refuses what is not ready there, and the way back.",
  effect: ({ dryRun }) => (dryRun ? "reads" : "changes"),
  options: (command) =>
    command
      .requiredOption("--from <stack>", "the stack whose images are taken")
      .option("--from-kubeconfig <file>", "the way to that stack's cluster. Default: its output kubeconfig")
      .option("--workload <names...>", "these alone. Default: all that both stacks have")
      .option("--dry-run", "say what would change, and change nothing"),
  examples: ["promote --from dev --stack staging", "promote --from staging --stack prod --yes shop-prod"],
  run: async (context, _args) => {
    const { config: to, flags, env } = context;
    const cwd = resolve(flags.cwd);
    const from = readStackConfig(cwd, flags.from);
    checkWay(from, to);
    const names = named(from, to, flags.workload);
    const { ask } = await connectCluster(await way(from, flags, env), env);
    const images: Record<string, string> = {};
    for (const name of names) {
      const running = deployed(await history(ask, from.namespace, name))?.image;
      if (running === undefined)
        throw new Refused(`${name} of ${from.name} has no release that went well: nothing was done.`);
      const pods = await podsOf(ask, from.namespace, name);
      const unready = pods.filter(
        (pod) => !pod.metadata.deletionTimestamp && !isReady(pod) && pod.status?.phase !== "Succeeded",
      );
      if (unready.length > 0 && !["cron", "task"].includes(from.workloads[name]!.kind)) {
        throw new Refused(
          `${name} of ${from.name} is not well: ${unready.length} of ${pods.length} pods are not ready. See: npm run ops -- why ${name} --stack ${flags.from}`,
        );
      }
      images[name] = pinned(
        name,
        running,
        to,
        pods.flatMap(({ status }) => status?.containerStatuses ?? []).map(({ imageID = "" }) => imageID),
      );
    }
    return delivered(context, images, flags.dryRun ? { dryRun: true } : {});
  },
};

/** @throws UsageError where nothing runs there yet */
async function way(from: StackConfig, { cwd, fromKubeconfig }: PromoteFlags, env: NodeJS.ProcessEnv): Promise<string> {
  if (fromKubeconfig !== undefined) return kubeconfigFile(fromKubeconfig);
  const { kubeconfig } = await (await openEngine(from.stack, resolve(cwd), env)).outputs();
  if (kubeconfig === undefined) throw new UsageError(`${from.name} gives no kubeconfig: nothing runs there yet.`);
  return typeof kubeconfig === "string" ? kubeconfig : JSON.stringify(kubeconfig);
}

function checkWay(from: StackConfig, to: StackConfig): void {
  if (from.stack === to.stack) throw new Refused(`${from.name} is both: name two stacks.`);
  if (ORDER.indexOf(from.environment) > ORDER.indexOf(to.environment)) {
    throw new Refused(
      `From ${from.environment} to ${to.environment} nothing is promoted: versions go ${ORDER.join(" → ")}. To take a version back: npm run ops -- rollback.`,
    );
  }
}

function named(from: StackConfig, to: StackConfig, only: readonly string[] | undefined): readonly string[] {
  const both = Object.keys(to.workloads).filter((name) => to.workloads[name]!.image && from.workloads[name]?.image);
  const missing = (only ?? []).filter((name) => !both.includes(name));
  if (missing.length > 0 || both.length === 0) {
    throw new UsageError(
      `${missing.join(", ") || "No workload"} has an image in both ${from.name} and ${to.name}; both have ${both.join(", ") || "none"}.`,
    );
  }
  return only ?? both;
}

/** Where the target holds images to digests, the digest that ran is asked for there too. */
function pinned(name: string, running: string, to: StackConfig, imageIds: readonly string[]): string {
  const image = parseImage(running);
  if (image.digest || !to.workloads[name]!.image!.includes("@")) return running;
  const digest = imageIds
    .map((id) => /^(.+)@(sha256:[0-9a-f]{64})$/.exec(id))
    .find((found) => found?.[1]?.endsWith(image.repository))?.[2];
  if (digest === undefined) {
    throw new Refused(
      `${to.name} holds ${name} to a digest, and which digest of ${running} has run is not known. Deploy it by digest to the earlier stack first.`,
    );
  }
  return imageText({ ...image, digest });
}
