/** Stacks that need no cluster, and `pulumi` as a process that can be interrupted and killed. */
import { spawn } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { existingIn } from "../../../rehearsal/clouds/existing";
import { waitFor } from "../cluster/process";
import { makePulumiHome } from "../language-host/pulumi-home";
import type { Call } from "../providers/calls";
import { installProviders } from "../providers/install";
import { type Config, Stack, type StackOptions, type StateResource } from "../stack";
import { AttachedStack } from "../warm/attached-stack";
import { Lanes } from "../warm/lane";

/** A backend of its own, and accounts; nothing else runs. */
export interface Accounts {
  stack(name: string, options?: StackOptions): Promise<Stack>;
  /** A stack whose commands attach to a warm process; what `begin` starts has processes of its own. */
  attached(name: string, options?: StackOptions): Promise<Stack>;
  stop(): Promise<void>;
}

/** A network that was there before. */
const network = {
  id: "vpc-0abc12345",
  cidr: "10.10.0.0/16",
  privateSubnetIds: ["subnet-0abc12341", "subnet-0abc12342"],
  dataSubnetIds: ["subnet-0abc12343", "subnet-0abc12344"],
  dataCidrs: ["10.10.8.0/24", "10.10.9.0/24"],
};

/** The foundation alone, of the dev preset: a cluster, whose nodes AWS brings, a network of its own, one secret. */
export const foundation: Config = {
  ...{ app: "shop", environment: "dev", cloud: "aws", region: "eu-west-1", account: "111111111111" },
  ...{ owner: "team-shop", costCenter: "shop", layer: "foundation" },
  ...{ cluster: { compute: "auto" }, secrets: ["payments-key"] },
};

/** The places of the other clouds: laid over a config of AWS's. */
export const otherClouds: readonly (readonly [cloud: string, place: Config])[] = [
  ["gcp", { cloud: "gcp", region: "europe-west1", account: "shop-dev-123456" }],
  ["azure", { cloud: "azure", region: "westeurope", account: "11111111-2222-3333-4444-555555555555" }],
];

/** The same in a network that was there before: about thirty resources, made in a few seconds. */
export const small: Config = { ...foundation, network: { adopt: network } };

export function startAccounts(): Accounts {
  const folder = mkdtempSync(join(tmpdir(), "slipway-faults-"));
  const home = installProviders(makePulumiHome({ folder: join(folder, "home") }), "no-cluster");
  const lanes = new Lanes();
  const begun = async (stack: Stack, { beside }: StackOptions = {}) => {
    if (beside === undefined) stack.change(() => existingIn(network));
    await stack.init();
    return stack;
  };
  const parts = (name: string, options: StackOptions = {}) =>
    [name, options.beside?.folder ?? join(folder, name), home, "", "", { like: "none", ...options }] as const;
  return {
    stack: (name, options) => begun(new Stack(...parts(name, options)), options),
    attached: (name, options) => begun(new AttachedStack(lanes, ...parts(name, options)), options),
    stop: async () => {
      await lanes.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** A `pulumi` that runs. */
export interface Run {
  /** The engine. */
  readonly pid: number;
  /** stdout and stderr so far. */
  output(): string;
  /** As Ctrl-C, to the engine alone. */
  interrupt(): void;
  /** Kills the engine and everything that it has started, without warning. */
  kill(): Promise<void>;
  /** Its exit code; nothing where it was killed. */
  readonly ended: Promise<number | null>;
}

/** @param command a limit on it, such as `["prlimit", "--fsize=1000"]`; its last part is followed by `pulumi` */
export function begin(stack: Stack, args: readonly string[], command: readonly string[] = []): Run {
  const [program, ...rest] = [...command, "pulumi", ...args, "--non-interactive", "--color=never"];
  const child = spawn(program!, rest, {
    cwd: stack.folder,
    env: { ...process.env, ...stack.environment },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (chunk: Buffer) => {
      output += chunk.toString();
    });
  }
  const ended = new Promise<number | null>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => resolve(code));
  });
  return {
    pid: child.pid!,
    output: () => output,
    interrupt: () => child.kill("SIGINT"),
    kill: async () => {
      const family = [child.pid!, ...descendants(child.pid!)];
      // All are stopped first, so that none of them notices that another is gone.
      for (const signal of ["SIGSTOP", "SIGKILL"] as const) for (const id of family) signalTo(id, signal);
      await ended;
    },
    ended,
  };
}

/** Waits until a call hangs, as its fault says. @throws Error with all that the run said when it ends before */
export function hanging(stack: Stack, since: number, run: Run): Promise<Call> {
  const hangs = async () => stack.calls.slice(since).find(({ outcome }) => outcome === "hangs");
  const over = run.ended.then((code) => {
    throw new Error(`nothing hung before it ended with ${code}:\n${run.output()}`);
  });
  return Promise.race([waitFor("a call that hangs", 90, hangs), over]);
}

/**
 * What a person does about pending creates, as docs/guides/troubleshooting.md has it: notes them, clears them all, and
 * imports those that were made after all, found by their names.
 */
export async function clearPending(stack: Stack): Promise<void> {
  const { pending_operations: pending = [] } = await stack.exported();
  await stack.succeed("refresh", "--yes", "--skip-preview", "--clear-pending-creates");
  for (const { resource } of pending) {
    const made = stack.instances.find(({ urn }) => urn === resource.urn);
    if (made) await takeOver(stack, resource, made.id);
  }
}

/** Imports what the account has and the state has not. */
async function takeOver(stack: Stack, { urn, type, parent, provider = "" }: StateResource, id: string): Promise<void> {
  await stack.succeed(
    ...["import", "--yes", "--skip-preview", "--generate-code=false", "--protect=false"],
    ...["--parent", `parent=${parent}`, "--provider", `provider=${provider.slice(0, provider.lastIndexOf("::"))}`],
    ...[type, urn.slice(urn.lastIndexOf("::") + 2), id],
  );
}

/** Processes below one, from Linux's /proc: plugins are in process groups of their own. */
function descendants(id: number): number[] {
  const parents = readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name): [number, number][] => {
      try {
        // After the command's name, which may hold anything: state, then the parent.
        const fields = readFileSync(`/proc/${name}/stat`, "utf8")
          .replace(/^.*\) /, "")
          .split(" ");
        return [[Number(name), Number(fields[1])]];
      } catch {
        return [];
      }
    });
  const below = (of: number): number[] =>
    parents.filter(([, parent]) => parent === of).flatMap(([child]) => [child, ...below(child)]);
  return below(id);
}

function signalTo(id: number, signal: NodeJS.Signals): void {
  try {
    process.kill(id, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}
