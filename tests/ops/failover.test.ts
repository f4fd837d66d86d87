/** The failover command: what it says first, what it refuses, in which order it works, and that it goes on where it was. */
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { main } from "../../ops/cli";
import { Failed } from "../../ops/exit-codes";
import type { Engine } from "../../ops/stack/engine";

/** Stack → what its engine says, and what it was asked to do. */
const engines: Record<string, Engine> = {};
jest.mock("../../ops/stack/engine", () => ({ openEngine: async (stack: string) => engines[stack] }));

const folder = mkdtempSync(join(tmpdir(), "slipway-failover-"));
const PATH = process.env["PATH"];
const file = (stack: string): string => readFileSync(join(folder, `Pulumi.${stack}.yaml`), "utf8");
const calls = (): string[] =>
  existsSync(join(folder, "asked")) ? readFileSync(join(folder, "asked"), "utf8").trim().split("\n") : [];
const cloud = (answers: object): void => writeFileSync(join(folder, "answers"), JSON.stringify(answers));
const journal = join(folder, ".failover-prod-b.json");

const HOME = `# the one that serves
config:
  slipway:app: shop
  slipway:environment: prod
  slipway:region: eu-west-1
  slipway:standby: { role: primary, other: prod-b, region: eu-central-1 } # the pair
  slipway:stores: { db: { kind: postgres }, cache: { kind: redis }, media: { kind: bucket } }
  slipway:workloads: { web: { kind: web, image: "a:1" } }
`;
const AWAY = `config:
  slipway:region: eu-central-1
  slipway:standby: { role: secondary, other: prod, mode: pilot-light }
`;

/** What was done to the stacks, in order. */
let done: string[];
let broken: RegExp | undefined;
let api: Server;
let stopped: string[];
let objects: Record<string, object[]>;

const RUNNING = {
  deployments: [
    { metadata: { name: "web" }, spec: { replicas: 3 } },
    { metadata: { name: "off" }, spec: { replicas: 0 } },
  ],
  cronjobs: [{ metadata: { name: "reports" }, spec: {} }],
};

function engineOf(stack: string, name: string): Engine {
  const urn = (type: string, end: string) => `urn:pulumi:${stack}::shop::slipway:x$${type}::${name}-${end}`;
  const instance = { type: "aws:rds/instance:Instance", outputs: { identifier: `${name}-store-db` } };
  const check = { type: "aws:route53/healthCheck:HealthCheck", id: `check-${stack}` };
  return {
    outputs: async () => ({ hosts: {}, kubeconfig: kubeconfig() }),
    state: async () => ({
      deployment: {
        resources: [
          { ...instance, urn: urn(instance.type, "store-db") },
          { ...instance, urn: urn(instance.type, "store-db-replica-1"), outputs: {} },
          { ...check, urn: urn(check.type, "edge-records-health") },
        ],
      },
    }),
    up: async (targets) => {
      const what = `up ${stack} ${targets.map((target) => target.split("::").at(-1)).join(" ") || "all"}`;
      done.push(what);
      if (broken?.test(what)) throw new Failed(`pulumi up: ${what} failed`);
      return [];
    },
    preview: async () => [],
    destroy: async () => [],
    drift: async () => [],
  };
}

const kubeconfig = (): string =>
  JSON.stringify({
    "current-context": "c",
    contexts: [{ name: "c", context: { cluster: "c", user: "u" } }],
    clusters: [{ name: "c", cluster: { server: `http://127.0.0.1:${(api.address() as AddressInfo)?.port ?? 1}` } }],
    users: [{ name: "u", user: { token: "t" } }],
  });

beforeAll(async () => {
  writeFileSync(join(folder, "Pulumi.yaml"), "name: shop\n");
  writeFileSync(
    join(folder, "aws"),
    `#!${process.execPath}
const fs = require("node:fs");
const [service, verb, ...rest] = process.argv.slice(2);
const region = rest[rest.indexOf("--region") + 1];
const id = rest.find((word) => /^check-|store-db/.test(word));
fs.appendFileSync(${JSON.stringify(join(folder, "asked"))}, [service, verb, region, id].join(" ") + "\\n");
const { lost, lagSeconds = 40, state = "available", measured = 20 } = JSON.parse(fs.readFileSync(${JSON.stringify(join(folder, "answers"))}));
if (lost === region) { console.error("Could not connect to the endpoint URL"); process.exit(255); }
const at = new Date(Date.now() - measured * 1000).toISOString();
if (verb === "describe-db-instances") console.log(JSON.stringify({ DBInstances: [{ DBInstanceStatus: state }] }));
if (verb === "get-metric-statistics")
  console.log(JSON.stringify({ Datapoints: lagSeconds === null ? [] : [{ Timestamp: at, Maximum: lagSeconds }] }));
`,
  );
  chmodSync(join(folder, "aws"), 0o755);
  process.env["PATH"] = `${folder}${delimiter}${PATH}`;
  api = createServer((request, response) => {
    const path = request.url ?? "";
    let body = "";
    request.on("data", (part) => {
      body += part;
    });
    request.on("end", () => {
      if (request.method === "PATCH") stopped.push(`${path.split("/").slice(-2).join("/")} ${body}`);
      response.end(JSON.stringify({ items: objects[path.split("/").at(-1)!] ?? [] }));
    });
  });
  await new Promise<void>((resolve) => api.listen(0, "127.0.0.1", resolve));
});

afterAll(() => {
  process.env["PATH"] = PATH;
  api.closeAllConnections();
  api.close();
  rmSync(folder, { recursive: true, force: true });
});

beforeEach(() => {
  writeFileSync(join(folder, "Pulumi.prod.yaml"), HOME);
  writeFileSync(join(folder, "Pulumi.prod-b.yaml"), AWAY);
  rmSync(journal, { force: true });
  rmSync(join(folder, "asked"), { force: true });
  [done, stopped, broken, objects] = [[], [], undefined, RUNNING];
  engines["prod"] = engineOf("prod", "shop-prod");
  engines["prod-b"] = engineOf("prod-b", "shop-prod-b");
  cloud({ lost: "eu-west-1" });
});

interface Ended {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

async function failover(...args: string[]): Promise<Ended> {
  let [out, err] = ["", ""];
  const spies = [
    jest.spyOn(process.stdout, "write").mockImplementation((text) => {
      out += String(text);
      return true;
    }),
    jest.spyOn(process.stderr, "write").mockImplementation((text) => {
      err += String(text);
      return true;
    }),
  ];
  try {
    const target = args.includes("--to") ? [] : ["--to", "prod-b"];
    return { code: await main(["failover", ...target, "-C", folder, ...args]), out, err };
  } finally {
    for (const spy of spies) spy.mockRestore();
  }
}

const steps = ["freeze", "decide", "promote", "names", "smoke"];
const nothing = () => {
  expect(done).toEqual([]);
  expect(stopped).toEqual([]);
  expect([file("prod"), file("prod-b")]).toEqual([HOME, AWAY]);
};

describe("before anything is done", () => {
  test("the plan says what is lost, and in which order it works; then consent is asked for", async () => {
    const { code, out, err } = await failover();
    expect(out).toContain("Failover from shop-prod to shop-prod-b:");
    expect(out).toMatch(/db loses what was written after 20\d\d-\S+Z, (5\d|60) s ago/);
    expect(out).toContain("cache loses all of it");
    expect(out).toContain("99.99% of objects within 15 minutes");
    expect(out.indexOf("promote db of shop-prod-b")).toBeLessThan(out.indexOf("lead names away"));
    expect({ code, err }).toEqual({ code: 3, err: expect.stringContaining("--yes shop-prod-b") });
    nothing();
  });

  test.each([
    [["--yes", "shop-prod"], 3, /--yes shop-prod is the name of another stack/, {}],
    [["--yes", "shop-prod-b", "--environment", "staging"], 3, /of the environment prod/, {}],
    [["--yes", "shop-prod-b"], 3, /shop-prod is well.*--planned/, { lost: "nowhere" }],
    [["--yes", "shop-prod-b", "--planned"], 3, /shop-prod is not well/, { lost: "eu-west-1" }],
    [["--to", "nowhere"], 1, /There is no stack "nowhere"/, {}],
    [["--patience", "soon"], 1, /--patience takes minutes/, {}],
  ])("%j is refused", async (args, code, words, answers) => {
    cloud({ lost: "eu-west-1", ...answers });
    const ended = await failover(...args);
    expect({ code: ended.code, err: ended.err }).toEqual({ code, err: expect.stringMatching(words) });
    nothing();
  });

  test.each([
    [{ state: "storage-full", lost: "nowhere" }, /database db: storage-full/],
    [{ lagSeconds: null }, /db loses what shop-prod-b-store-db has not received: how much that is nobody has measured/],
    [{ lagSeconds: -1 }, /nobody has measured/],
  ])("with %j it says so, and does nothing in a dry run", async (answers, words) => {
    cloud({ lost: "eu-west-1", ...answers });
    expect(await failover("--dry-run")).toMatchObject({ code: 0, out: expect.stringMatching(words) });
    nothing();
  });

  test.each([
    ["no pair", "config:\n  slipway:app: shop\n", /is no half of a pair/],
    ["one that rests", AWAY.replace("pilot-light", "pilot-light, now: resting"), /is resting.*Write now: following/],
  ])("%s is refused", async (_, text, words) => {
    writeFileSync(join(folder, "Pulumi.prod-b.yaml"), text);
    const ended = await failover("--yes", "shop-prod-b");
    expect(ended.err).toMatch(words);
    expect(ended.code).toBeGreaterThan(0);
    expect(done).toEqual([]);
  });

  test("a pair that the other does not know of is refused", async () => {
    writeFileSync(join(folder, "Pulumi.prod.yaml"), HOME.replace("other: prod-b", "other: prod-c"));
    expect(await failover("--yes", "shop-prod-b")).toMatchObject({
      code: 1,
      err: expect.stringContaining("does not answer with role primary and other prod-b"),
    });
    expect(done).toEqual([]);
  });

  test("one that serves already is left alone", async () => {
    writeFileSync(join(folder, "Pulumi.prod-b.yaml"), AWAY.replace("pilot-light", "pilot-light, now: serving"));
    expect(await failover("--yes", "shop-prod-b")).toMatchObject({
      code: 0,
      out: expect.stringContaining("serves already: nothing was done"),
    });
    expect(done).toEqual([]);
  });
});

test("a lost region: promoted by the program before the rest, names led away by a service of no region", async () => {
  engines["prod"] = { ...engines["prod"]!, outputs: async () => ({ kubeconfig: kubeconfig().replace(/:\d+/, ":1") }) };
  const { code, out } = await failover("--yes", "shop-prod-b", "--json");
  expect(code).toBe(0);
  expect(done).toEqual(["up prod-b all"]);
  expect(calls().at(-1)).toBe("route53 update-health-check eu-central-1 check-prod");
  expect(file("prod-b")).toContain("now: serving");
  expect(file("prod")).toContain("now: resting");
  expect(file("prod")).toContain("# the pair");
  expect(JSON.parse(out)).toMatchObject({
    ...{ command: "failover", stack: "shop-prod-b", succeeded: true, steps },
    losses: [{ store: "db", keptUpTo: expect.any(String) }, { store: "cache" }, { store: "media" }],
  });
  expect(existsSync(journal)).toBe(false);
});

test("what fails half-way goes on from there, with the losses of its beginning", async () => {
  broken = /all/;
  const first = await failover("--yes", "shop-prod-b");
  expect(first).toMatchObject({ code: 2, err: expect.stringContaining("it goes on with promote") });
  const { losses, began } = JSON.parse(readFileSync(journal, "utf8"));
  [broken, done] = [undefined, []];
  // It is decided: that the other is well again by now changes nothing.
  cloud({ lost: "nowhere" });
  expect((await failover()).code).toBe(3);
  const last = await failover("--yes", "shop-prod-b", "--json");
  expect(last.code).toBe(0);
  expect(done).toEqual(["up prod-b all"]);
  expect(last.err).toContain(`The failover to shop-prod-b of ${began} goes on`);
  expect(JSON.parse(last.out).losses).toEqual(losses);
});

describe("planned", () => {
  test("writers are stopped first, and nothing is lost once the copy has what they wrote", async () => {
    cloud({ lost: "nowhere", lagSeconds: 0, measured: -5 });
    const { code, out } = await failover("--planned", "--yes", "shop-prod-b", "--json");
    expect(code).toBe(0);
    expect(stopped).toEqual([
      'deployments/web {"metadata":{"annotations":{"slipway/frozen":"3"}},"spec":{"replicas":0}}',
      'cronjobs/reports {"metadata":{"annotations":{"slipway/frozen":"due"}},"spec":{"suspend":true}}',
    ]);
    expect(JSON.parse(out).losses[0]).toMatchObject({ store: "db", what: "loses nothing: its copy had caught up" });
  });

  test("a copy that does not catch up stops it before anything is promoted", async () => {
    cloud({ lost: "nowhere", lagSeconds: 300 });
    const ended = await failover("--planned", "--yes", "shop-prod-b", "--patience", "0.005");
    expect(ended).toMatchObject({ code: 2, err: expect.stringMatching(/db has not caught up: it is as of 20/) });
    expect(done).toEqual([]);
    expect(file("prod")).toBe(HOME);
  });

  test("back again is the same the other way", async () => {
    writeFileSync(
      join(folder, "Pulumi.prod.yaml"),
      HOME.replace("region: eu-central-1", "region: eu-central-1, now: following"),
    );
    writeFileSync(join(folder, "Pulumi.prod-b.yaml"), AWAY.replace("pilot-light", "pilot-light, now: serving"));
    cloud({ lost: "nowhere", lagSeconds: 0, measured: -5 });
    // As the failover before has left them.
    const frozen = (name: string, text: string) => ({ metadata: { name, annotations: { "slipway/frozen": text } } });
    objects = {
      deployments: [{ ...frozen("web", "3"), spec: { replicas: 0 } }],
      cronjobs: [{ ...frozen("reports", "due"), spec: { suspend: true } }],
    };
    expect((await failover("--to", "prod", "--planned", "--yes", "shop-prod")).code).toBe(0);
    expect(done).toEqual(["up prod all"]);
    expect(stopped).toEqual([
      'deployments/web {"metadata":{"annotations":{"slipway/frozen":null}},"spec":{"replicas":3}}',
      'cronjobs/reports {"metadata":{"annotations":{"slipway/frozen":null}},"spec":{"suspend":false}}',
    ]);
    expect(file("prod")).toContain("now: serving");
    expect(file("prod-b")).toContain("now: resting");
    expect(calls().some((call) => call.startsWith("route53"))).toBe(false);
  });
});
