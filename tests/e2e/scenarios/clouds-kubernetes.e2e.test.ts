/** The shop's dev stack on GKE and AKS, from nothing to nothing: add-ons and workloads on the real API server. */
import { type Harness, startHarness } from "../harness";
import { inventory } from "../inventory";
import type { Stack } from "../stack";
import { emptied } from "./emptied";
import { agree } from "./invariants";
import { otherClouds } from "./running";

/** What the shop says of AWS alone. */
const none = { network: undefined, cluster: undefined, budget: undefined, parity: undefined };

/** Namespace and name of each Deployment of the shop's that has all of its pods. */
async function deployments(): Promise<string[]> {
  const found = await harness.cluster.api.list("/apis/apps/v1/deployments");
  return found.flatMap(({ metadata, status }) => {
    const { replicas = 0, readyReplicas = 0 } = (status ?? {}) as { replicas?: number; readyReplicas?: number };
    return replicas > 0 && readyReplicas === replicas ? [`${metadata["namespace"]}/${metadata.name}`] : [];
  });
}

let harness: Harness;
let before: readonly string[];
beforeAll(async () => {
  harness = await startHarness();
  before = await inventory(harness.cluster.api);
});
afterAll(() => harness?.stop());

describe.each(otherClouds)("%s", (cloud, place) => {
  let shop: Stack;

  beforeAll(async () => {
    const patience = { readySeconds: 20 };
    const workloads = { web: patience, api: patience, orders: patience };
    const cluster = { publicAccess: ["203.0.113.0/24"] };
    const stores = { db: { size: "medium", pool: {} } };
    shop = await harness.stack(cloud, {
      config: { ...none, ...place, cluster, stores, workloads, secretValues: { "payments-key": "pk-1" } },
    });
  });

  test("comes up, all of it, judged by the policies", async () => {
    const output = await shop.up("--policy-pack", "policy");
    expect(output).not.toContain("[mandatory]");
    await agree(shop);
    expect(await deployments()).toEqual(expect.arrayContaining(["shop/api", "shop/orders", "shop/web"]));
    // Azure's pool is the server's own.
    expect((await deployments()).includes("shop-pools/pool-db")).toBe(cloud === "gcp");
  });

  test("then there is nothing to change, and nothing has drifted", async () => {
    await shop.succeed("preview", "--expect-no-changes");
    await shop.succeed("refresh", "--yes", "--skip-preview", "--expect-no-changes");
  });

  test("goes down to nothing", async () => {
    await shop.destroy();
    expect((await shop.exported()).resources ?? []).toEqual([]);
    expect(shop.instances).toEqual([]);
    const left = await emptied(harness.cluster.api, before);
    expect(left.filter((each) => !each.startsWith("PersistentVolume "))).toEqual(before);
  });
});
