import { UsageError } from "../../rehearsal/stack-files";
import type { CommandSpec, Context, Done, Flags } from "../command";
import { parseImage, versionText, workloadsFor } from "../stack/images";
import { followUp } from "../traffic/follow-up";
import { type Images, type RollOutOptions, rollOut } from "./roll-out";

interface DeployFlags extends Flags {
  readonly workload?: readonly string[];
  readonly dryRun?: boolean;
  readonly commit?: string;
  readonly committedAt?: string;
}

export const deploy: CommandSpec<DeployFlags> = {
  usage: "deploy <image>",
  description:
    "Deploys an image: to every workload that runs another version of it, migrations first, and touches nothing else. A version that does not become ready is taken back, and the stack's file with it.",
  effect: ({ dryRun }) => (dryRun ? "reads" : "changes"),
  options: (command) =>
    command
      .option("--workload <names...>", "these alone; also where an image of another name takes over")
      .option(
        "--commit <hash>",
        "the commit that it was built from; with --committed-at: lead times are counted from it",
      )
      .option("--committed-at <time>", "what `git show --no-patch --format=%cI` prints")
      .option("--dry-run", "say what would change, and change nothing"),
  examples: [
    "deploy ghcr.io/acme/shop-api:2.8.0 --stack dev",
    "deploy ghcr.io/acme/shop-api:2.8.0 --workload api --stack staging --environment staging",
  ],
  run: async (context, [given = ""]) => {
    const { config, flags } = context;
    const image = parseImage(given);
    const names = workloadsFor(image, config.workloads, flags.workload);
    return delivered(context, Object.fromEntries(names.map((name) => [name, given])), {
      ...(flags.dryRun && { dryRun: true }),
      ...commitOf(flags),
    });
  },
};

function commitOf({ commit: id, committedAt: madeAt }: DeployFlags): Pick<RollOutOptions, "commit"> {
  if (id === undefined && madeAt === undefined) return {};
  if (id === undefined || madeAt === undefined)
    throw new UsageError("--commit and --committed-at go together: give both.");
  if (!/^[0-9a-f]{7,64}$/.test(id)) throw new UsageError(`--commit ${id}: give its hash, 7 to 64 hexadecimal digits.`);
  if (Number.isNaN(Date.parse(madeAt)))
    throw new UsageError(`--committed-at ${madeAt} is no time: give what \`git show --no-patch --format=%cI\` prints.`);
  return { commit: { id, madeAt } };
}

/** Rolls images out and says so; what runs them already is left alone. */
export async function delivered(context: Context, images: Images, options: RollOutOptions = {}): Promise<Done> {
  const { config } = context;
  const due = Object.fromEntries(
    Object.entries(images).filter(([name, image]) => config.workloads[name]?.image !== image),
  );
  if (Object.keys(due).length === 0) {
    return {
      succeeded: true,
      summary: `${Object.keys(images).join(", ")} of ${config.name}: nothing to do, the config asks for it already`,
      images,
      changes: [],
    };
  }
  const { before, changes } = await rollOut(context, due, options);
  const what = Object.entries(due).map(([name, image]) => `${name} ${versionText(image)}`);
  const next = followUp(config, Object.keys(due));
  const summary = options.dryRun
    ? `would change ${changes.map(({ name, operation }) => `${name} (${operation})`).join(", ") || "nothing"}`
    : `${config.name} runs ${what.join(", ")}${next ? `. ${next}` : ""}`;
  return { succeeded: true, summary, images: due, before, changes };
}
