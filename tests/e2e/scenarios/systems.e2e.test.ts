/**
 * The five systems' prod stacks as they stand in `examples/`, from nothing to nothing: up, a new version, the way back,
 * down. One of them runs with the tests, all five with SLIPWAY_SOAK=1: each takes minutes.
 */
import { create } from "../charts/apply";
import { waitFor } from "../cluster/process";
import { type Harness, startHarness } from "../harness";
import { inventory } from "../inventory";
import type { Config, Stack } from "../stack";
import { emptied } from "./emptied";
import { agree } from "./invariants";

/** System → the workload whose version changes, and all that have to become ready. */
const systems: Readonly<Record<string, readonly [changes: string, ...others: string[]]>> = {
  revrx: ["frontend", "backend", "worker"],
  "leather-api": ["web", "worker", "beat"],
  sergas: ["app"],
  "spirit-tours": ["backend"],
  "rez-merchant": ["api", "backup", "backup-check"],
};
const chosen = Object.entries(systems).slice(0, process.env["SLIPWAY_SOAK"] === "1" ? undefined : 1);

let harness: Harness;
let before: readonly string[];

beforeAll(async () => {
  harness = await startHarness();
  // REZ's uploads are on a class that its README asks for before the first `up`.
  await create(harness.cluster.api, {
    ...{ apiVersion: "storage.k8s.io/v1", kind: "StorageClass", metadata: { name: "efs" } },
    ...{ provisioner: "efs.csi.aws.com", volumeBindingMode: "WaitForFirstConsumer" },
  });
  before = await inventory(harness.cluster.api);
});

afterAll(() => harness?.stop());

// One after the other: their platforms have the same names, and there is one API server.
describe.each(chosen.map(([system, workloads], index) => ({ system, workloads, index })))(
  "$system",
  ({ system, workloads, index }) => {
    let stack: Stack;
    const [changes] = workloads;

    beforeAll(async () => {
      // Pods run nothing, so half a minute to become ready is plenty; what protection does is the shop's to prove.
      const patience = Object.fromEntries(workloads.filter(serves).map((name) => [name, { readySeconds: 30 }]));
      stack = await harness.stack(`prod${index}`, {
        project: { folder: `examples/${system}`, like: "prod" },
        config: { protect: false, workloads: patience },
      });
    });

    /** A run of a job has no version that serves. */
    function serves(name: string): boolean {
      return !name.startsWith("backup");
    }

    const to = (tag: string): Config => ({ workloads: { [changes]: { image: `ghcr.io/example/${system}:${tag}` } } });

    /** The image of its Deployment or Rollout, once nothing of another is wanted. */
    async function runs(): Promise<string> {
      const at = (kind: string) => harness.cluster.api.get(`/apis/${kind}/${changes}`).catch(() => undefined);
      const found =
        (await at(`apps/v1/namespaces/${system}/deployments`)) ??
        (await at(`argoproj.io/v1alpha1/namespaces/${system}/rollouts`));
      const { template } = found!["spec"] as { template: { spec: { containers: { image: string }[] } } };
      return template.spec.containers[0]!.image;
    }

    test("comes up, all of it, and what the account holds is what the state says", async () => {
      await stack.up();
      await agree(stack);
      const { resources = [] } = await stack.exported();
      const releases = resources.filter(({ type }) => type === "kubernetes:helm.sh/v3:Release");
      const names = releases.map(({ inputs }) => inputs!["name"]);
      expect(names).toEqual(expect.arrayContaining([...workloads]));
      for (const { outputs } of releases) expect(outputs).toMatchObject({ status: { status: "deployed" } });
    });

    test("takes a new version, and nothing else changes", async () => {
      const calls = stack.calls.length;
      stack.configure(to("1.0.1"));
      await stack.up();
      expect(stack.changes(calls)).toEqual([]);
      await waitFor("the new version", 30, async () => (await runs()).endsWith(":1.0.1") || undefined);
    });

    test("goes back to the version before", async () => {
      stack.configure(to("1.0.0"));
      await stack.up();
      await waitFor("the old version", 30, async () => (await runs()).endsWith(":1.0.0") || undefined);
      await stack.succeed("preview", "--expect-no-changes");
    });

    test("goes down, and leaves last snapshots and disks alone", async () => {
      await stack.destroy();
      expect((await stack.exported()).resources ?? []).toEqual([]);
      expect(stack.instances.filter(({ type }) => !/snapshot:Snapshot|kms\/key:Key/.test(type))).toEqual([]);
      const left = await emptied(harness.cluster.api, before);
      const disks = left.filter((each) => each.startsWith("PersistentVolume "));
      expect(left.filter((each) => !disks.includes(each))).toEqual(before);
      for (const disk of disks) await harness.cluster.api.delete(`/api/v1/persistentvolumes/${disk.split(" ")[1]}`);
    });
  },
);
