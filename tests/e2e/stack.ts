/** Runs Slipway's own program, unchanged, on the real engine: simulated accounts, one real Kubernetes API for all. */
import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parse, stringify } from "yaml";
import type { Instance } from "../../rehearsal/clouds/model";
import type { CloudState } from "../../rehearsal/clouds/simulated-cloud";
import { type PulumiHome, type PulumiResult, runPulumi } from "./language-host/pulumi-home";
import { type Call, readCalls } from "./providers/calls";
import { type FaultRule, faultHits, writeFaults } from "./providers/faults";
import { locked, readJson, writeJson } from "./providers/files";
import { type SimulationSettings, settingsToEnv } from "./providers/settings";

const repository = join(__dirname, "../..");

/** What a program finds in its own folder; stack files are each stack's own. */
const programParts = readdirSync(repository).filter(
  (name) => !name.startsWith(".") && !/^Pulumi\..+\.yaml$/.test(name),
);

/** Plain JSON-like config of a stack, without the `slipway:` before each key. */
export type Config = Readonly<Record<string, unknown>>;

export interface StackOptions {
  /** Whose `Pulumi.<name>.yaml` of the repository it begins with; "none" begins with nothing. @default "dev" */
  readonly like?: "dev" | "staging" | "prod" | "none";
  /**
   * A project below the repository's root that it is a stack of, such as `examples/revrx`: run in that folder, as its README
   * says, and with its stack file in the place of `like`'s. @default the repository's own
   */
  readonly project?: { readonly folder: string; readonly like: string };
  /** Laid over it, key by key; undefined takes a key out. */
  readonly config?: Config;
  /** A stack whose folder and account it shares, in another region perhaps. @default it has its own */
  readonly beside?: Stack;
  /** The account that the credentials are for. @default the one that the config names */
  readonly account?: string;
}

/** A resource in a stack's state. */
export interface StateResource {
  readonly urn: string;
  readonly type: string;
  readonly id?: string;
  readonly inputs?: Record<string, unknown>;
  readonly outputs?: Record<string, unknown>;
  readonly parent?: string;
  /** URN of its provider, and the provider's id after two more colons. */
  readonly provider?: string;
  readonly protect?: boolean;
  readonly delete?: boolean;
  readonly initErrors?: readonly string[];
}

/** A stack's state. */
export interface Deployment {
  readonly resources?: readonly StateResource[];
  readonly pending_operations?: readonly { readonly type: string; readonly resource: StateResource }[];
}

/** One stack in a project folder of its own. */
export class Stack {
  /** The project's folder, which `pulumi` is run in. */
  readonly folder: string;
  protected readonly settings: SimulationSettings;
  private config: Config;
  /** Variables over those of the home, for what a test wants to be different. */
  readonly env: Record<string, string> = {};

  constructor(
    readonly name: string,
    root: string,
    protected readonly home: PulumiHome,
    charts: string,
    cluster: string,
    { like = "dev", project, config = {}, account }: StackOptions,
  ) {
    const simulation = join(root, "account");
    mkdirSync(simulation, { recursive: true });
    // Linked, not copied: Node.js follows the links back, so that what runs is the repository's own code.
    for (const part of programParts) {
      const linked = join(root, part);
      if (project?.folder.split("/")[0] !== part && !existsSync(linked)) symlinkSync(join(repository, part), linked);
    }
    this.folder = join(root, project?.folder ?? "");
    if (project) {
      mkdirSync(this.folder, { recursive: true });
      symlinkSync(join(repository, project.folder, "Pulumi.yaml"), join(this.folder, "Pulumi.yaml"));
    }
    const file = join(project?.folder ?? "", `Pulumi.${project?.like ?? like}.yaml`);
    const base: Config = like === "none" ? {} : { ...stackFile(file), chartMirror: charts };
    this.config = lay(base, config) as Config;
    this.settings = {
      state: join(simulation, "state.json"),
      faults: join(simulation, "faults.json"),
      log: join(simulation, "calls.jsonl"),
      account: account ?? String(this.config.account ?? "111111111111"),
      cluster,
    };
    this.write();
  }

  /** `pulumi stack init`. */
  async init(): Promise<void> {
    await this.succeed("stack", "init", this.name);
  }

  /** Runs `pulumi`; what fails is a result, not an error. */
  pulumi(...args: string[]): Promise<PulumiResult> {
    return runPulumi({ ...this.home, env: this.environment }, this.folder, args);
  }

  /** The environment that `pulumi` runs in, over that of the tests. */
  get environment(): Record<string, string> {
    return { ...this.home.env, ...settingsToEnv(this.settings), ...this.env };
  }

  /** Runs `pulumi` and gives its stdout. @throws Error with all that it said when it fails */
  async succeed(...args: string[]): Promise<string> {
    const { code, output, stdout } = await this.pulumi(...args);
    if (code !== 0) throw new Error(`pulumi ${args.join(" ")} failed:\n${output}`);
    return stdout;
  }

  /** Runs `pulumi` and gives all that it said. @throws Error when it succeeds */
  async refused(...args: string[]): Promise<string> {
    const { code, output } = await this.pulumi(...args);
    if (code === 0) throw new Error(`pulumi ${args.join(" ")} went through:\n${output}`);
    return output;
  }

  up(...args: string[]): Promise<string> {
    return this.succeed("up", "--yes", "--skip-preview", ...args);
  }

  upRefused(...args: string[]): Promise<string> {
    return this.refused("up", "--yes", "--skip-preview", ...args);
  }

  destroy(...args: string[]): Promise<string> {
    return this.succeed("destroy", "--yes", "--skip-preview", ...args);
  }

  /** Lays changes over the config, key by key; undefined takes a key out. */
  configure(changes: Config): void {
    this.config = lay(this.config, changes) as Config;
    this.write();
  }

  /** The stack's state as the backend keeps it, secrets encrypted: what `pulumi stack export` gives, without its second. */
  async exported(): Promise<Deployment> {
    const { checkpoint } = readJson<{ checkpoint: { latest?: Deployment } }>(this.stateFile, { checkpoint: {} });
    return checkpoint.latest ?? {};
  }

  /** What stands in the account, made by the stack or left by it. */
  get instances(): readonly Instance[] {
    const { instances } = readJson<CloudState>(this.settings.state, { instances: [] });
    return instances.filter(({ urn }) => !urn.startsWith("urn:pulumi:existing::"));
  }

  /** Changes the account behind the stack's back. */
  change(edit: (instances: readonly Instance[]) => readonly Instance[]): void {
    locked(this.settings.state, () => {
      const { instances } = readJson<CloudState>(this.settings.state, { instances: [] });
      writeJson(this.settings.state, { instances: edit(instances) });
    });
  }

  /** Replaces the faults that are still to come. */
  faults(...rules: FaultRule[]): void {
    writeFaults(this.settings.faults, rules);
  }

  /** How often each rule has struck. */
  get faultHits(): readonly number[] {
    return faultHits(this.settings.faults);
  }

  /** What the providers were asked so far, previews and all. */
  get calls(): readonly Call[] {
    return readCalls(this.settings.log);
  }

  /** The calls that changed something since the log was that long. */
  changes(since = 0): readonly Call[] {
    return this.calls
      .slice(since)
      .filter(({ method, preview }) => !preview && ["Create", "Update", "Delete"].includes(method));
  }

  /** The backend's file with this stack's state. */
  get stateFile(): string {
    const project = String(readYaml(join(this.folder, "Pulumi.yaml"))["name"]);
    return join(this.home.state, ".pulumi/stacks", project, `${this.name}.json`);
  }

  private write(): void {
    const file = join(this.folder, `Pulumi.${this.name}.yaml`);
    // The engine keeps the salt of the stack's secrets there.
    const { config: _, ...kept } = readYaml(file);
    const own = Object.entries(this.config).map(([key, value]) => [`slipway:${key}`, value]);
    // A bare moment is a date to the engine's reader, which gives it to the program in words of its own: YAML 1.1 quotes it.
    writeFileSync(file, stringify({ ...kept, config: Object.fromEntries(own) }, { schema: "yaml-1.1" }));
  }
}

/** A stack file of the repository, without the `slipway:` before each key. */
function stackFile(path: string): Config {
  const { config } = parse(readFileSync(join(repository, path), "utf8")) as { config: Config };
  return Object.fromEntries(Object.entries(config).map(([key, value]) => [key.replace(/^slipway:/, ""), value]));
}

function readYaml(file: string): Record<string, unknown> {
  try {
    return parse(readFileSync(file, "utf8")) as Record<string, unknown>;
  } catch {
    return {};
  }
}

function lay(base: unknown, over: unknown): unknown {
  if (!isTree(base) || !isTree(over)) return over;
  const keys = [...new Set([...Object.keys(base), ...Object.keys(over)])];
  const entries = keys.map((key) => [key, key in over ? lay(base[key], over[key]) : base[key]]);
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined));
}

function isTree(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
