import { merge } from "../../../stacks/config/presets";
import { stackConfig, web } from "../../support/configs";

const stores = { db: { kind: "postgres" }, cache: { kind: "redis" }, media: { kind: "bucket" } };
const workloads = {
  web: web(),
  jobs: { kind: "worker", image: "a/b:1" },
  nightly: { kind: "cron", image: "a/b:1", schedule: "0 2 * * *" },
};
const preset = (environment: string, over: Record<string, unknown> = {}) =>
  stackConfig({ environment, stores, workloads, ...over });

describe("presets", () => {
  test.each([
    ["dev", 2, "single", false, 7],
    ["staging", 2, "single", true, 30],
    ["prod", 3, "perZone", true, 90],
  ])("%s: %s zones, NAT %s, protected %s, flow logs for %s days", (environment, zones, nat, protect, days) => {
    const config = preset(environment);
    expect(config.network).toMatchObject({ zones, nat, flowLogDays: days });
    expect(config.protect).toBe(protect);
  });

  test.each([
    ["dev", { size: "small", multiZone: false, replicas: 0, backupDays: 7 }, { replicas: 0, snapshotDays: 1 }],
    ["staging", { size: "medium", multiZone: true, replicas: 0, backupDays: 7 }, { replicas: 1, snapshotDays: 3 }],
    ["prod", { size: "large", multiZone: true, replicas: 0, backupDays: 30 }, { replicas: 1, snapshotDays: 7 }],
  ])("%s: stores %j and %j", (environment, db, cache) => {
    const config = preset(environment);
    expect(config.stores.db).toMatchObject(db);
    expect(config.stores.cache).toMatchObject(cache);
  });

  test.each([
    ["dev", 1, 3],
    ["staging", 2, 5],
    ["prod", 3, 10],
  ])("%s: a web workload has %s to %s pods", (environment, min, max) => {
    expect(preset(environment).workloads.web).toMatchObject({ scaling: { min, max, cpu: 70 } });
  });

  test("the three environments have ranges of their own, so that they can be peered", () => {
    const cidrs = ["dev", "staging", "prod"].map((environment) => preset(environment).network.cidr);
    expect(new Set(cidrs).size).toBe(3);
  });

  test("config wins, key by key, and leaves the rest of the preset as it is", () => {
    const config = preset("prod", { network: { zones: 2 }, stores: { db: { kind: "postgres", replicas: 2 } } });
    expect(config.network).toMatchObject({ zones: 2, nat: "perZone" });
    expect(config.stores.db).toMatchObject({ replicas: 2, multiZone: true, backupDays: 30 });
  });

  test("lists are replaced whole", () => {
    expect(preset("dev", { cluster: { architectures: ["amd64"] } }).cluster).toMatchObject({
      architectures: ["amd64"],
    });
  });
});

describe("merge", () => {
  test.each([
    [{ a: 1 }, undefined, { a: 1 }],
    [{ a: 1 }, { b: 2 }, { a: 1, b: 2 }],
    [{ a: { x: 1, y: 2 } }, { a: { y: 3 } }, { a: { x: 1, y: 3 } }],
    [{ a: [1, 2] }, { a: [3] }, { a: [3] }],
    [{ a: { x: 1 } }, { a: null }, { a: null }],
    [{ a: 1 }, { a: { x: 1 } }, { a: { x: 1 } }],
  ])("%j with %j over it is %j", (base, over, expected) => {
    expect(merge(base, over)).toEqual(expected);
  });
});
