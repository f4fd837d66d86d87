import { spawnSync } from "node:child_process";
import { UsageError } from "../../rehearsal/stack-files";
import type { Target } from "./operator-parts";

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
  /** Stores that an operator in the cluster backs up. */
  readonly operated: Readonly<Record<string, Target>>;
  /** Stores that are a MongoDB, whose databases nobody can rename. */
  readonly documents: readonly string[];
  /** Stores with a pool before them. */
  readonly pooled: readonly string[];
}

export interface StackOptions {
  readonly stack: string;
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
}

/**
 * Reads a stack's outputs with the Pulumi CLI.
 * @throws UsageError where there is no such stack
 */
export function backedUpStack({ stack, cwd, env }: StackOptions): BackedUpStack {
  const args = ["stack", "output", "--json", "--show-secrets", "--stack", stack, "--cwd", cwd];
  const { status, stdout, stderr, error } = spawnSync("pulumi", args, { env, encoding: "utf8", maxBuffer: 2 ** 26 });
  if (error) throw new UsageError(`The Pulumi CLI could not be run (${error.message}): npx pulumi works in its place.`);
  if (status !== 0) throw new UsageError(`pulumi stack output: ${stderr.trim()}`);
  const outputs = JSON.parse(stdout) as {
    backups?: Pick<BackedUpStack, "name" | "protect" | "namespace" | "stores">;
    operated?: Pick<Target, "protect" | "namespace"> & {
      readonly name: string;
      readonly stores: Readonly<Record<string, Pick<Target, "cluster" | "storage" | "database" | "safetyDays">>>;
    };
    kubeconfig?: unknown;
    foundation?: { name?: string; stores?: Record<string, { kind?: string; host?: string; pool?: object }> };
  };
  const { backups, operated: given, kubeconfig = "", foundation = {} } = outputs;
  const { name: own = "", protect = false, namespace = "", stores: objects = {} } = given ?? {};
  const operated = Object.fromEntries(
    Object.entries(objects).map(([store, object]) => [store, { stack: own, protect, namespace, ...object }]),
  );
  const stores = Object.entries(foundation.stores ?? {});
  const hosts = Object.fromEntries(stores.flatMap(([name, { host }]) => (host ? [[name, host]] : [])));
  const documents = stores.flatMap(([name, { kind }]) => (kind === "mongodb" ? [name] : []));
  const pooled = stores.flatMap(([name, { pool }]) => (pool ? [name] : []));
  // Without jobs the cloud's own databases are there all the same, and say themselves whether they are protected.
  const { name = given?.name ?? foundation.name ?? stack } = backups ?? {};
  return {
    ...{ name, protect: false, namespace: "", stores: [], ...backups, hosts, documents, pooled, operated },
    kubeconfig: typeof kubeconfig === "string" ? kubeconfig : JSON.stringify(kubeconfig),
  };
}

/** @throws UsageError naming the stores that there are */
export function checkStore({ stores: dumped, operated, name }: BackedUpStack, store: string): void {
  if (dumped.includes(store)) return;
  const stores = [...dumped, ...Object.keys(operated)];
  if (stores.length === 0) {
    throw new UsageError(
      `The stack ${name} backs nothing up by jobs. Add slipway:backups: { stores: { <store>: {} } } and run pulumi up.`,
    );
  }
  throw new UsageError(`${name} does not back up "${store}". It backs up: ${stores.join(", ")}.`);
}
