import { join } from "node:path";
import { inheritance, withPrimary } from "../../../stacks/config/inherited";
import { parseConfig } from "../../../stacks/config/load";
import type { StackConfig } from "../../../stacks/config/schema";
import { planStack } from "../../../stacks/plan/plan";
import { fileStack, type Raw, root, stackConfig, web } from "../../support/configs";

const folder = join(root, "examples/pair");
const primary = { role: "primary", other: "prod-b", region: "eu-central-1" };
const secondary = { role: "secondary", other: "prod", region: "eu-central-1" };

const pair = (over: Raw = {}): StackConfig => {
  const { raw } = withPrimary(
    { region: "eu-central-1", standby: { role: "secondary", other: "prod", ...over } },
    folder,
  );
  return parseConfig(raw, "Pulumi.prod-b.yaml");
};

describe("what a stack that stands by takes over", () => {
  test("is all but what is its own", () => {
    const config = pair();
    const from = fileStack("examples/pair/Pulumi.prod.yaml");
    expect(config.workloads).toEqual(from.workloads);
    expect(config).toMatchObject({ app: "shop", environment: "prod", account: "333333333333", secrets: from.secrets });
    expect(config.region).toBe("eu-central-1");
    expect(config.standby).toEqual({
      ...{ role: "secondary", other: "prod", region: "eu-west-1", mode: "pilot-light", now: "following" },
    });
    // Nothing is copied to where it already is.
    expect(from.backups?.vault?.copyTo).toBe("eu-central-1");
    expect(config.backups?.vault?.copyTo).toBeUndefined();
  });

  test.each([
    ["encrypted values", { secretValues: { a: "x" }, cluster: { token: { secure: "v1:x" }, version: "1.35" } }],
    ["a network that is there", { network: { adopt: { id: "vpc-1" }, zones: 2 }, cluster: { version: "1.35" } }],
  ])("leaves out %s", (_, raw) => {
    const text = JSON.stringify(inheritance(raw, "eu-central-1"));
    expect(text).not.toMatch(/secure|secretValues|adopt/);
    expect(text).toContain("1.35");
  });

  test("keeps copies that go elsewhere, and gives way to what its own file says", () => {
    const raw = { backups: { copyTo: "eu-north-1" }, stores: { media: { kind: "bucket", copyTo: "eu-central-1" } } };
    expect(inheritance(raw, "eu-central-1")).toEqual({
      backups: { copyTo: "eu-north-1" },
      stores: { media: { kind: "bucket" } },
    });
    const own = { standby: secondary, stores: { db: { size: "small" } } };
    expect(withPrimary(own, folder).raw.stores).toMatchObject({ db: { kind: "postgres", size: "small" }, cache: {} });
  });

  test("nobody else takes anything over, and a file that is not there is named", () => {
    const raw = { standby: primary, region: "eu-west-1" };
    expect(withPrimary(raw, folder)).toEqual({ raw, problems: [] });
    const { problems } = withPrimary({ standby: { role: "secondary", other: "nowhere" } }, folder);
    expect(problems).toEqual([expect.objectContaining({ path: "standby.other", given: "nowhere" })]);
  });
});

describe("what is refused", () => {
  test.each<[string, Raw, string, RegExp]>([
    ["its own region", { standby: { ...primary, region: "eu-west-1" } }, "standby.region", /must not take both/],
    ["its primary's region", { standby: { ...secondary, region: "eu-west-1" } }, "region", /write slipway:region/],
    ["a layer without stores", { standby: primary, layer: "workloads" }, "standby", /owns the foundation/],
    ["another deployment", { standby: primary, deployment: "x" }, "deployment", /remove it/],
    [
      "a bucket with a copy of its own",
      { standby: primary, stores: { media: { kind: "bucket", copyTo: "eu-north-1" } } },
      "stores.media.copyTo",
      /copied to the region of the other/,
    ],
    [
      "routing",
      { standby: primary, edge: { dns: { zones: {}, routing: { policy: "latency" } } } },
      "edge.dns.routing",
      /its roles say it/,
    ],
    [
      "a CDN",
      { standby: primary, edge: { cdn: {}, dns: { zones: { "example.com": {} } } } },
      "edge.cdn",
      /cannot have one name/,
    ],
    [
      "an image in the region that may be lost",
      {
        ...{ standby: { ...secondary, region: "eu-west-1" }, region: "eu-central-1" },
        workloads: { web: web({ image: "111122223333.dkr.ecr.eu-west-1.amazonaws.com/web:1" }) },
      },
      "workloads.web.image",
      /replicate/,
    ],
    ["a half that is no role", { standby: { role: "third", other: "x" } }, "standby.role", /primary|secondary/],
  ])("%s", (_, over, path, words) => {
    const message = messageOf(() => stackConfig({ acmeEmail: "a@example.com", ...over }));
    expect(message).toContain(`slipway:${path}`);
    expect(message).toMatch(words);
  });

  test.each(["gcp", "azure", "kubernetes"])("a pair on %s, in plain words", (cloud) => {
    const message = messageOf(() => stackConfig({ cloud, standby: primary }));
    expect(message).toContain(`a pair of stacks, which ${cloud} lacks here`);
    expect(message).toMatch(/on AWS alone; here/);
  });
});

function messageOf(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    return (error as Error).message;
  }
  return "nothing was refused";
}

describe("the plan of a stack that stands by", () => {
  const plan = (over: Raw = {}) => planStack(pair(over), "prod-b");

  test("pilot-light: network, stores, a cluster without nodes or ways out", () => {
    const { layer, network, cluster, stores, backups, pair: other } = plan();
    expect(layer).toBe("foundation");
    expect(network).toMatchObject({ make: { nat: "none" } });
    expect(cluster).toMatchObject({ withoutNodes: true });
    expect(stores[0]).toMatchObject({
      args: { replicas: 0, pair: { name: "shop-prod", region: "eu-west-1", follows: true } },
    });
    expect(backups).toBeUndefined();
    expect(other).toMatchObject({ role: "secondary", stack: "prod" });
  });

  test("warm: what answers requests, with the fewest pods, and nothing that writes by itself", () => {
    const { layer, network, cluster, workloads } = plan({ mode: "warm" });
    expect(layer).toBe("all");
    expect(network).toMatchObject({ make: { nat: "single" } });
    expect(cluster).not.toHaveProperty("withoutNodes");
    expect(workloads.map(({ name }) => name)).toEqual(["web"]);
    expect(workloads[0]!.migration).toBeUndefined();
    expect(JSON.stringify(workloads[0]!.values)).toContain('"min":2');
  });

  test.each(["pilot-light", "warm"])("serving, %s or not: as its primary is", (mode) => {
    const away = plan({ mode, now: "serving" });
    const home = planStack(fileStack("examples/pair/Pulumi.prod.yaml"), "prod");
    expect(away.layer).toBe("all");
    expect(away.workloads.map(({ name }) => name)).toEqual(home.workloads.map(({ name }) => name));
    expect(away.cluster).toEqual(home.cluster);
    expect(away.network).toMatchObject({ make: { nat: "perZone" } });
    expect(away.backups?.stores).toEqual(home.backups?.stores);
    expect(away.stores[0]).toMatchObject({ args: { pair: { follows: false } } });
  });

  test("names lead to the primary, until it is told to keep them away", () => {
    const routing = (now: string) =>
      planStack(stackConfig({ standby: { ...primary, now }, edge: { dns: { zones: { "example.com": {} } } } }), "prod")
        .edge.routing;
    expect(routing("serving")).toEqual({ policy: "failover", role: "primary" });
    expect(routing("resting")).toEqual({ policy: "failover", role: "primary", away: true });
    expect(routing("following")).toEqual({ policy: "failover", role: "primary", away: true });
    expect(plan().edge.routing).toEqual({ policy: "failover", role: "secondary" });
  });

  test("its primary copies buckets and secrets to it", () => {
    const { scope, stores } = planStack(fileStack("examples/pair/Pulumi.prod.yaml"), "prod");
    expect(scope.secretsTo).toBe("eu-central-1");
    expect(stores.find(({ kind }) => kind === "bucket")).toMatchObject({
      args: { copyTo: "eu-central-1", copyBack: true },
    });
    expect(plan().scope).toMatchObject({ secretsOf: "prod" });
  });
});
