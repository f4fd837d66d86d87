/** What befalls the state, its lock and its secrets; what protection stops; config that is refused. */
import { copyFileSync, readFileSync, writeFileSync } from "node:fs";
import * as fc from "fast-check";
import type { Call } from "../providers/calls";
import type { Config, Stack } from "../stack";
import { agree, inState, nameOf, survives } from "./invariants";
import { type Accounts, begin, foundation, hanging, small, startAccounts } from "./running";

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

  test("fault 12: of two ups at once the second is refused; a stale lock wants an explicit cancel", async () => {
    shop.configure({ secrets: ["payments-key", "webhook"] });
    shop.faults({ kind: "hang", method: "Create", name: "shop-dev-secret-webhook" });
    const calls = shop.calls.length;
    const first = begin(shop, ["up", "--yes", "--skip-preview"]);
    await hanging(shop, calls);
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
    shop = await accounts.stack("prod", {
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

  /** What replaces it: a change of config where one can, else what `--replace` asks the engine for. */
  const replacements: readonly [what: string, name: string, type: string, config?: Config, back?: Config][] = [
    [
      ...(["the database", "shop-prod-store-db", "aws:rds/instance:"] as const),
      ...([{ stores: { db: { database: "other" } } }, { stores: { db: { database: undefined } } }] as const),
    ],
    [
      ...(["the VPC", "shop-prod-network", "aws:ec2/vpc:"] as const),
      ...([{ network: { cidr: "10.99.0.0/16" } }, { network: { cidr: undefined } }] as const),
    ],
  ];

  const replace = async (name: string, type: string, config?: Config): Promise<readonly string[]> => {
    if (config) shop.configure(config);
    return config ? [] : ["--replace", (await inState(shop, name, type)).urn];
  };

  test.each(replacements)(
    "fault 16: replacing %s is stopped, with no delete at all",
    async (_, name, type, config, back) => {
      const calls = shop.calls.length;
      const before = data();
      const output = await shop.upRefused(...(await replace(name, type, config)));
      expect(output).toMatch(
        new RegExp(`unable to replace resource "\\S+::${name}"\\s+as it is currently marked for protection`),
      );
      expect(deletes(calls)).toEqual([]);
      expect(data()).toEqual(before);
      if (back) shop.configure(back);
      await agree(shop);
    },
  );

  test("fault 17: once protection is lifted by config, destroy leaves last snapshots and their keys", async () => {
    shop.configure({ protect: false });
    await shop.up();
    const earlier = new Set(shop.instances.filter(({ type }) => /snapshot:Snapshot/.test(type)).map(({ id }) => id));
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

  let shop: Stack;

  test.each(Object.keys(wrong).map((key, seed) => [key, seed] as const))(
    "fault 24: a wrong %s is refused at preview, by its name, before any provider is asked",
    async (key, seed) => {
      const [value] = fc.sample(wrong[key]!, { seed, numRuns: 1 });
      const config = { ...small, stores: { db: { kind: "postgres" }, cache: { kind: "redis" } } };
      shop = await accounts.stack(`wrong-${seed}`, { config });
      shop.configure(at(key, value));
      const output = await shop.refused("preview");
      expect(output).toContain(`slipway:${key}`);
      expect(output).toContain("nothing was registered");
      expect(shop.calls).toEqual([]);
    },
  );
});
