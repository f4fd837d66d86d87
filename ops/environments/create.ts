import { resolve } from "node:path";
import type { CommandSpec, Flags } from "../command";
import { Failed, Refused } from "../exit-codes";
import { parseImage, workloadsFor } from "../stack/images";
import type { StackConfig } from "../stack/stack-file";
import { lifetime } from "./lifetime";
import { Register } from "./register";
import { environmentFile, environmentName } from "./stack-file";
import { EnvironmentStacks } from "./stacks";

interface CreateFlags extends Flags {
  readonly ttl: string;
  readonly image?: readonly string[];
  readonly organization?: string;
}

/** Which stack's cluster is meant, for all commands of environments. */
export const sharedStack = { default: "dev", description: "the stack whose cluster is shared" };

export const create: CommandSpec<CreateFlags> = {
  usage: "create <name>",
  description:
    "Makes an environment on demand: the workloads of a stack once more, in a namespace of their own of its cluster, with hosts and databases of their own. It goes when its time is up. Again, it is brought up to date and its time begins anew. Never of prod.",
  effect: "changes",
  stack: sharedStack,
  consentBy: ({ name }) => name,
  options: (command) =>
    command
      .option("--ttl <time>", "how long it lives: 90m, 48h, 7d; 14d at most", "48h")
      .option(
        "--image <images...>",
        "images to run instead of the stack's, for all workloads that run another version of them",
      )
      .option(
        "--organization <name>",
        "what Pulumi Cloud calls the organization of the stack. Default: yours; in a folder or bucket there is none",
      ),
  examples: ["env create pr-123 --ttl 48h", "env create pr-123 --image ghcr.io/acme/api:pr-123 --stack dev"],
  run: async (context, [given = ""]) => {
    const { config, flags, say, now } = context;
    shareable(config);
    const name = environmentName(config, resolve(flags.cwd), given);
    const began = now();
    const until = new Date(began.getTime() + lifetime(flags.ttl)).toISOString();
    const images = imagesFor(config, flags.image ?? []);
    const register = new Register(await context.cluster(), config.namespace);
    const stacks = new EnvironmentStacks(context);
    const before = await register.find(name.stack);
    if (!before) await stacks.unused(name, config.name);
    const organization = await stacks.organization(flags.organization);
    const file = environmentFile(config, name, { until, images, organization });
    const { hosts, without } = file;
    await register.write({
      stack: name.stack,
      full: name.full,
      until,
      made: before?.made ?? began.toISOString(),
      hosts,
    });
    if (without.length > 0) say(`without ${without.join(", ")}: each has a place of its own, which is not made twice`);
    try {
      const engine = await stacks.make(name, file, config.stack);
      const changes = await engine.up([], (line) => say(`  ${line.trim()}`));
      const reached =
        hosts.length > 0 ? hosts.map((host) => `https://${host}`).join(", ") : `the namespace ${name.full}`;
      return {
        succeeded: true,
        summary: `${name.full} is there until ${until}: ${reached}`,
        ...{ environment: name.stack, full: name.full, namespace: name.full, until, hosts, without },
        changes: changes.length,
      };
    } catch (error) {
      throw new Failed(
        `${(error as Error).message}\n  ${name.full} is half made, and goes at ${until}. Create it again, or: npm run ops -- env destroy ${name.stack} --stack ${config.stack} --yes ${name.full}`,
      );
    }
  },
};

/** @throws Refused where a stack's cluster takes no environments */
export function shareable(config: StackConfig): void {
  if (config.environment === "prod")
    throw new Refused(`${config.name} is prod: its cluster takes no environments on demand. Nothing was done.`);
  if (config.ephemeral)
    throw new Refused(
      `${config.name} is an environment on demand itself: name the stack that it shares with. Nothing was done.`,
    );
  if (config.layer !== "all" && config.layer !== "workloads")
    throw new Refused(
      `${config.stack} owns the ${config.layer} alone: name the stack of its workloads. Nothing was done.`,
    );
}

const imagesFor = ({ workloads }: StackConfig, images: readonly string[]): Record<string, string> =>
  Object.fromEntries(
    images.flatMap((image) => workloadsFor(parseImage(image), workloads).map((name) => [name, image])),
  );
