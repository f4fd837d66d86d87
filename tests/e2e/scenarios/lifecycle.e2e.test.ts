/** A whole stack from nothing to nothing: the shop's dev stack, as it stands in the repository. */
import { waitFor } from "../cluster/process";
import { type Harness, startHarness } from "../harness";
import { inventory } from "../inventory";
import type { AttachedStack } from "../warm/attached-stack";
import { emptied } from "./emptied";

let harness: Harness;
let shop: AttachedStack;
let before: readonly string[];

beforeAll(async () => {
  harness = await startHarness();
  before = await inventory(harness.cluster.api);
  // Half a minute to become ready is plenty for pods that run nothing.
  const patience = { readySeconds: 20 };
  shop = await harness.stack("dev", {
    config: { workloads: { web: patience, api: patience, orders: patience }, secretValues: { "payments-key": "pk-1" } },
  });
});

afterAll(() => harness?.stop());

/** Image tag → how many ready pods of a workload have it. */
async function readyPods(workload: string): Promise<Record<string, number>> {
  const pods = await harness.cluster.api.list(
    `/api/v1/namespaces/shop/pods?labelSelector=app.kubernetes.io/name%3D${workload}`,
  );
  const counts: Record<string, number> = {};
  for (const pod of pods) {
    const { spec, status } = pod as unknown as {
      spec: { containers: { image: string }[] };
      status: { conditions?: { type: string; status: string }[] };
    };
    const ready = status.conditions?.some(({ type, status }) => type === "Ready" && status === "True");
    if (!ready || pod.metadata["deletionTimestamp"] !== undefined) continue;
    const tag = spec.containers[0]!.image.split(":").at(-1)!;
    counts[tag] = (counts[tag] ?? 0) + 1;
  }
  return counts;
}

/** Only pods of this version serve; the controllers may need a moment for that. */
async function serves(workload: string, tag: string): Promise<void> {
  await waitFor(`only ${tag} of ${workload} ready`, 30, async () => {
    const counts = await readyPods(workload);
    return (counts[tag] ?? 0) > 0 && Object.keys(counts).length === 1 ? counts : undefined;
  });
}

const setImage = (workload: string, image: string) => shop.configure({ workloads: { [workload]: { image } } });

describe("from nothing", () => {
  test("preview makes nothing", async () => {
    const output = await shop.succeed("preview");
    expect(output).toMatch(/\+ \d+ to create/);
    expect(shop.changes()).toEqual([]);
    expect(shop.instances).toEqual([]);
    expect(await inventory(harness.cluster.api)).toEqual(before);
  });

  test("up makes everything, and what the account holds is what the state says", async () => {
    // As people run it: the state is written after each step, and the engine starts what it needs.
    shop.env["PULUMI_SKIP_CHECKPOINTS"] = "false";
    shop.alone = true;
    await shop.up();
    shop.alone = false;
    delete shop.env["PULUMI_SKIP_CHECKPOINTS"];
    await serves("web", "1.4.2");
    const { resources = [] } = await shop.exported();
    const inState = resources.filter(({ type }) => type.startsWith("aws:")).map(({ type, id }) => `${type} ${id}`);
    expect(shop.instances.map(({ type, id }) => `${type} ${id}`).sort()).toEqual(inState.sort());
  });

  test("then there is nothing to change and no drift", async () => {
    await shop.succeed("preview", "--expect-no-changes");
    await shop.succeed("refresh", "--yes", "--skip-preview", "--expect-no-changes");
  });
});

describe("workload updates", () => {
  test("a new image rolls, and nothing else changes", async () => {
    const calls = shop.calls.length;
    setImage("web", "ghcr.io/example/shop-web:1.4.3");
    const output = await shop.up();
    expect(output).toMatch(/~ 1 updated/);
    expect(shop.changes(calls)).toEqual([]);
    await serves("web", "1.4.3");
  });

  test("fault 20: a version that never becomes ready is rolled back; the error names it; the next one goes through", async () => {
    setImage("web", "ghcr.io/example/shop-web:1.5.0-unready");
    const output = await shop.upRefused();
    expect(output).toMatch(/Release \(shop-dev-web\)/);
    expect(output).toMatch(/Release shop\/web: .*has been rolled back/);
    await serves("web", "1.4.3");
    expect(output).toMatch(/shop\/web failed.*\n\s+web(-[a-z0-9]+)+: readiness probe fails: HTTP 503/);

    setImage("web", "ghcr.io/example/shop-web:1.5.1");
    await shop.up();
    await serves("web", "1.5.1");
    await shop.succeed("preview", "--expect-no-changes");
  });
});

describe("drift", () => {
  test("fault 23: a tag and an opened rule are found by refresh and mended by up", async () => {
    shop.change((instances) =>
      instances.map((instance) => {
        if (instance.type === "aws:ec2/vpc:Vpc") {
          const tags = { ...(instance.inputs["tags"] as object), Owner: "somebody-else" };
          return { ...instance, inputs: { ...instance.inputs, tags }, outputs: { ...instance.outputs, tags } };
        }
        if (instance.urn.endsWith("::shop-dev-entry-https-in")) {
          const opened = { fromPort: 0, toPort: 65535 };
          return {
            ...instance,
            inputs: { ...instance.inputs, ...opened },
            outputs: { ...instance.outputs, ...opened },
          };
        }
        return instance;
      }),
    );
    const found = await shop.succeed("refresh", "--preview-only", "--diff");
    expect(found).toContain("somebody-else");
    expect(found).toContain("shop-dev-entry-https-in");
    expect(found).toMatch(/~ 2 to update/);

    await shop.up("--refresh");
    const rule = shop.instances.find(({ urn }) => urn.endsWith("::shop-dev-entry-https-in"))!;
    expect(rule.inputs).toMatchObject({ fromPort: 443, toPort: 443 });
    const vpc = shop.instances.find(({ type }) => type === "aws:ec2/vpc:Vpc")!;
    expect(vpc.inputs["tags"]).toMatchObject({ Owner: "team-shop" });
    await shop.succeed("refresh", "--yes", "--skip-preview", "--expect-no-changes");
  });

  test("fault 23: replicas that the autoscaler changed are left alone", async () => {
    const path = "/apis/apps/v1/namespaces/shop/deployments/web";
    await harness.cluster.api.patch(path, { spec: { replicas: 3 } });
    await shop.succeed("refresh", "--yes", "--skip-preview", "--expect-no-changes");
    await shop.up();
    expect((await harness.cluster.api.get(path))["spec"]).toMatchObject({ replicas: 3 });
  });
});

test("destroy leaves nothing, in the account and in the cluster", async () => {
  const calls = shop.calls.length;
  await shop.destroy();
  expect(shop.instances).toEqual([]);
  expect(shop.changes(calls).filter(({ outcome }) => outcome !== "ok")).toEqual([]);
  expect((await shop.exported()).resources ?? []).toEqual([]);
  expect(await emptied(harness.cluster.api, before)).toEqual(before);
});
