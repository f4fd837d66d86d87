import { join } from "node:path";
import type { ResourceRecord } from "../../rehearsal/engine/record";
import { Graph } from "../../rehearsal/proofs/graph";
import { plain } from "../../rehearsal/report/paint";
import type { Report } from "../../rehearsal/report/report";
import { readStackFile, type StackFile } from "../../rehearsal/stack-files";
import { withBaseline } from "../../rehearsal/what-if/baseline";
import { type Effect, type Outage, outagesOf } from "../../rehearsal/what-if/outage";
import { settingOf, settingsOfStep, withSettings } from "../../rehearsal/what-if/settings";
import { whatIfLines } from "../../rehearsal/what-if/text";
import { factorOf, trafficOf, underTraffic } from "../../rehearsal/what-if/traffic";
import { fileConfig, fileStack, root } from "../support/configs";
import { type Simulation, simulate } from "../support/simulate";

const prodFile = readStackFile(root, "prod");
const set = (...texts: string[]): StackFile => withSettings(prodFile, texts.map(settingOf));
const value = ({ config }: StackFile, key: string): unknown => JSON.parse(config[`slipway:${key}`] ?? "null");

describe("--set", () => {
  test.each([
    ["a number", "network.zones=2", "network", { zones: 2 }],
    [
      "text where the preset has text, though it looks like a number",
      "cluster.version=1.36",
      "cluster",
      { version: "1.36" },
    ],
    ["a tree", "workloads.web.scaling={ min: 5, max: 9 }", "workloads", { web: { scaling: { min: 5, max: 9 } } }],
    [
      "a place in a list",
      "workloads.web.hosts[1]=w.example.com",
      "workloads",
      { web: { hosts: ["shop.example.com", "w.example.com"] } },
    ],
    ["what was not there", "quota.cpu=12", "quota", { cpu: 12 }],
  ])("%s", (_, text, key, expected) => expect(value(set(text), key)).toMatchObject(expected));

  test("the rest stays, and null takes a key out", () => {
    const file = set("stores.db.replicas=null", "stores.cache.size=large");
    expect(value(file, "stores")).toEqual({
      ...{ db: { kind: "postgres", size: "large" }, cache: { kind: "redis", size: "large", replicas: 2 } },
      media: { kind: "bucket", coldAfterDays: 90 },
    });
    expect(file.config["slipway:app"]).toBe("shop");
    expect(prodFile.config["slipway:stores"]).toContain('"replicas":1');
  });

  test("a key at the top, and one of another namespace", () => {
    expect(set("region=eu-central-1").config["slipway:region"]).toBe("eu-central-1");
    expect(set("aws:profile=x").config["aws:profile"]).toBe("x");
  });

  test.each([
    ["no value", "network.zones", /write path=value/],
    ["no YAML", "network=[", /not valid YAML/],
    ["an inside of what has none", "account.name=x", /is .*has no "name" inside/],
    ["a place beyond a list", "workloads.web.hosts[9]=x", /a list of 2/],
    ["a secret", "secretValues.payments-key=hunter2", /no place on a command line/],
  ])("%s is refused in plain words", (_, text, message) => expect(() => set(text)).toThrow(message));
});

test("a step of the scaling path brings those before it; another name is refused with a guess", () => {
  const paths = settingsOfStep(prodFile, "10k").map(({ path }) => path);
  expect(paths).toEqual([
    ...["stores.db.size", "workloads.web.scaling.max", "workloads.api.scaling.max"],
    ...["stores.db.replicas", "cluster.maxCpu"],
  ]);
  expect(settingsOfStep(prodFile, "5k")).toHaveLength(3);
  expect(() => settingsOfStep(prodFile, "10")).toThrow(/The steps are 5k, 10k\. Did you mean "10k"/);
  expect(() => settingsOfStep({ ...prodFile, config: {} }, "5k")).toThrow(/no slipway:scalingPath/);
});

describe("--traffic", () => {
  test.each([
    ["x3", 3],
    ["1.5", 1.5],
    ["X10", 10],
  ])("%s is %d times", (text, factor) => expect(factorOf(text)).toBe(factor));
  test.each(["0", "x", "-2", "3x"])("%s is none", (text) => expect(() => factorOf(text)).toThrow(/a factor above 0/));

  test("pods grow up to their most; connections and cores follow; what gives way is named with what would carry it", () => {
    const { pods, connections, cores, limits } = trafficOf(fileStack("Pulumi.prod.yaml"), 5);
    expect(pods).toEqual([
      { workload: "web", now: 3, needed: 15, after: 15, most: 20 },
      { workload: "api", now: 3, needed: 15, after: 12, most: 12 },
      { workload: "orders", now: 2, needed: 10, after: 10, most: 10 },
    ]);
    const db = connections.find(({ store }) => store === "db")!;
    // 3 and then 12 of the api, 2 and then 10 of orders, the job of reports: ten each.
    expect([db.now, db.after]).toEqual([60, 230]);
    expect(cores.now).toBeLessThan(cores.after);
    expect(limits).toEqual([
      "api would take 15 pods and may have 12: it carries ×4 at most (workloads.api.scaling.max: 15)",
    ]);
  });

  test("a store that would have too many connections gives way", () => {
    const config = fileStack("Pulumi.prod.yaml");
    const small = {
      ...config,
      stores: { ...config.stores, db: { ...config.stores["db"]!, instanceClass: "db.t4g.micro" } },
    };
    expect(trafficOf(small as typeof config, 5).limits.join()).toMatch(/db would have 230 connections and takes \d+/);
  });

  test("the rest of the report is of that load", () => {
    const config = fileStack("Pulumi.prod.yaml");
    const file = underTraffic(prodFile, trafficOf(config, 5), config);
    expect(value(file, "usage")).toMatchObject({ requests: config.usage.requests * 5 });
    expect(value(file, "workloads")).toMatchObject({
      ...{ web: { scaling: { min: 15, max: 20 } }, api: { scaling: { min: 12 } }, orders: { scaling: { min: 10 } } },
    });
  });
});

test("beside the stack as it is: what changes, and the month's bill", () => {
  const range = (expected: number) => ({ least: expected, expected, most: expected });
  const report = (expected: number, names: string[]) =>
    ({
      cost: { total: range(expected * 1e6) },
      whatIf: { settings: [] },
      resources: names.map((name) => ({
        ...{ urn: name, name, type: "t", custom: true },
        propertyDependencies: {},
        dependencies: [],
      })),
    }) as unknown as Report;
  const found = withBaseline(report(150, ["a", "b"]), report(120, ["a"].slice(1)));
  expect(found.difference?.created.map(({ name }) => name)).toEqual(["a", "b"]);
  expect(whatIfLines(found.whatIf!, plain)).toEqual(["a month: $120 → $150 (+$30.00)"]);
});

describe("--lose", () => {
  const main = require(join(root, "index")) as () => Promise<object>;
  const stack = (name: string): Promise<Simulation> => {
    const config = fileConfig(`Pulumi.${name}.yaml`);
    const account = config["slipway:account"];
    const existing = [`arn:aws:iam::${account}:role/developers`];
    return simulate(main, { stack: name, config, region: "eu-west-1", account, existing });
  };
  let prod: Simulation;
  let dev: Simulation;
  beforeAll(async () => {
    prod = await stack("prod");
    dev = await stack("dev");
  });

  const lose = (
    made: Simulation,
    kind: Outage["kind"],
    change?: (record: ResourceRecord) => ResourceRecord,
  ): Outage[] =>
    outagesOf(new Graph(change ? { ...made, resources: made.resources.map(change) } : made), kind, "eu-west-1");
  const of = ({ effects }: Outage, subject: string): Effect | undefined =>
    effects.find((effect) => effect.subject === subject);

  test("prod serves without any one zone: the database goes over and loses nothing", () => {
    const outages = lose(prod, "zone");
    expect(outages.map(({ name }) => name)).toEqual(["eu-west-1a", "eu-west-1b", "eu-west-1c"]);
    for (const outage of outages) {
      expect(outage.effects.filter(({ fate }) => fate === "away" || fate === "lost")).toEqual([]);
      expect(of(outage, "shop-prod-store-db")).toMatchObject({ fate: "moves", rpoSeconds: 0 });
      expect(of(outage, "shop-prod-store-media")).toMatchObject({ fate: "serves" });
      expect(of(outage, "workload web")).toMatchObject({ fate: "serves", message: "with 2 of 3 pods at least" });
    }
  });

  test("dev does not: its one copy is away with its zone, and what it would be restored from is said", () => {
    const [first] = lose(dev, "zone");
    expect(of(first!, "shop-dev-store-db")).toMatchObject({ fate: "away", rpoSeconds: 300 });
    expect(of(first!, "shop-dev-store-cache")).toMatchObject({ fate: "away", rpoSeconds: 86_400 });
    const noWay = lose(dev, "zone").flatMap(({ effects }) =>
      effects.filter(({ message }) => message.includes("no way out")),
    );
    expect(noWay).toHaveLength(1);
    const bare = lose(dev, "zone", (record) => ({ ...record, inputs: { ...record.inputs, backupRetentionPeriod: 0 } }));
    expect(of(bare[0]!, "shop-dev-store-db")).toMatchObject({ fate: "away", rpoSeconds: null });
  });

  test("a node takes a pod; one that was alone comes back elsewhere; stores do not notice", () => {
    const [loss] = lose(prod, "node");
    expect(of(loss!, "workload api")).toMatchObject({ fate: "serves", message: "with 2 of 3 pods at least" });
    expect(of(lose(dev, "node")[0]!, "workload web")).toMatchObject({ fate: "moves" });
    expect(of(loss!, "shop-prod-store-db")).toMatchObject({ fate: "serves" });
  });

  test("a region takes all that has no copy elsewhere; a replicated database comes back from its backups", () => {
    const [loss] = lose(prod, "region");
    expect(of(loss!, "shop-prod-store-db")).toMatchObject({ fate: "lost", rpoSeconds: null });
    const db = prod.resources.find(({ name, custom }) => custom && name === "shop-prod-store-db")!;
    const copy: ResourceRecord = {
      ...db,
      ...{ urn: "copy", name: "copy", inputs: { sourceDbInstanceArn: db.outputs["arn"]! } },
      type: "aws:rds/instanceAutomatedBackupsReplication:InstanceAutomatedBackupsReplication",
    };
    const [after] = outagesOf(new Graph({ ...prod, resources: [...prod.resources, copy] }), "region", "eu-west-1");
    expect(of(after!, "shop-prod-store-db")).toMatchObject({ fate: "lost", rpoSeconds: 300 });
  });

  test("a zone that is not there is refused", () =>
    expect(() => outagesOf(new Graph(prod), "zone", "eu-west-1", "eu-west-1z")).toThrow(/eu-west-1a, eu-west-1b/));
});
