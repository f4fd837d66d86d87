import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { type Command, Option } from "commander";
import pc from "picocolors";
import { UsageError } from "../rehearsal/stack-files";
import { type Clock, machineClock } from "./clock";
import { type ExitCode, Refused } from "./exit-codes";
import { type Cluster, connectCluster } from "./kubernetes";
import { type Engine, openEngine } from "./stack/engine";
import { readStackConfig, type StackConfig } from "./stack/stack-file";

/** Options that every command of this frame has. */
export interface Flags {
  readonly stack: string;
  readonly cwd: string;
  readonly environment?: string;
  readonly kubeconfig?: string;
  readonly json?: boolean;
  readonly yes?: string | true;
}

/**
 * What a command does to a stack. What changes something in prod, and what destroys anywhere, asks for consent by the
 * stack's full name: `--yes shop-prod`.
 */
export type Effect = "reads" | "changes" | "destroys";

/** What a command works with. Pulumi and the cluster are reached when they are first asked for. */
export interface Context<F extends Flags = Flags> extends Clock {
  readonly config: StackConfig;
  readonly flags: F;
  readonly env: NodeJS.ProcessEnv;
  /** Tells people how it goes; with --json on stderr, as stdout is the outcome's alone. */
  readonly say: (line: string) => void;
  engine(): Promise<Engine>;
  cluster(): Promise<Cluster>;
}

/** How a command ended: what --json prints, apart from `text`. */
export interface Done {
  /** What the exit code 0 stands for. */
  readonly succeeded: boolean;
  /** One sentence. */
  readonly summary: string;
  /** Printed in place of the summary, where there is more to read. */
  readonly text?: string;
  readonly [detail: string]: unknown;
}

export interface CommandSpec<F extends Flags> {
  /** As commander reads it: `deploy <image>`. */
  readonly usage: string;
  readonly description: string;
  /** Option that names the stack. @default `stack` */
  readonly target?: "to";
  /** Where it depends on what is asked for: a function. */
  readonly effect: Effect | ((flags: F, args: readonly string[]) => Effect);
  /** Whose full name consent is by, where that is not the stack's. */
  readonly consentBy?: (config: StackConfig, args: readonly string[]) => string;
  /** The stack, where none is named. @default one must be */
  readonly stack?: { readonly default: string; readonly description: string };
  /** Adds its own options. */
  readonly options?: (command: Command) => Command;
  /** Lines under its help, such as examples without `npm run ops --`. */
  readonly examples: readonly string[];
  readonly run: (context: Context<F>, args: readonly string[]) => Promise<Done>;
}

/** The program and how a command's end is told. */
export interface Registry {
  readonly program: Command;
  readonly root: string;
  readonly end: (code: ExitCode) => void;
  /** Words before a command's own, such as `env`. @default none */
  readonly above?: string;
  /** @default the machine's clock */
  readonly clock?: Clock;
}

/** How a command's help ends. */
const CONSENT: Readonly<Record<Effect | "depends", string>> = {
  reads: "It changes nothing.",
  changes: "In prod it asks for --yes <full name>.",
  destroys: "It always asks for --yes <full name>.",
  depends: "What changes prod, and what takes data away anywhere, asks for --yes <full name>.",
};

/** Adds a command with the options that all have. */
export function addCommand<F extends Flags>(registry: Registry, spec: CommandSpec<F>): void {
  const { program, root, end } = registry;
  const { usage, description, effect, options = (same) => same, examples, target } = spec;
  const command = program
    .command(usage)
    .description(`${description} ${CONSENT[typeof effect === "string" ? effect : "depends"]}`)
    .addOption(stackOption(spec))
    .option("-C, --cwd <dir>", "folder with Pulumi.yaml and the stacks' configs", root)
    .option(...ENVIRONMENT)
    .option("--kubeconfig <file>", "the way to the cluster. Default: the stack's output kubeconfig")
    .option("--json", "print the outcome as JSON on stdout, and progress on stderr");
  if (effect !== "reads") command.option("--yes <name>", "consent, by the stack's full name: <app>-<stack>");
  options(command).addHelpText(
    "after",
    ["\nExamples:", ...examples.map((line) => `  npm run ops -- ${line}`)].join("\n"),
  );
  command.action(async (...given: unknown[]) => {
    const [read] = given.slice(-2) as [F & { readonly to?: string }];
    const flags = target === "to" ? { ...read, stack: read.to ?? "" } : read;
    const args = given
      .slice(0, -2)
      .flat()
      .filter((each): each is string => typeof each === "string");
    end(await perform(registry, spec, flags, args));
  });
}

function stackOption<F extends Flags>({ stack, target }: CommandSpec<F>): Option {
  if (stack === undefined)
    return new Option(`--${target ?? "stack"} <name>`, "the stack, as Pulumi calls it").makeOptionMandatory();
  return new Option("--stack <name>", stack.description).default(stack.default);
}

async function perform<F extends Flags>(
  { above, clock = machineClock }: Registry,
  { effect, run, usage, consentBy }: CommandSpec<F>,
  flags: F,
  args: readonly string[],
): Promise<ExitCode> {
  const began = clock.now().getTime();
  const { json = false } = flags;
  const cwd = resolve(flags.cwd);
  const config = readStackConfig(cwd, flags.stack);
  const needs = typeof effect === "string" ? effect : effect(flags, args);
  guard(config, flags, needs, consentBy?.(config, args));
  const say = (line: string): void => {
    (json ? process.stderr : process.stdout).write(`${line}\n`);
  };
  let engine: Promise<Engine> | undefined;
  let cluster: Promise<Cluster> | undefined;
  const context: Context<F> = {
    ...{ ...clock, config, flags, say, env: process.env },
    engine: () => {
      engine ??= openEngine(flags.stack, cwd, process.env);
      return engine;
    },
    cluster: () => {
      cluster ??= way(context).then((kubeconfig) => connectCluster(kubeconfig, process.env));
      return cluster;
    },
  };
  const { text, ...done } = await run(context, args);
  const seconds = Math.round((clock.now().getTime() - began) / 100) / 10;
  if (json) {
    const command = [above, usage.split(" ")[0]].filter(Boolean).join(" ");
    process.stdout.write(`${JSON.stringify({ command, stack: config.name, ...done, seconds }, null, 2)}\n`);
  } else {
    const mark = done.succeeded ? pc.green("✓") : pc.red("✗");
    process.stdout.write(text ?? `${mark} ${done.summary} ${pc.dim(`(${seconds} s)`)}\n`);
  }
  return done.succeeded ? 0 : 2;
}

/**
 * @param name whose consent it takes
 * @throws Refused where another environment is meant, or consent is missing
 */
export function guard(
  config: StackConfig,
  { environment, yes }: Pick<Flags, "environment" | "yes">,
  effect: Effect,
  name = config.name,
): void {
  if (environment !== undefined && environment !== config.environment) {
    throw new Refused(
      `${config.name} is of the environment ${config.environment}, and --environment says ${environment}: nothing was done.`,
    );
  }
  if (yes !== undefined && yes !== name) {
    throw new Refused(`--yes ${yes} is the name of another stack: this one is ${name}. Nothing was done.`);
  }
  const needed = effect === "destroys" || (effect === "changes" && config.environment === "prod");
  if (needed && yes === undefined) {
    const why = effect === "destroys" ? "This takes something away" : "This changes prod";
    throw new Refused(`${why}. Say that you mean ${name}: --yes ${name}`);
  }
}

/** The same refusal for commands that stand outside of this frame. @throws Refused where another environment is meant */
export function inEnvironment(cwd: string, stack: string, environment: string | undefined): void {
  if (environment !== undefined) guard(readStackConfig(resolve(cwd), stack), { environment }, "reads");
}

/** The option that asks for it. */
export const ENVIRONMENT = [
  "--environment <name>",
  "refuse where the stack is of another environment: dev, staging, prod",
] as const;

/** The kubeconfig: the file that was named, or the stack's output. */
async function way({ flags, config, engine }: Context): Promise<string> {
  if (flags.kubeconfig !== undefined) return kubeconfigFile(flags.kubeconfig);
  const { kubeconfig } = await (await engine()).outputs();
  if (kubeconfig === undefined) {
    throw new UsageError(
      `${config.name} gives no kubeconfig: it has not been made yet. Run pulumi up --stack ${config.stack} first.`,
    );
  }
  return typeof kubeconfig === "string" ? kubeconfig : JSON.stringify(kubeconfig);
}

/** @throws UsageError where there is no such file */
export function kubeconfigFile(path: string): string {
  const file = resolve(path);
  if (!existsSync(file)) throw new UsageError(`There is no file ${file}.`);
  return readFileSync(file, "utf8");
}
