/** What the stacks of a test file share: one real Kubernetes API, the charts, a backend, simulated providers. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Disks, startDisks } from "./charts/disks";
import { type ChartRepository, startChartRepository } from "./charts/repository";
import { type Cluster, startCluster } from "./cluster/cluster";
import { makePulumiHome, type PulumiHome } from "./language-host/pulumi-home";
import { writeJson } from "./providers/files";
import { installProviders } from "./providers/install";
import type { StackOptions } from "./stack";
import { AttachedStack } from "./warm/attached-stack";
import { Lanes } from "./warm/lane";

/** The parts that stacks share. One for each test file. */
export interface Harness {
  readonly cluster: Cluster;
  readonly charts: ChartRepository;
  readonly home: PulumiHome;
  /** Makes a stack with an account of its own. Its config is one of the repository's stack files, with changes laid over. */
  stack(name: string, options?: StackOptions): Promise<AttachedStack>;
  stop(): Promise<void>;
}

/** Choices for {@link startHarness}. */
export interface HarnessOptions {
  /**
   * How often the engine writes a stack's state: after each step, as people run it, or once a command ends, failed or not
   * (`PULUMI_SKIP_CHECKPOINTS`). Writing hundreds of resources hundreds of times is four fifths of the engine's work, so
   * "each" is for tests in which a command does not live to its end, or that run one as people do. @default "last"
   */
  readonly checkpoints?: "each" | "last";
  /**
   * Where the program and the providers run that `Stack.pulumi` needs: in processes of the engine's making, as people run
   * it, or in warm ones (warm/lane.ts), until a stack's `alone` says otherwise. What a test starts itself has its own in
   * any case. @default "warm"
   */
  readonly processes?: "own" | "warm";
}

/** What makes the engine write a state only when a command ends; see {@link HarnessOptions.checkpoints}. */
const lastCheckpoint = { PULUMI_SKIP_CHECKPOINTS: "true", PULUMI_DIY_BACKEND_DISABLE_CHECKPOINT_BACKUPS: "true" };

/** Starts cluster, charts and providers (about 15 seconds). */
export async function startHarness(options: HarnessOptions = {}): Promise<Harness> {
  const { checkpoints = "last", processes = "warm" } = options;
  const folder = mkdtempSync(join(tmpdir(), "slipway-stack-"));
  const stops: (() => unknown)[] = [() => rmSync(folder, { recursive: true, force: true })];
  const stop = async () => {
    for (const step of stops.splice(0).reverse()) await step();
  };
  try {
    const [cluster, charts] = await Promise.all([startCluster(), startChartRepository()]);
    stops.push(cluster.stop, charts.stop);
    const disks: Disks = startDisks(cluster.api);
    stops.push(disks.stop);
    const installed = installProviders(makePulumiHome({ folder: join(folder, "home") }), cluster.token);
    const home = { ...installed, env: { ...installed.env, ...(checkpoints === "last" ? lastCheckpoint : {}) } };
    const address = join(folder, "cluster.json");
    writeJson(address, { server: cluster.server, ca: cluster.ca });
    const lanes = new Lanes();
    stops.push(() => lanes.stop());
    const stack = async (name: string, choices: StackOptions = {}) => {
      const made = new AttachedStack(lanes, name, join(folder, name), home, charts.folder, address, choices);
      made.alone = processes === "own";
      await made.init();
      return made;
    };
    return { cluster, charts, home, stack, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
