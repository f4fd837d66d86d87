/** What the commands of environments decide, and what they tell the cluster; making and destroying is proved end to end. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse } from "yaml";
import { main } from "../../ops/cli";
import { machineClock } from "../../ops/clock";
import { distance, lifetime } from "../../ops/environments/lifetime";
import { environmentFile, environmentName } from "../../ops/environments/stack-file";
import { readStackConfig } from "../../ops/stack/stack-file";
import { parseConfig } from "../../stacks/config/load";

const folder = mkdtempSync(join(tmpdir(), "slipway-environments-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const write = (stack: string, more = "", environment = "dev") =>
  writeFileSync(
    join(folder, `Pulumi.${stack}.yaml`),
    `encryptionsalt: v1:abc
config:
  slipway:app: shop
  slipway:environment: ${environment}
  slipway:cloud: aws
  slipway:region: eu-west-1
  slipway:account: "111111111111"
  slipway:owner: team-shop
  slipway:costCenter: shop
  slipway:acmeEmail: a@example.com
  slipway:edge: { dns: { zones: { example.com: {} } }, cdn: {} }
  slipway:secrets: [stripe, mail]
  slipway:secretValues: { stripe: { secure: v1:aaa }, mail: { secure: v1:bbb } }
  slipway:budget: { monthly: 100, to: [a@example.com] }
  slipway:images: { registries: [ghcr.io/acme], digest: false }
  slipway:stores: { db: { kind: postgres } }
  slipway:workloads:
    web:
      kind: web
      image: ghcr.io/acme/web:1.0.0
      port: 3000
      health: /h
      hosts: [shop.example.com, www.shop.example.com]
      scaling: { min: 2, max: 9 }
      rollout: { strategy: canary }
      resilience: { timeoutSeconds: 20 }
      uses: [db]
    jobs: { kind: worker, image: "ghcr.io/acme/api:1.0.0", uses: [db] }
    search: { kind: chart, chart: search, version: 1.0.0, repository: "https://example.com", namespace: search }
${more}`,
  );
beforeEach(() => {
  writeFileSync(join(folder, "Pulumi.yaml"), "name: shop\n");
  write("dev", "  slipway:previews: { domain: preview.example.com }\n");
  write("prod", "", "prod");
  write("plain");
});

const file = (stack = "dev", images = {}) => {
  const base = readStackConfig(folder, stack);
  const name = environmentName(base, folder, "pr-123");
  return environmentFile(base, name, { until: "2026-11-23T18:00:00Z", images, organization: "acme" });
};
const configOf = (text: string): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries((parse(text) as { config: Record<string, unknown> }).config).map(([key, value]) => [
      key.replace("slipway:", ""),
      value,
    ]),
  );

describe("names", () => {
  const base = () => readStackConfig(folder, "dev");

  test("are the stack's, and with the app the namespace's", () => {
    expect(environmentName(base(), folder, "pr-123")).toMatchObject({ stack: "pr-123", full: "shop-pr-123" });
  });

  test.each(["PR-123", "1pr", "pr-", "pr--1", "a-name-that-is-too-long", "pr/1", ""])("%j is none", (name) => {
    expect(() => environmentName(base(), folder, name)).toThrow(/is no name for an environment/);
  });

  test.each([
    ["prod", /name of a stack of its own/],
    ["dev", /name of a stack of its own/],
    ["plain", /is there, and is no environment on demand/],
    ["other", /is an environment of shop-staging/],
  ])("%s is another stack's", (name, words) => {
    write("other", "  slipway:ephemeral: { of: shop-staging, until: 2026-11-23T18:00:00Z }\n");
    expect(() => environmentName(base(), folder, name)).toThrow(words);
  });
});

describe("lifetimes", () => {
  test("in minutes, hours and days", () => {
    expect(["90m", "48h", "14d"].map(lifetime)).toEqual([5_400_000, 172_800_000, 1_209_600_000]);
  });

  test.each(["48", "0h", "2w", "-1h", "1.5h", "15d", "337h"])("%s is refused", (text) => {
    expect(() => lifetime(text)).toThrow(/--ttl/);
  });

  test("are told by the largest unit", () => {
    const now = new Date("2026-11-21T12:00:00Z");
    const at = (text: string) => distance(new Date(text), now);
    expect(at("2026-11-24T13:00:00Z")).toBe("3 d left");
    expect(at("2026-11-21T14:30:00Z")).toBe("2 h left");
    expect(at("2026-11-21T11:40:00Z")).toBe("its time was up 20 min ago");
  });
});

describe("the file", () => {
  test("is a workloads layer of the stack's own config, which the program takes", () => {
    const { text, hosts, without } = file("dev", { web: "ghcr.io/acme/web:pr" });
    const config = configOf(text);
    expect(config).toMatchObject({
      layer: "workloads",
      joins: { foundation: "acme/shop/dev", platform: "acme/shop/dev" },
      ephemeral: { of: "shop-dev", until: "2026-11-23T18:00:00Z" },
      protect: false,
      edge: { dns: { zones: { "example.com": {} } } },
      images: { registries: ["ghcr.io/acme", "docker.io/library", "docker.io/valkey"] },
    });
    expect(hosts).toEqual(["web-pr-123.preview.example.com"]);
    expect(without).toEqual(["search"]);
    expect(Object.keys(config)).not.toEqual(expect.arrayContaining(["budget"]));
    expect(config["workloads"]).toMatchObject({ web: { image: "ghcr.io/acme/web:pr", hosts } });
    expect(Object.keys((config["workloads"] as { web: object }).web)).not.toContain("scaling");
    expect(parseConfig(config, "Pulumi.pr-123.yaml").ephemeral?.of).toBe("shop-dev");
  });

  test("holds nothing that is encrypted for another stack, and says where it stood", () => {
    const { text, secrets } = file();
    expect(text).not.toMatch(/secure|encryptionsalt/);
    expect(secrets).toEqual([
      ["secretValues", "stripe"],
      ["secretValues", "mail"],
    ]);
  });

  test("without a domain it has no hosts", () => {
    const { hosts, text } = file("plain");
    expect(hosts).toEqual([]);
    expect(parseConfig(configOf(text), "Pulumi.pr-123.yaml").workloads["web"]).toMatchObject({ hosts: [] });
  });

  test("joins what a stack of three layers joins", () => {
    const joins = "{ foundation: acme/shop/base, platform: acme/shop/top }";
    write("three", `  slipway:layer: workloads\n  slipway:joins: ${joins}\n`);
    expect(configOf(file("three").text)["joins"]).toEqual({ foundation: "acme/shop/base", platform: "acme/shop/top" });
  });

  test("is one of a namespace of its own for the other commands", () => {
    writeFileSync(join(folder, "Pulumi.pr-123.yaml"), file().text);
    expect(readStackConfig(folder, "pr-123")).toMatchObject({ name: "shop-pr-123", namespace: "shop-pr-123" });
    rmSync(join(folder, "Pulumi.pr-123.yaml"));
  });
});

describe("the commands", () => {
  let server: Server;
  let out: string;
  let err: string;
  const entry = (stack: string, until: string) => ({
    metadata: { name: `environment-${stack}` },
    data: {
      stack,
      full: `shop-${stack}`,
      until,
      made: "2026-11-20T12:00:00Z",
      hosts: `web-${stack}.preview.example.com`,
    },
  });
  const items = [entry("later", "2026-11-22T12:00:00Z"), entry("over", "2026-11-21T11:00:00Z"), entry("odd", "soon")];

  beforeAll(async () => {
    server = createServer((request, response) => {
      const all = request.url?.includes("labelSelector");
      response.statusCode = all ? 200 : 404;
      response.end(JSON.stringify(all ? { items } : { message: "not found" }));
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const at = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const kubeconfig = {
      ...{ "current-context": "c", contexts: [{ name: "c", context: { cluster: "k", user: "u" } }] },
      ...{ clusters: [{ name: "k", cluster: { server: at } }], users: [{ name: "u", user: { token: "t" } }] },
    };
    writeFileSync(join(folder, "kubeconfig"), JSON.stringify(kubeconfig));
  });
  afterAll(() => new Promise((resolve) => server.close(resolve)));
  beforeEach(() => {
    [out, err] = ["", ""];
    jest.spyOn(process.stdout, "write").mockImplementation((text) => {
      out += String(text);
      return true;
    });
    jest.spyOn(process.stderr, "write").mockImplementation((text) => {
      err += String(text);
      return true;
    });
  });
  afterEach(() => jest.restoreAllMocks());

  const env = (now: string, ...args: string[]) =>
    main(["env", ...args, "-C", folder, "--kubeconfig", join(folder, "kubeconfig")], {
      ...machineClock,
      now: () => new Date(now),
    });

  test("list says what goes when, by the clock that it is given", async () => {
    expect(await env("2026-11-21T12:00:00Z", "list")).toBe(0);
    expect(out).toContain("over  2026-11-21T11:00:00Z  its time was up 1 h ago  web-over.preview.example.com");
    expect(out).toContain("later  2026-11-22T12:00:00Z  24 h left");
  });

  test.each([
    ["2026-11-21T10:59:59Z", ["odd"]],
    ["2026-11-21T11:00:00Z", ["over", "odd"]],
    ["2026-11-23T00:00:00Z", ["over", "later", "odd"]],
  ])("at %s, %j are due; one without a readable end always is", async (now, due) => {
    expect(await env(now, "reap", "--dry-run", "--json")).toBe(0);
    expect((JSON.parse(out) as { due: string[] }).due.sort()).toEqual([...due].sort());
  });

  test.each([
    [["create", "pr-1", "--stack", "prod", "--yes", "shop-prod"], 3, "shop-prod is prod"],
    [["create", "pr-1", "--stack", "prod"], 3, "--yes shop-prod"],
    [["create", "plain"], 3, "is no environment on demand"],
    [["create", "pr-1", "--ttl", "forever"], 1, "write it like 90m, 48h or 7d"],
    [["create", "pr-1", "--environment", "staging"], 3, "--environment says staging"],
    [["destroy", "over"], 3, "--yes shop-over"],
    [["destroy", "over", "--yes", "shop-dev"], 3, "this one is shop-over"],
    [["destroy", "none", "--yes", "shop-none"], 1, 'no environment "none"; there are over, later, odd'],
    [["reap"], 3, "--yes shop-dev"],
    [["reap", "--stack", "prod", "--yes", "shop-prod"], 3, "shop-prod is prod"],
  ])("env %j ends with %i", async (args, code, words) => {
    expect(await env("2026-11-21T12:00:00Z", ...args)).toBe(code);
    expect(err).toContain(words);
  });
});
