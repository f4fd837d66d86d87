import { differenceOf } from "../../../rehearsal/difference/difference";
import { parseConfig } from "../../../stacks/config/load";
import { merge } from "../../../stacks/config/presets";
import { planStores } from "../../../stacks/plan/stores";
import { shopOn } from "../../contracts/stacks";
import { type Raw, rawStack, refusalOf, stackConfig } from "../../support/configs";
import { type Simulation, simulate } from "../../support/simulate";

const main = require("../../../index") as () => Promise<object>;

type Json = Record<string, unknown>;

const snapshot = (service: string, name: string, region = "eu-west-1") =>
  `arn:aws:${service}:${region}:111122223333:snapshot:${name}`;
const db = { kind: "postgres", restoreFrom: snapshot("rds", "before-the-move") };
const cache = { kind: "redis", restoreFrom: snapshot("elasticache", "warm") };

const problems = (over: object): string => refusalOf(merge(rawStack(), over) as Json);

const up = (stores: Raw, existing: readonly string[]): Promise<Simulation> =>
  simulate(main, {
    stack: "dev",
    config: Object.fromEntries(Object.entries(rawStack({ stores })).map(([key, value]) => [`slipway:${key}`, value])),
    ...{ region: "eu-west-1", account: "111122223333", existing },
  });

describe("config", () => {
  const gcp = { cloud: "gcp", region: "europe-west3", account: "shop-project-1", network: {}, cluster: {} };
  const from = (restoreFrom: string, kind = "postgres") => ({ stores: { db: { kind, restoreFrom } } });

  test.each([
    ["a name that is no ARN", from("before"), /restoreFrom[\s\S]*write it like arn:aws:rds:eu-west-1/],
    ["another region's", from(snapshot("rds", "x", "us-east-1")), /restoreFrom[\s\S]*copy-db-snapshot/],
    ["a cache's for a database", from(snapshot("elasticache", "x")), /snapshot of rds in eu-west-1/],
    ["a database's for a cache", from(snapshot("rds", "x"), "redis"), /snapshot of elasticache/],
    ["Google Cloud", { ...gcp, ...from("x-1") }, /restoreFrom[\s\S]*gcloud sql backups restore/],
  ])("%s is refused", (_, over, message) => {
    expect(problems(over)).toMatch(message);
  });

  test.each([
    ["an ARN", { db: { restoreFrom: snapshot("rds", "x") } }, /write it like shop-prod\/db/],
    ["a cache", { cache: { restoreFrom: "shop-old/cache" } }, /restoreFrom[\s\S]*its disk, which outlives its pod/],
  ])("in the cluster, %s is refused", (_, over, message) => {
    const shop = shopOn("kubernetes", "prod");
    const raw = Object.fromEntries(
      Object.entries(shop).map(([key, value]) => {
        const plain = key.replace("slipway:", "");
        const parsed: unknown = /^[[{]/.test(value) ? JSON.parse(value) : value;
        return [plain, plain === "stores" ? merge(parsed, over) : parsed];
      }),
    );
    expect(() => parseConfig(raw, "Pulumi.prod.yaml")).toThrow(message);
  });

  test("a stack that stands by has the other's data, and needs no snapshot of that one's region", () => {
    const stores = { db: { ...db, restoreFrom: snapshot("rds", "x", "eu-central-1") } };
    const standby = { role: "secondary", other: "dev-a", region: "eu-central-1" };
    const plan = (over: Raw) => planStores(stackConfig({ stores: { db }, ...over }))[0]!.args;
    expect(plan({})).toHaveProperty("restoreFrom");
    for (const now of ["following", "serving"]) {
      expect(plan({ stores, standby: { ...standby, now } })).not.toHaveProperty("restoreFrom");
    }
  });
});

describe("on AWS", () => {
  const there = [db.restoreFrom, cache.restoreFrom];
  let made: Simulation;
  beforeAll(async () => {
    made = await up({ db, cache }, there);
  });

  test("the snapshot is copied under the store's own key, and the database made of the copy", () => {
    const copy = made.one("rds/snapshotCopy:SnapshotCopy");
    const key = made.find("kms/key:Key").find(({ name }) => name === "shop-dev-store-db-key")!;
    const database = made.one("rds/instance:Instance");
    expect(copy.inputs).toMatchObject({ sourceDbSnapshotIdentifier: db.restoreFrom, kmsKeyId: key.outputs["arn"] });
    expect(database.inputs).toMatchObject({
      snapshotIdentifier: copy.inputs["targetDbSnapshotIdentifier"],
      kmsKeyId: key.outputs["arn"],
    });
    expect(made.waits(database, copy)).toBe(true);
    expect(made.one("ReplicationGroup").inputs).toMatchObject({ snapshotName: "warm" });
  });

  test("one that is not there stops the run", async () => {
    await expect(up({ db }, [])).rejects.toThrow(/DBSnapshotNotFound/);
    await expect(up({ cache }, [])).rejects.toThrow(/SnapshotNotFoundFault/);
  });

  test.each([
    ["another snapshot", { restoreFrom: snapshot("rds", "newer") }, { restoreFrom: snapshot("elasticache", "newer") }],
    ["none any more", { restoreFrom: undefined }, { restoreFrom: undefined }],
  ])("%s later replaces nothing, and touches no data", async (_, ofDb, ofCache) => {
    const then = await up({ db: { ...db, ...ofDb }, cache: { ...cache, ...ofCache } }, [
      ...there,
      ...[ofDb.restoreFrom, ofCache.restoreFrom].flatMap((arn) => arn ?? []),
    ]);
    const { replaced, updated } = differenceOf(made.resources, then.resources);
    expect(replaced).toEqual([]);
    expect(updated.map(({ name }) => name).filter((name) => /store-(?:db|cache)$/.test(name))).toEqual([]);
  });
});

describe("in the cluster", () => {
  const restored = async (restoreFrom: string): Promise<Simulation> => {
    const shop = shopOn("kubernetes", "prod");
    const stores = JSON.stringify(merge(JSON.parse(shop["slipway:stores"]!), { db: { restoreFrom } }));
    const [region, account] = [shop["slipway:region"]!, shop["slipway:account"]!];
    return simulate(main, { stack: "prod", config: { ...shop, "slipway:stores": stores }, region, account });
  };

  test("CloudNativePG recovers what another database left in the bucket, and keeps its own logs apart", async () => {
    const made = await restored("shop-old/orders");
    const ofKind = (kind: string) => made.resources.filter(({ inputs }) => inputs["kind"] === kind);
    const [cluster] = ofKind("Cluster");
    expect(cluster!.inputs["spec"]).toMatchObject({
      bootstrap: { recovery: { source: "origin", owner: "slipway", secret: { name: "db-login" } } },
      externalClusters: [
        { name: "origin", plugin: { parameters: { barmanObjectName: "db-origin", serverName: "orders" } } },
      ],
    });
    expect(cluster!.ignoreChanges).toEqual(["spec.bootstrap", "spec.externalClusters"]);
    const paths = ofKind("ObjectStore").map(
      ({ inputs }) => (inputs["spec"] as { configuration: Json }).configuration["destinationPath"],
    );
    expect(paths.sort()).toEqual([
      "s3://shop-backups/point-in-time/shop-old",
      "s3://shop-backups/point-in-time/shop-prod",
    ]);
  });

  test("a database cannot be made of what it writes itself", async () => {
    await expect(restored("shop-prod/db")).rejects.toThrow(/this very database/);
  });
});
