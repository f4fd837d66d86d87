import { rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { UsageError } from "../../rehearsal/stack-files";
import { scopeName } from "../../stacks/plan/names";
import type { CommandSpec, Context, Flags } from "../command";
import { Failed } from "../exit-codes";
import { shareable, sharedStack } from "./create";
import { distance } from "./lifetime";
import { Register, type Registered } from "./register";
import { EnvironmentStacks } from "./stacks";

export const listing: CommandSpec<Flags> = {
  usage: "list",
  description: "Says which environments on demand there are, the first to go first.",
  effect: "reads",
  stack: sharedStack,
  examples: ["env list", "env list --stack dev --json"],
  run: async (context) => {
    const { config, now } = context;
    const environments = await new Register(await context.cluster(), config.namespace).all();
    const lines = environments.map(({ stack, until, hosts }) =>
      `${stack}  ${until}  ${distance(new Date(until), now())}  ${hosts.join(", ")}`.trimEnd(),
    );
    return {
      succeeded: true,
      summary: `${environments.length} environments`,
      text: lines.length > 0 ? `${lines.join("\n")}\n` : `${config.name} shares its cluster with none\n`,
      environments: environments.map((each) => ({ ...each, over: new Date(each.until) <= now() })),
    };
  },
};

export const destroy: CommandSpec<Flags> = {
  usage: "destroy <name>",
  description: "Takes an environment on demand away at once, with its databases.",
  effect: "destroys",
  stack: sharedStack,
  consentBy: ({ app }, [name = ""]) => scopeName(app, name),
  examples: ["env destroy pr-123 --yes shop-pr-123"],
  run: async (context, [name = ""]) => {
    const { config } = context;
    shareable(config);
    const register = new Register(await context.cluster(), config.namespace);
    const found = await register.find(name);
    if (!found) {
      const known = (await register.all()).map(({ stack }) => stack).join(", ") || "none";
      throw new UsageError(`${config.name} has no environment "${name}"; there are ${known}.`);
    }
    await end(context, register, found);
    return { succeeded: true, summary: `${found.full} is gone`, environment: name, full: found.full };
  },
};

interface ReapFlags extends Flags {
  readonly dryRun?: boolean;
}

export const reap: CommandSpec<ReapFlags> = {
  usage: "reap",
  description:
    "Takes away every environment on demand whose time is up. One that cannot be taken away stays on the list, and the others still go. Meant to be run every hour.",
  effect: ({ dryRun }) => (dryRun ? "reads" : "destroys"),
  stack: sharedStack,
  options: (command) => command.option("--dry-run", "say which would go, and do nothing"),
  examples: ["env reap --stack dev --yes shop-dev", "env reap --dry-run"],
  run: async (context) => {
    const { config, flags, now, say } = context;
    shareable(config);
    const register = new Register(await context.cluster(), config.namespace);
    const all = await register.all();
    // One whose end cannot be read has none, and would stay for ever.
    const over = all.filter(({ until }) => !(new Date(until) > now()));
    const names = over.map(({ stack }) => stack);
    if (flags.dryRun) return { succeeded: true, summary: `would take away ${names.join(", ") || "none"}`, due: names };
    const gone: string[] = [];
    const failed: { environment: string; why: string }[] = [];
    for (const environment of over) {
      try {
        await end(context, register, environment);
        gone.push(environment.stack);
        say(`${environment.full} is gone: ${distance(new Date(environment.until), now())}`);
      } catch (error) {
        failed.push({ environment: environment.stack, why: (error as Error).message });
        say(`${environment.full} is still there: ${(error as Error).message}`);
      }
    }
    const stay = all.length - gone.length;
    return {
      succeeded: failed.length === 0,
      summary: `${gone.length} of ${over.length} whose time is up are gone, ${stay} stay`,
      ...{ gone, failed },
    };
  },
};

/** All that it made, then its stack and file, and last its entry: cut off anywhere, it is found again. */
async function end(context: Context<Flags>, register: Register, { stack, full }: Registered): Promise<void> {
  const { say, flags } = context;
  const stacks = new EnvironmentStacks(context);
  if (await stacks.has(stack)) {
    say(`${full}: destroying …`);
    const engine = await stacks.open(stack);
    await engine.destroy((line) => say(`  ${line.trim()}`));
    await stacks.forget(stack);
  }
  rmSync(join(resolve(flags.cwd), `Pulumi.${stack}.yaml`), { force: true });
  const namespace = await (await context.cluster()).ask(`/api/v1/namespaces/${encodeURIComponent(full)}`);
  const { status } = (namespace ?? {}) as { status?: { phase?: string } };
  if (namespace !== undefined && status?.phase !== "Terminating")
    throw new Failed(`the namespace ${full} is there, and no stack made it: look at it, and delete it by hand.`);
  await register.forget(stack);
}
