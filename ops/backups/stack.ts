import { spawnSync } from "node:child_process";
import { UsageError } from "../../rehearsal/stack-files";

/** What the commands need to know of a stack: its outputs. */
export interface BackedUpStack {
  /** `<app>-<deployment>`. */
  readonly name: string;
  /** Stateful things are protected: nothing is overwritten without the name being given. */
  readonly protect: boolean;
  readonly namespace: string;
  readonly stores: readonly string[];
  readonly kubeconfig: string;
  /** Store → its address. */
  readonly hosts: Readonly<Record<string, string>>;
}

export interface StackOptions {
  readonly stack: string;
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
}

/**
 * Reads a stack's outputs with the Pulumi CLI.
 * @throws UsageError where there is no such stack, or it backs nothing up
 */
export function backedUpStack({ stack, cwd, env }: StackOptions): BackedUpStack {
  const args = ["stack", "output", "--json", "--show-secrets", "--stack", stack, "--cwd", cwd];
  const { status, stdout, stderr, error } = spawnSync("pulumi", args, { env, encoding: "utf8", maxBuffer: 2 ** 26 });
  if (error) throw new UsageError(`The Pulumi CLI could not be run (${error.message}): npx pulumi works in its place.`);
  if (status !== 0) throw new UsageError(`pulumi stack output: ${stderr.trim()}`);
  const outputs = JSON.parse(stdout) as {
    backups?: Omit<BackedUpStack, "kubeconfig" | "hosts">;
    kubeconfig?: unknown;
    foundation?: { stores?: Record<string, { host?: string }> };
  };
  const { backups, kubeconfig } = outputs;
  if (backups === undefined || kubeconfig === undefined) {
    throw new UsageError(
      `The stack ${stack} backs nothing up by jobs. Add slipway:backups: { stores: { <store>: {} } } and run pulumi up.`,
    );
  }
  const hosts = Object.fromEntries(
    Object.entries(outputs.foundation?.stores ?? {}).flatMap(([name, { host }]) => (host ? [[name, host]] : [])),
  );
  return { ...backups, hosts, kubeconfig: typeof kubeconfig === "string" ? kubeconfig : JSON.stringify(kubeconfig) };
}

/** @throws UsageError naming the stores that there are */
export function checkStore({ stores, name }: BackedUpStack, store: string): void {
  if (stores.includes(store)) return;
  throw new UsageError(`${name} does not back up "${store}". It backs up: ${stores.join(", ")}.`);
}
