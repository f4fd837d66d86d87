/** What befalls the state, its lock and its secrets; what protection stops; config that is refused. */
import { copyFileSync, readFileSync, writeFileSync } from "node:fs";
import * as fc from "fast-check";
import type { Call } from "../providers/calls";
import type { Config, Stack } from "../stack";
import { fillDisk, onDisk } from "./disks";
import { agree, inState, nameOf, survives } from "./invariants";
import { type Accounts, begin, clearPending, foundation, hanging, small, startAccounts } from "./running";

let accounts: Accounts;

beforeAll(() => {
  accounts = startAccounts();
});

afterAll(() => accounts?.stop());

describe("the state", () => {
  let shop: Stack;

  beforeAll(async () => {
    shop = await accounts.stack("dev", { config: small });
  });

  afterEach(() => shop.faults());

  test("fault 13: a wrong passphrase fails before any provider is asked", async () => {
    shop.env["PULUMI_CONFIG_PASSPHRASE"] = "wrong";
    const output = await shop.upRefused();
    delete shop.env["PULUMI_CONFIG_PASSPHRASE"];
    expect(output).toMatch(/incorrect passphrase/);
    expect(shop.calls).toEqual([]);
    await survives(shop, { destroy: false });
  });

  test("fault 10: a truncated state file is refused, and the backup restores it", async () => {
    const whole = readFileSync(shop.stateFile, "utf8");
    writeFileSync(shop.stateFile, whole.slice(0, whole.length / 2));
    const calls = shop.calls.length;
    const output = await shop.upRefused();
    expect(output).toMatch(/unexpected end of JSON input|could not deserialize|failed to load checkpoint/);
    expect(shop.changes(calls)).toEqual([]);
    copyFileSync(`${shop.stateFile}.bak`, shop.stateFile);
    await survives(shop, { destroy: false });
  });

  test("fault 11: state that cannot be written is an error before anything is made, never a success", async () => {
    shop.configure({ secrets: ["payments-key", "unwritten"] });
    const calls = shop.calls.length;
    const up = begin(shop, ["up", "--yes", "--skip-preview"], onDisk(shop, "read-only"));
    expect(await up.ended).not.toBe(0);
    expect(up.output()).toMatch(/read-only file system/);
    expect(up.output()).not.toMatch(/Resources:\n/);
    expect(shop.changes(calls)).toEqual([]);
    await agree(shop);
  });

  test("fault 11: a disk that fills up is an error, never a success; with room again refresh finds what was made", async () => {
    const name = "shop-dev-secret-unwritten";
    shop.faults({ kind: "hang", method: "Create", name, when: "after", seconds: 3 });
    const calls = shop.calls.length;
    const up = begin(shop, ["up", "--yes", "--skip-preview"], onDisk(shop, "filling"));
    await hanging(shop, calls, up);
    fillDisk(shop);
    expect(await up.ended).not.toBe(0);
    expect(up.output()).toMatch(/no space left on device/);
    await survives(shop, {
      after: { pending: [name] },
      destroy: false,
      mend: async () => {
        await shop.succeed("cancel", "--yes");
        await clearPending(shop);
        await shop.up();
      },
    });
  }, 400_000);

  test("fault 12: of two ups at once the second is refused; a stale lock wants an explicit cancel", async () => {
    shop.configure({ secrets: ["payments-key", "webhook"] });
    shop.faults({ kind: "hang", method: "Create", name: "shop-dev-secret-webhook" });
    const calls = shop.calls.length;
    const first = begin(shop, ["up", "--yes", "--skip-preview"]);
    await hanging(shop, calls, first);
    expect(await shop.upRefused()).toMatch(/the stack is currently locked by 1 lock/);
    await first.kill();
    expect(await shop.upRefused()).toMatch(/the stack is currently locked by 1 lock/);
    expect(shop.changes(calls).filter(({ outcome }) => outcome === "ok")).toEqual([]);
    await survives(shop, {
      after: { pending: ["shop-dev-secret-webhook"] },
      mend: async () => {
        await shop.succeed("cancel", "--yes");
        await shop.succeed("refresh", "--yes", "--skip-preview", "--clear-pending-creates");
        await shop.up();
      },
    });
  });
});

describe("protection", () => {
  const stores: Config = { db: { kind: "postgres" }, media: { kind: "bucket" }, cache: { kind: "redis" } };
  let shop: Stack;

  beforeAll(async () => {
    shop = await accounts.attached("prod", {
      config: { ...foundation, environment: "prod", stores },
    });
    await shop.up();
  });

  const deletes = (since: number): readonly Call[] => shop.changes(since).filter(({ method }) => method === "Delete");

  const data = () =>
    shop.instances
      .filter(({ type }) => /rds\/instance|replicationGroup|s3\/bucket:|kms\/key|ec2\/vpc:|eks\/cluster:/.test(type))
      .map(({ type, id }) => `${type} ${id}`)
      .sort();

  test("fault 17: destroy of prod is refused in plain words, and all data remains", async () => {
    const [calls, before] = [shop.calls.length, data()];
    const output = await shop.refused("destroy", "--yes", "--skip-preview");
    expect(output).toMatch(/shop-prod-store-db.* cannot be deleted/s);
    expect(output).toMatch(/protect/);
    expect(data()).toEqual(before);
    expect(deletes(calls).filter(({ name }) => /shop-prod-store-\w+$/.test(name))).toEqual([]);
    await survives(shop, { destroy: false });
  });

  /** What holds data, or everything else: by its name and type. */
  const guarded: readonly (readonly [what: string, name: string, type: string])[] = [
    ["the database", "shop-prod-store-db", "aws:rds/instance:"],
    ["the cluster", "shop-prod-cluster", "aws:eks/cluster:"],
    ["the bucket", "shop-prod-store-media", "aws:s3/bucket:"],
    ["the key", "shop-prod-cluster-key", "aws:kms/key:"],
    ["the network", "shop-prod-network", "aws:ec2/vpc:"],
  ];

  /** What replaces database and network is a change of config; the others are what `--replace` asks the engine for. */
  const replacing: Config = { stores: { db: { database: "other" } }, network: { cidr: "10.99.0.0/16" } };
  const asBefore: Config = { stores: { db: { database: undefined } }, network: { cidr: undefined } };

  const replace = async (names: typeof guarded): Promise<readonly string[]> =>
    (await Promise.all(names.map(([, name, type]) => inState(shop, name, type)))).flatMap(({ urn }) => [
      "--replace",
      urn,
    ]);

  test.each(guarded)("fault 16: replacing %s is stopped, with no delete at all", async (_, name, type) => {
    const [calls, before] = [shop.calls.length, data()];
    const output = await shop.upRefused(...(await replace([["", name, type]])));
    expect(output).toMatch(
      new RegExp(`unable to replace resource "\\S+::${name}"\\s+as it is currently marked for protection`),
    );
    expect(deletes(calls)).toEqual([]);
    expect(data()).toEqual(before);
    await agree(shop);
  });

  test("fault 16: a change of config that replaces is stopped as well", async () => {
    const [calls, before] = [shop.calls.length, data()];
    shop.configure(replacing);
    expect(await shop.upRefused()).toMatch(/unable to replace resource/);
    shop.configure(asBefore);
    expect(deletes(calls)).toEqual([]);
    expect(data()).toEqual(before);
    await agree(shop);
  });

  describe("an override in the config", () => {
    const override = (action: "replace" | "delete", resources: readonly string[], expires = "2999-12-31") => ({
      overrides: resources.map((resource) => ({ resource, action, reason: "agreed with its owners", expires })),
    });

    afterAll(() => shop.configure({ overrides: undefined }));

    test("one that has expired stops up in plain words, before anything is changed", async () => {
      const calls = shop.calls.length;
      shop.configure(override("replace", ["shop-prod-cluster-key"], "2026-01-31"));
      const output = await shop.upRefused();
      expect(output).toContain("shop-prod-cluster-key: the permission to replace it expired on 2026-01-31");
      expect(output).not.toMatch(/\n\s+at /);
      expect(shop.changes(calls)).toEqual([]);
    });

    test("lets the database that it names be replaced, and nothing else", async () => {
      const [network, database] = [guarded[4]!, guarded[0]!];
      shop.configure(override("replace", [database[1]]));
      await shop.up();
      const before = data();
      expect(await shop.upRefused(...(await replace([network])))).toMatch(/marked for protection/);
      expect(data()).toEqual(before);
      const calls = shop.calls.length;
      shop.configure({ stores: { db: { database: "elsewhere" } } });
      await shop.up();
      const done = shop
        .changes(calls)
        .filter((call) => nameOf(call) === database[1] && call.type.startsWith(database[2]));
      expect(done.map(({ method, outcome }) => `${method} ${outcome}`).sort()).toEqual(["Create ok", "Delete ok"]);
    });

    test("lets the bucket that it names be deleted; without it, it stays", async () => {
      const bucket = "aws:s3/bucket:";
      const count = () => shop.instances.filter(({ type }) => type.startsWith(bucket)).length;
      const before = count();
      const without = { stores: { media: undefined } };
      shop.configure({ ...without, overrides: undefined });
      expect(await shop.upRefused()).toMatch(/shop-prod-store-media.*protect/s);
      expect(count()).toBe(before);
      // The bucket, and whatever of it is protected beside: its key.
      const { resources = [] } = await shop.exported();
      const guardedToo = resources.filter(({ protect }) => protect).map(({ urn }) => urn.split("::").at(-1)!);
      const names = [...new Set(guardedToo)].filter((name) => name.startsWith("shop-prod-store-media"));
      expect(names).toContain("shop-prod-store-media");
      shop.configure({ stores, ...override("delete", names) });
      await shop.up();
      shop.configure(without);
      await shop.up();
      expect(count()).toBeLessThan(before);
    });

    test("once it is taken out, what is there is protected again", async () => {
      shop.configure({ stores: { ...stores, db: { kind: "postgres", database: "elsewhere" } }, overrides: undefined });
      await shop.up();
      expect(await shop.upRefused(...(await replace([guarded[0]!])))).toMatch(/marked for protection/);
    });
  });

  test("fault 16: with protection lifted in writing all of them are replaced, and the data leaves a last snapshot", async () => {
    shop.configure({ protect: false });
    await shop.up();
    const before = data();
    const calls = shop.calls.length;
    shop.configure(replacing);
    await shop.up(...(await replace(guarded)));
    for (const [, name, type] of guarded) {
      const done = shop.changes(calls).filter((call) => nameOf(call) === name && call.type.startsWith(type));
      expect(`${name}: ${done.map(({ method, outcome }) => `${method} ${outcome}`).sort()}`).toBe(
        `${name}: Create ok,Delete ok`,
      );
    }
    // A cluster is called by its name, which is fixed; whatever else was replaced has another id.
    const kept = data().filter((each) => before.includes(each));
    for (const type of ["aws:rds/instance:", "aws:ec2/vpc:"])
      expect(kept.filter((each) => each.startsWith(type))).toEqual([]);
    expect(shop.instances.some(({ type }) => type === "aws:rds/snapshot:Snapshot")).toBe(true);
    shop.configure(asBefore);
    await survives(shop, { destroy: false });
    shop.configure({ protect: undefined });
    await shop.up();
  });

  test("fault 17: once protection is lifted by config, destroy leaves last snapshots and their keys", async () => {
    shop.configure({ protect: false });
    await shop.up();
    // What earlier tests left: last snapshots, and their keys.
    const { resources = [] } = await shop.exported();
    const known = new Set(resources.map(({ id }) => id));
    const earlier = new Set(shop.instances.filter(({ id }) => !known.has(id)).map(({ id }) => id));
    await shop.destroy();
    const left = shop.instances.filter(({ id }) => !earlier.has(id)).map(({ type }) => type);
    expect(left.sort()).toEqual([
      ...["aws:elasticache/snapshot:Snapshot", "aws:kms/key:Key", "aws:kms/key:Key", "aws:rds/snapshot:Snapshot"],
    ]);
    expect(
      deletes(0)
        .filter(({ outcome }) => outcome !== "ok")
        .map(nameOf),
    ).toEqual([]);
  });
});

describe("config", () => {
  const text = fc.string({ unit: "grapheme", minLength: 1, maxLength: 40 });
  const octet = fc.integer({ min: 256, max: 9999 });

  /** Key → what is wrong for it. */
  const wrong: Readonly<Record<string, fc.Arbitrary<unknown>>> = {
    "network.cidr": fc.tuple(octet, octet).map(([a, b]) => `10.${a}.${b}.0/16`),
    "network.zones": fc.integer({ max: -1 }),
    "cluster.publicAccess[0]": fc.tuple(octet, fc.integer({ min: 33, max: 999 })).map(([a, b]) => [`${a}.0.0.0/${b}`]),
    "cluster.maxCpu": fc.integer({ min: 10_001, max: 2 ** 31 }),
    "cluster.version": text.map((tail) => `1.${tail}`),
    app: text.map((tail) => `${tail}É☃`),
    account: fc.integer({ min: 1, max: 99_999_999_999 }).map(String),
    region: text.map((tail) => `eu-${tail}`),
    "stores.db.storageGb": fc.integer({ min: -(2 ** 31), max: 19 }),
    "stores.db.backupWindow": fc.integer({ min: 24, max: 99 }).map((hour) => `${hour}:00-${hour + 1}:00`),
    "stores.cache.kind": text.map((tail) => `mem-${tail}`),
    "secrets[0]": text.map((tail) => [`${tail} !`]),
    protect: text.map((tail) => `perhaps ${tail}`),
  };

  /** `a.b[0]` and a value → the tree that has it there; the value of a list is the whole list. */
  const at = (key: string, value: unknown): Config =>
    key
      .replace(/\[0\]$/, "")
      .split(".")
      .reduceRight<unknown>((inner, part) => ({ [part]: inner }), value) as Config;

  test("fault 24: whatever is wrong is refused at preview, all at once, by its name, before any provider is asked", async () => {
    const config = { ...small, stores: { db: { kind: "postgres" }, cache: { kind: "redis" } } };
    const shop = await accounts.stack("wrong", { config });
    for (const seed of [0, 1, 2]) {
      for (const [key, values] of Object.entries(wrong)) {
        const [value] = fc.sample(values, { seed, numRuns: 1 });
        shop.configure(at(key, value));
      }
      const output = await shop.refused("preview");
      expect(Object.keys(wrong).filter((key) => !output.includes(`slipway:${key}\n`))).toEqual([]);
      expect(output).toContain("nothing was registered");
      expect(shop.calls).toEqual([]);
    }
  });
});
