/** The chart's own scripts with MongoDB's own tools: what they write to an S3 server comes back document by document. */
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import {
  corruptDocuments,
  type Documents,
  documentTools,
  fillDocuments,
  readDocuments,
  startDocuments,
} from "../stores/documents";
import { damage, type Filled, testCutOff, testMishaps } from "../stores/mishaps";
import { type Env, manifests, perform, rclone, statusOf, targetOf } from "../stores/scripts";
import { type S3, startS3 } from "../stores/servers";
import { toolPath } from "../tools/tools";

/** Megabytes of the large database; the server of documents is slower than a PostgreSQL. */
const SIZE = Number(process.env["SLIPWAY_BACKUP_MB"] ?? 6);

let server: Documents;
let s3: S3;
let large: Env;
let small: Env;

const envOf = (store: string): Env => ({
  ...{ STORE: store, KIND: "mongodb", ROWS: "count" },
  ...server.env(store),
  ...targetOf(s3, "backups"),
});

const run = (script: "backup" | "restore" | "drill", env: Env, before = "") =>
  perform(script, env, [before, documentTools()].filter(Boolean).join(delimiter));
const manifest = (env: Env, path: string) =>
  JSON.parse(rclone(env, "cat", `${env["TARGET"]}/${path}/manifest.json`).join("\n")) as {
    bytes: number;
    server: string;
    contents: { collection: string; documents: number }[];
  };
const databases = (): string[] =>
  JSON.parse(
    server.ask(
      "admin",
      "print(JSON.stringify(it.adminCommand({ listDatabases: 1, nameOnly: true }).databases.map(({ name }) => name)))",
    ),
  );

/** A folder of programs that stand before the real ones on the PATH: lines of shell, then the real one. */
function inFrontOf(programs: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), "slipway-before-"));
  for (const [name, lines] of Object.entries(programs)) {
    writeFileSync(join(folder, name), `#!/bin/bash\nreal=${toolPath(name)}\n${lines}\nexec "$real" "$@"\n`, {
      mode: 0o755,
    });
  }
  return folder;
}

const filled: Filled = { tools: () => documentTools(), large: () => large, small: () => small };

beforeAll(async () => {
  [server, s3] = await Promise.all([startDocuments(), startS3()]);
  mkdirSync(join(s3.folder, "buckets", "backups"));
  fillDocuments(server, "large", SIZE);
  fillDocuments(server, "small", 0.3);
  large = envOf("large");
  small = envOf("small");
}, 600_000);

afterAll(async () => {
  await Promise.all([server?.stop(), s3?.stop()]);
});

describe(`MongoDB, ${SIZE} MB`, () => {
  test("backed up, corrupted, restored in place, and the same document by document; no login on any command line", async () => {
    const there = readDocuments(server, "large");
    const lines = join(mkdtempSync(join(tmpdir(), "slipway-lines-")), "lines");
    const record = `printf '%s\\n' "$*" >>${lines}`;
    const recorded = inFrontOf({ mongodump: record, mongorestore: record, mongosh: record });
    const backup = await run("backup", { ...large, TIER: "daily", NAME: "20260102T020000Z" }, recorded);
    expect(backup).toMatchObject({ code: 0 });
    const { contents, server: version, bytes } = manifest(large, "daily/large/20260102T020000Z");
    expect(version).toMatch(/^\d+\.\d+\.\d+$/);
    expect(bytes).toBeGreaterThan(SIZE * 200_000);
    expect(contents.map(({ collection }) => collection)).toEqual([
      ...["odd-name.with.dots", "empty", "files", "orders", "slipway_backup"].sort(),
    ]);
    expect(contents.find(({ collection }) => collection === "orders")!.documents).toBe(
      Number(server.ask("large", "print(it.orders.countDocuments({}))")),
    );
    corruptDocuments(server, "large");
    expect(readDocuments(server, "large")).not.toEqual(there);

    const refused = await run("restore", { ...large, MODE: "in-place" });
    expect(refused.code).not.toBe(0);
    expect(refused.output).toContain("nothing is overwritten without one of the last 30 minutes");

    expect(await run("backup", { ...large, TIER: "safety" })).toMatchObject({ code: 0 });
    const restore = await run("restore", { ...large, MODE: "in-place" }, recorded);
    expect(restore).toMatchObject({ code: 0 });
    expect(restore.output).toContain("daily/large/20260102T020000Z");
    expect(readDocuments(server, "large")).toEqual(there);
    expect(databases()).not.toContain("large_restored");
    const said = readFileSync(lines, "utf8");
    expect(said.match(/--archive/g)).toHaveLength(3);
    expect(said).not.toMatch(/p@ss|p%40ss/);
    console.info(`${SIZE} MB: backup ${backup.seconds} s, restore in place with proofs ${restore.seconds} s`);
  }, 600_000);

  testCutOff(filled, 300);

  test("a mongodump that ends half-way, with bytes that look well, is heard", async () => {
    const there = manifests(large);
    const half = inFrontOf({ mongodump: '"$real" "$@" | head -c 100000\nexit 1' });
    const ended = await run("backup", { ...large, TIER: "hourly", DEADLINE_SECONDS: "1" }, half);
    expect(ended).toMatchObject({ code: 1 });
    expect(ended.output).toMatch(/✗ backup of large failed while dumping.*dump and upload ended with 1 0/s);
    expect(manifests(large)).toEqual(there);
  });
});

describe("what goes wrong is loud, and loses nothing", () => {
  let good: Readonly<Record<string, string>>;
  beforeAll(async () => {
    good = readDocuments(server, "small");
    expect(await run("backup", { ...small, TIER: "daily", NAME: "20260102T020000Z" })).toMatchObject({ code: 0 });
  });
  afterEach(() => {
    expect(readDocuments(server, "small")).toEqual(good);
    expect(manifests(small)).toContain("daily/small/20260102T020000Z/manifest.json");
  });

  test.each<[string, Env, RegExp]>([
    ["a wrong password", { MONGODB_PASSWORD: "wrong" }, /while connecting to the mongodb.*[Aa]uthentication failed/s],
    ["a server that is another's", { MONGODB_HOST: "127.0.0.1" }, /while connecting.*(altnames|does not match)/s],
    ["a port where nobody is", { MONGODB_PORT: "9" }, /while connecting.*(ECONNREFUSED|timed out)/s],
  ])("%s", async (_, over, reason) => {
    const ended = await run("backup", { ...small, ...over });
    expect(ended).toMatchObject({ code: 1 });
    expect(ended.output).toMatch(reason);
    if ("MONGODB_PASSWORD" in over) {
      expect(statusOf(small)).toContain('slipway_backup_last_run_succeeded{store="small",tier="safety"} 0');
    }
  });

  test("an authority that did not sign", async () => {
    const ended = await run("backup", { ...small, MONGODB_CA_FILE: server.certificates.otherCa });
    expect(ended).toMatchObject({ code: 1 });
    expect(ended.output).toMatch(/✗ backup of small failed while connecting.*(certificate|self-signed|verif)/s);
  });

  testMishaps(filled);

  test("a drill proves the newest backup, and leaves nothing behind, not even what a killed one left", async () => {
    server.ask("small_drill", "it.left.insertOne({ _id: 1 })");
    expect(await run("drill", { ...small, FROM: "20260102T020000Z" })).toMatchObject({ code: 0 });
    expect(statusOf(small)).toContain('slipway_drill_last_run_succeeded{store="small"} 1');
    expect(statusOf(small)).toMatch(/slipway_drill_data_loss_seconds\{store="small"\} \d+/);
    expect(databases()).not.toContain("small_drill");
  });

  test("a damaged dump fails the drill, and a restore of it changes nothing, whether it has room or comes as it is", async () => {
    expect(await run("backup", { ...small, TIER: "hourly", NAME: "20260104T020000Z" })).toMatchObject({ code: 0 });
    damage(join(s3.folder, "buckets/backups/hourly/small/20260104T020000Z/dump"));
    const FROM = "20260104T020000Z";
    const drill = await run("drill", { ...small, FROM });
    expect(drill).toMatchObject({ code: 1 });
    expect(drill.output).toContain("is damaged: its sha256 is");
    expect(statusOf(small)).toContain('slipway_drill_last_run_succeeded{store="small"} 0');
    expect(await run("backup", { ...small, TIER: "safety" })).toMatchObject({ code: 0 });
    for (const WORK_SIZE of ["1Gi", "10Ki"]) {
      expect(await run("restore", { ...small, WORK_SIZE, FROM, MODE: "in-place" })).toMatchObject({ code: 1 });
    }
    expect(databases().filter((name) => name.startsWith("small"))).toEqual(["small"]);
  });

  test("a document that is missing after all fails the drill, though every checksum is right", async () => {
    const path = join(s3.folder, "buckets/backups/daily/small/20260102T020000Z/manifest.json");
    const text = readFileSync(path, "utf8");
    writeFileSync(path, text.replace(/("collection": "files", "documents": )(\d+)/, "$19"));
    const drill = await run("drill", { ...small, FROM: "20260102T020000Z" });
    writeFileSync(path, text);
    expect(drill).toMatchObject({ code: 1 });
    expect(drill.output).toContain("collections differ from what the manifest says");
  });

  test("by time and as it comes, where there is no room for it; beside what is there, which is never overwritten", async () => {
    const time = { ...small, FROM: "2026-01-02T12:00:00Z", WORK_SIZE: "10Ki" };
    const restored = await run("restore", time);
    expect(restored).toMatchObject({ code: 0 });
    expect(restored.output).toContain("daily/small/20260102T020000Z");
    expect(readDocuments(server, "small_restored")).toEqual(good);
    server.ask("small_restored", 'it.orders.insertOne({ _id: "somebody needs it" })');
    const again = await run("restore", time);
    expect(again).toMatchObject({ code: 1 });
    expect(again.output).toContain("there is a database small_restored already");
    expect(server.ask("small_restored", 'print(it.orders.countDocuments({ _id: "somebody needs it" }))')).toBe("1");
    server.ask("small_restored", "it.dropDatabase()");
    expect((await run("restore", { ...small, FROM: "2020-01-01T00:00:00Z" })).output).toContain(
      "there is no such backup",
    );
  });
});

test("a restore in place that ends half-way leaves what was proved, beside it, and what was there, in the bucket", async () => {
  fillDocuments(server, "half", 0.3);
  const half = envOf("half");
  const there = readDocuments(server, "half");
  expect(await run("backup", { ...half, TIER: "daily", NAME: "20260102T020000Z" })).toMatchObject({ code: 0 });
  corruptDocuments(server, "half");
  const corrupted = readDocuments(server, "half");
  expect(await run("backup", { ...half, TIER: "safety", NAME: "20991231T020000Z" })).toMatchObject({ code: 0 });
  // The one that fills the database itself.
  const fails = inFrontOf({ mongorestore: '[[ " $* " != *" half.* --archive"* ]] || exit 1' });
  const ended = await run("restore", { ...half, MODE: "in-place" }, fails);
  expect(ended).toMatchObject({ code: 1 });
  expect(ended.output).toContain("half_restored holds what was restored, and the safety backup what was there");
  expect(readDocuments(server, "half_restored")).toEqual(there);
  const back = { ...half, FROM: "safety/half/20991231T020000Z", INTO: "half_before" };
  expect(await run("restore", back)).toMatchObject({ code: 0 });
  expect(readDocuments(server, "half_before")).toEqual(corrupted);
}, 120_000);
