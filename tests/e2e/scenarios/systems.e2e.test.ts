/**
 * Prod stacks as they stand in the repository, from nothing to what destroy must leave: the five systems of `examples/` and
 * the shop. RevRx runs with the tests, all of them and the shop's staging with SLIPWAY_SOAK=1: each takes minutes.
 */
import { create } from "../charts/apply";
import { waitFor } from "../cluster/process";
import { type Harness, startHarness } from "../harness";
import { inventory } from "../inventory";
import type { Config, Stack, StackOptions } from "../stack";
import { emptied } from "./emptied";
import { agree } from "./invariants";

/** A stack, and the workload whose version changes. */
interface System {
  readonly options: StackOptions;
  readonly changes: string;
  /** Others that become ready. */
  readonly others?: readonly string[];
}

const example = (name: string): StackOptions => ({ project: { folder: `examples/${name}`, like: "prod" } });

const systems: Readonly<Record<string, System>> = {
  revrx: { options: example("revrx"), changes: "frontend", others: ["backend", "worker"] },
  "leather-api": { options: example("leather-api"), changes: "web", others: ["worker", "beat"] },
  sergas: { options: example("sergas"), changes: "app" },
  "spirit-tours": { options: example("spirit-tours"), changes: "backend" },
  "rez-merchant": { options: example("rez-merchant"), changes: "api", others: ["backup", "backup-check"] },
  shop: { options: { like: "prod" }, changes: "web", others: ["api", "orders"] },
  "shop-staging": { options: { like: "staging" }, changes: "web", others: ["api", "orders"] },
};
const chosen = Object.keys(systems).slice(0, process.env["SLIPWAY_SOAK"] === "1" ? undefined : 1);

/** What AWS takes of a store before it goes. */
const lastSnapshots: Readonly<Record<string, string>> = {
  "aws:rds/instance:Instance": "aws:rds/snapshot:Snapshot",
  "aws:elasticache/replicationGroup:ReplicationGroup": "aws:elasticache/snapshot:Snapshot",
};

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
describe.each(chosen.map((system, index) => ({ system, index, ...systems[system]! })))(
  "$system",
  ({ system, index, options, changes, others = [] }) => {
    let stack: Stack;
    const { folder } = options.project ?? {};
    const namespace = system.replace(/-staging$/, "");
    const pack = ["--policy-pack", folder === undefined ? "policy" : "../../policy"];

    beforeAll(async () => {
      // Pods run nothing, so half a minute to become ready is plenty.
      const patience = [changes, ...others].filter(serves).map((name) => [name, { readySeconds: 30 }]);
      const config = { workloads: Object.fromEntries(patience) };
      stack = await harness.stack(`stack${index}`, { ...options, config });
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
        (await at(`apps/v1/namespaces/${namespace}/deployments`)) ??
        (await at(`argoproj.io/v1alpha1/namespaces/${namespace}/rollouts`));
      const { template } = found!["spec"] as { template: { spec: { containers: { image: string }[] } } };
      return template.spec.containers[0]!.image;
    }

    test("comes up, all of it, judged by the policies, and what the account holds is what the state says", async () => {
      const output = await stack.up(...pack);
      expect(output).not.toContain("[mandatory]");
      await agree(stack);
      const { resources = [] } = await stack.exported();
      const releases = resources.filter(({ type }) => type === "kubernetes:helm.sh/v3:Release");
      const names = releases.map(({ inputs }) => inputs!["name"]);
      expect(names).toEqual(expect.arrayContaining([changes, ...others]));
      expect(releases.length).toBeGreaterThan(10);
      for (const { outputs } of releases) expect(outputs).toMatchObject({ status: { status: "deployed" } });
    });

    test("then there is nothing to change", async () => {
      const calls = stack.calls.length;
      await stack.succeed("preview", "--expect-no-changes", ...pack);
      expect(stack.changes(calls)).toEqual([]);
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

    test("destroy is refused in plain words before anything is deleted: what is protected is named", async () => {
      const calls = stack.calls.length;
      // With its preview, as people run it: the engine looks at protection step by step, so without a preview what is not
      // protected would be gone before it comes to what is.
      const output = await stack.refused("destroy", "--yes");
      expect(output).toMatch(/-store-.* cannot be deleted/s);
      expect(output).toMatch(/protect/);
      expect(stack.changes(calls)).toEqual([]);
    });

    test("with protection lifted it goes down, and leaves last snapshots, their keys, and the cluster's disks", async () => {
      stack.configure({ protect: false });
      await stack.up();
      const types = () => new Set(stack.instances.map(({ type }) => type));
      const snapshots = [...types()].flatMap((type) => lastSnapshots[type] ?? []);
      expect(snapshots).not.toEqual([]);
      await stack.destroy();
      expect((await stack.exported()).resources ?? []).toEqual([]);
      expect([...types()].sort()).toEqual(["aws:kms/key:Key", ...snapshots].sort());
      const left = await emptied(harness.cluster.api, before);
      const disks = left.filter((each) => each.startsWith("PersistentVolume "));
      expect(left.filter((each) => !disks.includes(each))).toEqual(before);
      for (const disk of disks) await harness.cluster.api.delete(`/api/v1/persistentvolumes/${disk.split(" ")[1]}`);
    });
  },
);
