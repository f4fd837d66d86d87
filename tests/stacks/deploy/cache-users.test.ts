import { createHash } from "node:crypto";
import { merge } from "../../../stacks/config/presets";
import { planUsers } from "../../../stacks/plan/roles";
import { planStores } from "../../../stacks/plan/stores";
import { planWorkloads } from "../../../stacks/plan/workloads";
import { shopOn } from "../../contracts/stacks";
import { type Raw, rawStack, refusalOf, stackConfig, web } from "../../support/configs";
import { type Simulation, simulate } from "../../support/simulate";

const main = require("../../../index") as () => Promise<object>;

type Json = Record<string, unknown>;

const stores = { cache: { kind: "redis", logins: "perWorkload" }, queue: { kind: "redis" } };
const workloads = {
  api: web({ uses: ["cache", "queue"], migrate: { command: ["./migrate"] } }),
  reports: web({ uses: ["cache"] }),
  site: web(),
};

const problems = (over: Raw): string => refusalOf(rawStack(over));

const up = (raw: Raw): Promise<Simulation> =>
  simulate(main, {
    stack: "dev",
    config: Object.fromEntries(Object.entries(rawStack(raw)).map(([key, value]) => [`slipway:${key}`, value])),
    ...{ region: "eu-west-1", account: "111122223333" },
  });

describe("config", () => {
  const kubernetes = {
    ...{ cloud: "kubernetes", region: "office", account: "3b1e6c4a-0d5f-4a7e-9c2b-8f6d5e4c3b2a", secrets: ["s"] },
    cluster: { context: "office", nodes: { count: 3, cpu: 16, memoryGb: 64 }, entry: { address: "203.0.113.10" } },
  };

  test.each<[string, Raw, RegExp]>([
    ["passwords without users", { stores: { cache: { kind: "redis", passwords: "x" } } }, /logins: perWorkload/],
    [
      "a workload called as nobody may be",
      { stores, workloads: { default: web({ uses: ["cache"] }) } },
      /workloads\.default/,
    ],
    [
      "a secret that is called as a login",
      { stores, workloads, secrets: ["login-cache-api"] },
      /workloads\.api\.uses[\s\S]*login-cache-api/,
    ],
    [
      "a cache that is given by its address",
      {
        ...kubernetes,
        stores: { cache: { ...stores.cache, at: { host: "c.example.com", cidrs: ["10.0.0.0/24"], secret: "s" } } },
      },
      /stores\.cache\.logins[\s\S]*given by its address/,
    ],
    [
      "Google Cloud",
      { cloud: "gcp", region: "europe-west3", account: "shop-project-1", network: {}, cluster: {}, stores },
      /stores\.cache\.logins[\s\S]*one password a store/,
    ],
  ])("%s is refused", (_, over, message) => {
    expect(problems(over)).toMatch(message);
  });

  test("one user for each workload that uses the cache, and for its migration; none of a cache that is shared", () => {
    const config = stackConfig({ stores: { ...stores, cache: { ...stores.cache, passwords: "2026-11" } }, workloads });
    expect(planUsers(config)).toEqual([
      {
        ...{ name: "cache", passwords: "2026-11" },
        roles: ["api", "api-migrate", "reports"].map((role) => ({
          ...{ role, access: "readWrite", secret: `login-cache-${role}` },
        })),
      },
    ]);
    expect(planStores(config).map(({ args }) => "users" in args)).toEqual([true, false]);
  });

  test("what scales by a list logs in as its workload", () => {
    const triggers = (store: string) => [{ kind: "redisList", store, list: "jobs", length: 10 }];
    const worker = (store: string) => ({
      ...{ kind: "worker", image: "ghcr.io/example/worker:1.0.0", uses: [store] },
      scaling: { min: 1, max: 3, triggers: triggers(store) },
    });
    const config = stackConfig({ stores, workloads: { one: worker("cache"), two: worker("queue") } });
    const secrets = planWorkloads(config).map(({ values }) => values.autoscaling?.triggers?.[0]?.secrets);
    expect(secrets).toEqual([{ password: "CACHE_TOKEN", username: "CACHE_USERNAME" }, { password: "QUEUE_TOKEN" }]);
  });
});

describe("on AWS", () => {
  let made: Simulation;
  beforeAll(async () => {
    made = await up({ stores, workloads });
  });
  const group = (name: string) => made.find("ReplicationGroup").find((each) => each.name.endsWith(name))!.inputs;

  test("the cache lets its users in, and nobody by a token; the other cache as before", () => {
    const users = made.one("elasticache/userGroup:UserGroup");
    expect(group("cache")).toMatchObject({
      userGroupIds: [users.inputs["userGroupId"]],
      transitEncryptionEnabled: true,
    });
    expect(group("cache")["authToken"]).toBeUndefined();
    expect(group("queue")["authToken"]).toBeDefined();
    expect(group("queue")["userGroupIds"]).toBeUndefined();
    expect([...(users.inputs["userIds"] as string[])].sort()).toEqual(
      made
        .find("elasticache/user:User")
        .map(({ inputs }) => inputs["userId"])
        .sort(),
    );
  });

  test("`default` is off; workloads may do nothing dangerous; each has a password of its own, secret", () => {
    const rights = new Map(
      made.find("elasticache/user:User").map(({ inputs }) => [inputs["userName"], inputs["accessString"]]),
    );
    expect([...rights.keys()].sort()).toEqual(["api", "api-migrate", "default", "reports", "slipway"]);
    expect(rights.get("default")).toBe("off ~* -@all");
    for (const name of ["api", "api-migrate", "reports"]) {
      expect(rights.get(name)).toBe("on ~* +@all -@dangerous +info");
    }
    for (const user of made.find("elasticache/user:User")) {
      expect(user.secrets).toEqual(["authenticationMode.passwords[0]"]);
    }
    const passwords = made
      .find("elasticache/user:User")
      .map(({ inputs }) => JSON.stringify((inputs["authenticationMode"] as Json)["passwords"]));
    expect(new Set(passwords).size).toBe(passwords.length);
  });

  test("each workload is given its own login, and the shared cache's token", () => {
    const values = (name: string) =>
      made.find("helm.sh/v3:Release").find(({ inputs }) => inputs["name"] === name)!.inputs["values"] as {
        secretEnv: Record<string, { secret?: string; property?: string; format?: string }>;
      };
    const secretOf = (name: string) =>
      made.find("secretsmanager/secret:Secret").find(({ inputs }) => inputs["name"] === `shop/dev/${name}`)!.outputs[
        "arn"
      ];
    for (const role of ["api", "api-migrate", "reports"]) {
      const { secretEnv } = values(role);
      const secret = secretOf(`login-cache-${role}`);
      expect(secretEnv["CACHE_USERNAME"]).toEqual({ secret, property: "username" });
      expect(secretEnv["CACHE_TOKEN"]).toEqual({ secret, property: "password" });
      expect(secretEnv["CACHE_URL"]!.format).toBe("rediss://{username}:{token}@{host}:{port}");
    }
    expect(values("api").secretEnv["QUEUE_URL"]!.format).toBe("rediss://:{token}@{host}:{port}");
    expect(values("api").secretEnv).not.toHaveProperty("QUEUE_USERNAME");
  });
});

describe("in the cluster", () => {
  let made: Simulation;
  beforeAll(async () => {
    const shop = shopOn("kubernetes", "prod");
    const users = JSON.stringify(merge(JSON.parse(shop["slipway:stores"]!), { cache: { logins: "perWorkload" } }));
    const [region, account] = [shop["slipway:region"]!, shop["slipway:account"]!];
    made = await simulate(main, { stack: "prod", config: { ...shop, "slipway:stores": users }, region, account });
  });

  test("Valkey reads its users from a Secret, by the hashes of their passwords; nobody comes without a name", () => {
    const secret = made.one("core/v1:Secret", "store-cache-users");
    expect(secret.inputs["metadata"]).toMatchObject({ name: "cache-users", namespace: "shop-stores" });
    const lines = String((secret.inputs["stringData"] as Json)["users.acl"])
      .trim()
      .split("\n");
    expect(lines[0]).toBe("user default off nopass resetchannels -@all");
    expect(lines[1]).toMatch(/^user slipway on #[0-9a-f]{64} ~\* &\* \+@all$/);
    for (const line of lines.slice(2))
      expect(line).toMatch(/^user [a-z-]+ on #[0-9a-f]{64} ~\* &\* \+@all -@dangerous \+info$/);
    expect(lines.length).toBeGreaterThan(2);
    const own = lines[2]!.split(" ")[1]!;
    const login = made.one("core/v1:Secret", `shop-prod-secret-login-cache-${own}`).inputs["stringData"] as Json;
    const { username, password } = JSON.parse(String(login["value"])) as { username: string; password: string };
    expect(username).toBe(own);
    expect(lines[2]).toContain(`#${createHash("sha256").update(password).digest("hex")}`);
    expect(secret.secrets).toContain("stringData");
    const store = made.find("helm.sh/v3:Release").find(({ inputs }) => inputs["name"] === "cache")!;
    expect((store.inputs["values"] as { secrets: Json }).secrets).toEqual({
      ...{ login: "cache-login", certificate: "cache-tls", users: "cache-users" },
    });
  });
});
