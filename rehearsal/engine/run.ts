import { runtime } from "@pulumi/pulumi";
import * as state from "@pulumi/pulumi/runtime/state";
import { allCatalogues } from "../clouds/catalogues";
import type { Instance, Properties } from "../clouds/model";
import { SimulatedCloud } from "../clouds/simulated-cloud";
import { takeHooks } from "./hooks";
import { Monitor } from "./monitor";
import { type Order, orderOf, waitsFor } from "./order";
import type { ResourceRecord } from "./record";
import { withoutBallast } from "./speed";
import { catchStrays } from "./strays";

/** `up`: everything is known, as after an update. `preview`: what the cloud computes is unknown, as before one. */
export type Mode = "up" | "preview";

export interface RunArgs {
  /** The program: what `index.ts` exports, or a function that builds components. */
  readonly program: () => unknown;
  readonly project: string;
  readonly stack: string;
  /** Where `Pulumi.yaml` is. @default the working directory */
  readonly folder?: string;
  /** @default "up" */
  readonly mode?: Mode;
  /** Keys with their namespace (`slipway:app`), values as strings, as the engine gives them. */
  readonly config?: Readonly<Record<string, string>>;
  /** Keys of `config` that are secret. */
  readonly secretKeys?: readonly string[];
  readonly region?: string;
  /** Twelve digits. */
  readonly account?: string;
  /** What exists before the run. */
  readonly existing?: readonly Instance[];
  /** Outputs of other stacks by name, for stack references. */
  readonly stackOutputs?: Readonly<Record<string, Properties>>;
  readonly onResource?: (record: ResourceRecord) => void;
}

/** What a run has shown. */
export interface Run {
  /** In the order of registration; the stack itself is the first. */
  readonly resources: readonly ResourceRecord[];
  readonly outputs: Properties;
  /** Keys of `outputs` that are secret. */
  readonly secretOutputs: readonly string[];
  readonly order: Order;
  readonly cloud: SimulatedCloud;
}

/** Place that a run is in when nothing else is said; the account number is the one AWS uses in its own examples. */
export const defaultPlace = { region: "eu-central-1", account: "123456789012" } as const;

/**
 * Runs a Pulumi program in this process against simulated clouds. One run at a time: the SDK keeps its state in the
 * process; each run begins with a fresh one.
 * @throws Error with the first failure: what the program threw, or what the cloud refused.
 */
export async function run(args: RunArgs): Promise<Run> {
  const preview = args.mode === "preview";
  const cloud = new SimulatedCloud({
    catalogues: allCatalogues,
    region: args.region ?? defaultPlace.region,
    account: args.account ?? defaultPlace.account,
    state: { instances: [...(args.existing ?? [])] },
  });
  const failure = firstFailure();
  const { project, stack, stackOutputs = {}, onResource } = args;
  const monitor = new Monitor({ cloud, project, stack, preview, stackOutputs, onResource, onFailure: failure.set });
  const release = catchStrays((error) => {
    monitor.stop();
    failure.set(error);
  });
  try {
    runtime.setMockOptions(monitor, project, stack, preview, "organization");
    tellFolder(args.folder ?? process.cwd());
    takeHooks();
    runtime.setAllConfig({ ...args.config }, [...(args.secretKeys ?? [])]);
    await withoutBallast(() => Promise.race([register(args.program), failure.promise]), monitor);
  } finally {
    await release();
  }
  failure.check();
  const resources = [...monitor.records.values()];
  refuseUnordered(resources, cloud);
  const root = resources.find((record) => record.type === "pulumi:pulumi:Stack");
  return {
    resources,
    outputs: root?.outputs ?? {},
    secretOutputs: root?.secretOutputs ?? [],
    order: orderOf(resources),
    cloud,
  };
}

/** What the SDK's own types leave out. */
const { getStore } = state as unknown as { getStore(): { settings: { options: { rootDirectory?: string } } } };

/** What `getRootDirectory` says. The engine tells it by the environment, which the SDK reads once: a second run could not. */
function tellFolder(folder: string): void {
  getStore().settings.options.rootDirectory = folder;
}

/**
 * A resource that names another by a literal (a fixed name, say) finds it only by luck unless it also waits for it: the
 * real engine works on many at a time.
 * @throws Error naming both
 */
function refuseUnordered(resources: readonly ResourceRecord[], cloud: SimulatedCloud): void {
  const byUrn = new Map(resources.map((resource) => [resource.urn, resource]));
  for (const { from, to } of cloud.links) {
    const [user, used] = [byUrn.get(from), byUrn.get(to)];
    if (!user || !used || user.dependencies.includes(to) || waitsFor(byUrn, from, to)) continue;
    throw new Error(
      `${user.name} [${user.type}] names ${used.name} [${used.type}] but does not wait for it: ` +
        "pass its output instead of a literal, or add it to dependsOn",
    );
  }
}

/** Keeps the first of several failures: the others follow from it, or come once the program itself has ended. */
function firstFailure(): { promise: Promise<never>; set: (error: Error) => void; check: () => void } {
  let first: Error | undefined;
  let reject: (error: Error) => void = () => undefined;
  const promise = new Promise<never>((_, no) => {
    reject = no;
  });
  promise.catch(() => undefined);
  return {
    promise,
    set: (error) => {
      first ??= error;
      reject(first);
    },
    check: () => {
      if (first) throw first;
    },
  };
}

async function register(program: () => unknown): Promise<void> {
  await runtime.runInPulumiStack(async () => (await program()) as object | undefined);
  await runtime.disconnect();
}
