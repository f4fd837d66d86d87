/** The shop's staging and prod stacks as they stand in the repository, from nothing to what destroy must leave. */
import { inventory } from "../inventory";
import { type Harness, type Stack, startHarness } from "../stack";
import { emptied } from "./emptied";
import { agree } from "./invariants";

let harness: Harness;
let before: readonly string[];

beforeAll(async () => {
  harness = await startHarness();
  before = await inventory(harness.cluster.api);
});

afterAll(() => harness?.stop());

// One after the other: both call their namespaces alike, and there is one API server.
describe.each(["prod", "staging"] as const)("%s", (name) => {
  let shop: Stack;

  const holding = () =>
    shop.instances.filter(({ type }) => holdsData.test(type)).map(({ type, id }) => `${type} ${id}`);

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

  test("destroy is refused in plain words: what is protected is named, and nothing that holds data is deleted", async () => {
    const kept = holding();
    const output = await shop.refused("destroy", "--yes", "--skip-preview");
    expect(output).toMatch(/shop-\w+-store-db.* cannot be deleted/s);
    expect(output).toMatch(/protect/);
    expect(holding()).toEqual(kept);
    expect(kept.length).toBeGreaterThan(3);
  });

  test("with protection lifted destroy leaves last snapshots and the keys that they are encrypted with", async () => {
    shop.configure({ protect: false });
    await shop.up();
    await shop.destroy();
    expect((await shop.exported()).resources ?? []).toEqual([]);
    expect(shop.instances.map(({ type }) => type).sort()).toEqual([
      ...["aws:elasticache/snapshot:Snapshot", "aws:kms/key:Key", "aws:kms/key:Key", "aws:rds/snapshot:Snapshot"],
    ]);
    expect(await emptied(harness.cluster.api, before)).toEqual(before);
  });
});

const holdsData = /rds\/instance:|elasticache\/replicationGroup:|s3\/bucket:|kms\/key:|ec2\/vpc:|eks\/cluster:/;
