/**
 * The shop's prod stack as it stands in the repository, from nothing to what destroy must leave; with SLIPWAY_SOAK=1 its
 * staging stack too. (The previews of both are judged in lifecycle-policies.)
 */

import { type Harness, startHarness } from "../harness";
import { inventory } from "../inventory";
import type { Stack } from "../stack";
import { emptied } from "./emptied";
import { agree } from "./invariants";

let harness: Harness;
let before: readonly string[];

beforeAll(async () => {
  harness = await startHarness();
  before = await inventory(harness.cluster.api);
});

afterAll(() => harness?.stop());

const chosen = process.env["SLIPWAY_SOAK"] === "1" ? ["prod", "staging"] : ["prod"];

// One after the other: both call their namespaces alike, and there is one API server.
describe.each(chosen as ("prod" | "staging")[])("%s", (name) => {
  let shop: Stack;

  beforeAll(async () => {
    // Half a minute to become ready is plenty for pods that run nothing.
    const patience = { readySeconds: 30 };
    const workloads = { web: patience, api: patience, orders: patience };
    shop = await harness.stack(name, { like: name, config: { workloads } });
  });

  test("up makes all of it, judged by the policies, and what the account holds is what the state says", async () => {
    const output = await shop.up("--policy-pack", "policy");
    expect(output).not.toContain("[mandatory]");
    await agree(shop);
    const { resources = [] } = await shop.exported();
    const releases = resources.filter(({ type }) => type === "kubernetes:helm.sh/v3:Release");
    expect(releases.length).toBeGreaterThan(10);
    for (const { outputs } of releases) expect(outputs).toMatchObject({ status: { status: "deployed" } });
  });

  test("then there is nothing to change", async () => {
    const calls = shop.calls.length;
    await shop.succeed("preview", "--expect-no-changes", "--policy-pack", "policy");
    expect(shop.changes(calls)).toEqual([]);
  });

  test("destroy is refused in plain words before anything is deleted: what is protected is named", async () => {
    const calls = shop.calls.length;
    // With its preview, as people run it: the engine looks at protection step by step, so without a preview what is not
    // protected would be gone before it comes to what is.
    const output = await shop.refused("destroy", "--yes");
    expect(output).toMatch(/shop-\w+-store-db.* cannot be deleted/s);
    expect(output).toMatch(/protect/);
    expect(shop.changes(calls)).toEqual([]);
  });

  test("with protection lifted destroy leaves last snapshots and their keys, and the cluster's disks", async () => {
    shop.configure({ protect: false });
    await shop.up();
    await shop.destroy();
    expect((await shop.exported()).resources ?? []).toEqual([]);
    expect(shop.instances.map(({ type }) => type).sort()).toEqual([
      ...["aws:elasticache/snapshot:Snapshot", "aws:kms/key:Key", "aws:kms/key:Key", "aws:rds/snapshot:Snapshot"],
    ]);
    const left = await emptied(harness.cluster.api, before);
    const disks = left.filter((each) => each.startsWith("PersistentVolume "));
    expect(disks).toHaveLength(1);
    expect(left.filter((each) => !disks.includes(each))).toEqual(before);
    for (const disk of disks) await harness.cluster.api.delete(`/api/v1/persistentvolumes/${disk.split(" ")[1]}`);
  });
});

test("a rule at the level remediate repairs at up, and what it repaired stays so while the policies judge", async () => {
  const rule = "kms-deletion-window";
  const stack = await harness.stack("dev", {
    config: {
      ...{ layer: "foundation", workloads: undefined, stores: undefined },
      policy: { levels: { [rule]: "remediate" } },
    },
  });
  const { code, output } = await stack.pulumi("up", "--yes", "--skip-preview", "--policy-pack", "policy");
  expect({ code, output: code === 0 ? "" : output }).toEqual({ code: 0, output: "" });
  expect(output).toMatch(new RegExp(`remediate.*${rule}`));
  const keys = stack.instances.filter(({ type }) => type === "aws:kms/key:Key");
  expect(keys.length).toBeGreaterThan(0);
  // Dev's own is a week.
  for (const { inputs } of keys) expect(inputs["deletionWindowInDays"]).toBe(30);
  await stack.succeed("preview", "--expect-no-changes", "--policy-pack", "policy");
});
