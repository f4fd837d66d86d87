/**
 * Moving to another cloud: steps 4 and 6 of docs/guides/moving-clouds.md, by its own words. Two servers and two S3 stand for the
 * two clouds. Not real here are the clouds' stacks, their certificates and their records.
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fill, fingerprints } from "../stores/data";
import { type Env, perform, rclone, targetOf } from "../stores/scripts";
import { type Postgres, type S3, startPostgres, startS3 } from "../stores/servers";

let postgres: Postgres;
let s3: S3;
let small: Env;
let elsewhere: Postgres;
let theirs: S3;
let there: Env;

const run = (script: "backup" | "restore", env: Env) => perform(script, env, postgres.bin);
const envOf = (server: Postgres, bucket: S3): Env => ({
  ...{ STORE: "small", KIND: "postgres", ...server.env("small"), ...targetOf(bucket, "backups") },
});

/** `rclone` with a remote for each cloud. */
const both = (...args: readonly string[]): string[] => {
  const remote = (name: string, of: S3) =>
    Object.fromEntries(
      Object.entries(targetOf(of, "")).map(([key, value]) => [key.replace("_TARGET_", `_${name}_`), value]),
    );
  return rclone({ ...remote("OLD", s3), ...remote("NEW", theirs) }, ...args);
};

beforeAll(async () => {
  [postgres, s3, elsewhere, theirs] = await Promise.all([startPostgres(), startS3(), startPostgres(), startS3()]);
  for (const { folder } of [s3, theirs]) {
    for (const bucket of ["backups", "media"]) mkdirSync(join(folder, "buckets", bucket));
  }
  fill(postgres, "small", 3);
  // What a new stack has before anything is moved: an empty database.
  elsewhere.ask("postgres", "CREATE DATABASE small");
  small = envOf(postgres, s3);
  there = envOf(elsewhere, theirs);
}, 180_000);

afterAll(() => Promise.all([postgres, s3, elsewhere, theirs].map((server) => server?.stop())));

/** A backup by hand of the old one, carried over and put in the new one's place. */
async function move(NAME: string): Promise<void> {
  expect(await run("backup", { ...small, TIER: "safety", NAME })).toMatchObject({ code: 0 });
  both("copyto", `old:backups/safety/small/${NAME}`, `new:backups/safety/small/${NAME}`);
  // `--in-place` takes one of what is there first.
  expect(await run("backup", { ...there, TIER: "safety" })).toMatchObject({ code: 0 });
  const restore = await run("restore", { ...there, MODE: "in-place", FROM: `safety/small/${NAME}` });
  expect(restore).toMatchObject({ code: 0 });
  console.info(`moved: restored with proof in ${restore.seconds} s`);
}

test("a database is the same there, row by row; what was written after its backup comes with the last one", async () => {
  await move("20260104T020000Z");
  expect(await fingerprints(elsewhere, "small")).toEqual(await fingerprints(postgres, "small"));
  postgres.ask("small", "UPDATE public.orders SET note = 'written in the meantime' WHERE id = 1");
  expect(await fingerprints(elsewhere, "small")).not.toEqual(await fingerprints(postgres, "small"));
  await move("20260104T030000Z");
  expect(await fingerprints(elsewhere, "small")).toEqual(await fingerprints(postgres, "small"));
}, 120_000);

test("a backup by hand is never the latest: the guide says to name it", async () => {
  const ended = await run("restore", { ...there, FROM: "latest" });
  expect(ended.code).not.toBe(0);
  expect(ended.output).toMatch(/there is no such backup: latest/);
});

// The tools hold rclone's copyto, which on folders is its copy; sync besides takes away what is gone.
test("a bucket is copied beforehand, and what has changed since once more", () => {
  const file = (name: string, text: string) => writeFileSync(join(s3.folder, "buckets/media", name), text);
  const theirFile = (name: string) => both("cat", `new:media/${name}`).join();
  file("one", "1");
  file("two", "2");
  both("copyto", "old:media", "new:media");
  expect([theirFile("one"), theirFile("two")]).toEqual(["1", "2"]);
  file("two", "2, changed");
  file("three", "3");
  both("copyto", "old:media", "new:media");
  expect(both("lsf", "new:media").sort()).toEqual(["one", "three", "two"]);
  expect(theirFile("two")).toBe("2, changed");
});
