/** The foundation by itself, whole: what waits for what, what nobody may read, what is left to others. No Kubernetes. */
import { readFileSync } from "node:fs";
import { makeLanes, newStack } from "../sequences/run";
import type { Deployment, Stack } from "../stack";
import { nowhereIn } from "./invariants";
import { foundation } from "./running";

const canary = "canary-71c0d2e8aa";

/** What the simulated account's secret has for a key of Atlas's API. */
const atlasKey = "00000000-0000-0000-0000-000000000000";

/** Who waits for whom. Each of the second column is slow: who does not wait comes before it. */
const waits: readonly (readonly [who: string, whom: string])[] = [
  // A NAT gateway leads nowhere until its subnet has a way out.
  ["NatGateway shop-dev-network-nat-a", "Route shop-dev-network-public-out"],
  // Nodes that come before their network or their rights do not join, and the group fails.
  ["NodeGroup shop-dev-cluster-system", "Addon shop-dev-cluster-addon-vpc-cni"],
  ["NodeGroup shop-dev-cluster-system", "RolePolicyAttachment shop-dev-node-AmazonEKSWorkerNodePolicy"],
  // RDS would make the group itself, without a key and kept for ever.
  ["Instance shop-dev-store-db", "LogGroup shop-dev-store-db-log-postgresql"],
  // A cluster of Atlas that does not find its endpoint made has no connection string by it, and is encrypted without its key.
  ["AdvancedCluster shop-dev-store-docs", "PrivateLinkEndpointService shop-dev-store-docs-link"],
  ["AdvancedCluster shop-dev-store-docs", "EncryptionAtRest shop-dev-store-docs-key"],
  // Deleting a cluster leaves what its nodes hold.
  ["NodeGroup shop-dev-cluster-system", "Cluster shop-dev-cluster"],
];

/** Where the cloud itself has to know a secret; no AWS API gives it back by that. */
const secretKeys = new Set(["secretString", "authToken"]);

let shop: Stack;
let remove: () => void;

beforeAll(async () => {
  const made = makeLanes(1);
  remove = made.remove;
  shop = await newStack(made.places[0]!, "dev", {
    ...foundation,
    cluster: { compute: "managed" },
    stores: {
      ...{ db: { kind: "postgres" }, cache: { kind: "redis" } },
      docs: { kind: "mongodb", service: "atlas", atlas: { organization: "64b0c0ffee64b0c0ffee64b0", apiKey: "atlas" } },
    },
  });
  await shop.succeed("config", "set", "--secret", "--path", "slipway:secretValues.payments-key", canary);
});

afterAll(() => remove?.());

/** Types and names in the order in which that was done to them. */
const order = (method: "Create" | "Delete") =>
  shop
    .changes()
    .filter((call) => call.method === method && call.outcome === "ok")
    .map(({ type, name }) => `${type.split(":").at(-1)} ${name}`);

function slow(method: "Create" | "Delete", things: readonly string[]): void {
  const rules = [...new Set(things)].map((thing) => {
    const [type, name] = thing.split(" ") as [string, string];
    return { kind: "hang", method, type: `*:${type}`, name, seconds: 3 } as const;
  });
  shop.faults(...rules);
}

test("nothing is made before what it waits for, however long that takes", async () => {
  const whom = waits.map(([, each]) => each);
  slow("Create", whom);
  await shop.up();
  expect(shop.faultHits).toEqual([...new Set(whom)].map(() => 1));
  const made = order("Create");
  expect(made).toEqual(expect.arrayContaining(waits.flat()));
  expect(waits.filter(([who, each]) => made.indexOf(who) < made.indexOf(each))).toEqual([]);
});

/** Each test can run by itself: the first to come makes everything. */
async function standing(): Promise<void> {
  if (shop.instances.length === 0) await shop.up();
}

test("no secret is in plain in the state, in what is said, or in what the account shows", async () => {
  await standing();
  const told = JSON.parse(await shop.succeed("stack", "export", "--show-secrets")) as { deployment: Deployment };
  const passwords = (told.deployment.resources ?? []).flatMap(({ type, outputs }) => {
    if (type !== "random:index/randomPassword:RandomPassword") return [];
    return JSON.parse((outputs!["result"] as { plaintext: string }).plaintext) as string;
  });
  expect(passwords.length).toBeGreaterThan(0);
  const outputs = await shop.succeed("stack", "output", "--json");
  const places = {
    state: readFileSync(shop.stateFile, "utf8"),
    preview: await shop.succeed("preview", "--diff"),
    outputs,
    export: await shop.succeed("stack", "export"),
    account: JSON.stringify(shop.instances, (key, value) => (secretKeys.has(key) ? undefined : value)),
  };
  nowhereIn(places, [canary, atlasKey, ...passwords]);
  for (const [place, text] of Object.entries(places)) {
    // The kubeconfig is the way to the cluster: a secret output.
    expect(`${place}: ${text.includes("client.authentication.k8s.io")}`).toBe(`${place}: false`);
  }
  expect(JSON.parse(outputs)).toMatchObject({ kubeconfig: "[secret]" });
});

test("how many nodes there are is left to what scales them", async () => {
  await standing();
  // Its launch template bears the same name.
  const isGroup = ({ urn }: { readonly urn: string }) => urn.endsWith(":NodeGroup::shop-dev-cluster-workloads");
  const size = () => shop.instances.find(isGroup)!.inputs["scalingConfig"];
  const scaled = { ...(size() as Record<string, number>), desiredSize: 4 };
  shop.change((instances) =>
    instances.map((each) =>
      isGroup(each)
        ? {
            ...each,
            inputs: { ...each.inputs, scalingConfig: scaled },
            outputs: { ...each.outputs, scalingConfig: scaled },
          }
        : each,
    ),
  );
  await shop.up("--refresh");
  expect(size()).toEqual(scaled);
});

test("destroy takes nothing away before what waits for it is gone, and leaves nothing", async () => {
  await standing();
  slow(
    "Delete",
    waits.map(([who]) => who),
  );
  await shop.destroy();
  const gone = order("Delete");
  expect(waits.filter(([who, whom]) => gone.indexOf(who) > gone.indexOf(whom))).toEqual([]);
  expect(shop.instances).toEqual([]);
});
