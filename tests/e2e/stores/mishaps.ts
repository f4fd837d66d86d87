/** What can go wrong with a backup of any kind of database: each is loud, and no backup of before is lost. */
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Env, manifests, start, statusOf, targetOf } from "./scripts";
import { startS3 } from "./servers";

/** Databases that tests have filled, read when a test runs. */
export interface Filled {
  /** Programs of its kind, as a PATH. */
  tools(): string;
  /** Takes seconds to dump. */
  large(): Env;
  small(): Env;
}

/** @param milliseconds in which a dump has begun and has not ended */
export function testCutOff({ tools, large }: Filled, milliseconds: number): void {
  test.each(["SIGKILL", "SIGTERM"] as const)(
    "cut off half-way by %s, it is no backup, and the older one stands",
    async (signal) => {
      const there = manifests(large());
      const running = start("backup", { ...large(), TIER: "hourly", DEADLINE_SECONDS: "1" }, tools());
      await running.says("dumping to");
      await new Promise((resolve) => setTimeout(resolve, milliseconds));
      process.kill(signal === "SIGKILL" ? -running.process.pid! : running.process.pid!, signal);
      const ended = await running.ended;
      expect(ended.code).not.toBe(0);
      if (signal === "SIGTERM") {
        expect(ended.output).toContain("it was told to stop");
        expect(statusOf(large())).toContain('slipway_backup_last_run_succeeded{store="large",tier="hourly"} 0');
      }
      expect(manifests(large())).toEqual(there);
    },
  );
}

/** A bucket that is away, full, or another's; no room; two at once. */
export function testMishaps({ tools, large, small }: Filled): void {
  const backup = (env: Env) => start("backup", env, tools()).ended;

  test.each<[string, Env, RegExp]>([
    ["a bucket that is not there", { TARGET: "target:nowhere" }, /opening the bucket nowhere: it cannot be listed/],
    [
      "a wrong key of the bucket",
      { RCLONE_CONFIG_TARGET_SECRET_ACCESS_KEY: "wrong" },
      /while opening the bucket.*SignatureDoesNotMatch/s,
    ],
  ])("%s", async (_, over, reason) => {
    const ended = await backup({ ...small(), ...over });
    expect(ended).toMatchObject({ code: 1, output: expect.stringMatching(reason) });
    expect(ended.output).toContain("✗ backup of small failed");
  });

  test("two at once: one goes through, the other says who is at work", async () => {
    const there = manifests(small()).length;
    const both = await Promise.all(
      ["20260103T020000Z", "20260103T020001Z"].map((NAME) => backup({ ...small(), TIER: "daily", NAME })),
    );
    expect(both.map(({ code }) => code).sort()).toEqual([0, 1]);
    expect(both.map(({ output }) => output).join()).toMatch(/another run (holds it until|took it at the same moment)/);
    expect(manifests(small())).toHaveLength(there + 1);
  });

  test("a bucket without room", async () => {
    await onSmallDisk("size=2m", async (folder) => {
      const full = await startS3(folder);
      try {
        mkdirSync(join(folder, "buckets", "backups"));
        const env = { ...large(), ...targetOf(full, "backups") };
        const ended = await backup(env);
        expect(ended).toMatchObject({ code: 1 });
        expect(ended.output).toMatch(/✗ backup of large failed while dumping.*dump and upload ended with/s);
        expect(manifests(env)).toEqual([]);
      } finally {
        await full.stop().catch(() => {});
      }
    });
  });

  test("no room to work in", async () => {
    await onSmallDisk("size=4k,nr_inodes=64", async (WORK) => {
      const there = manifests(small());
      const ended = await backup({ ...small(), WORK });
      expect(ended.code).not.toBe(0);
      expect(ended.output).toMatch(/No space left|✗ backup of small failed/);
      expect(manifests(small())).toEqual(there);
    });
  });
}

/** Turns over one bit in the middle of a file. */
export function damage(file: string): void {
  const bytes = readFileSync(file);
  bytes[Math.floor(bytes.length / 2)]! ^= 1;
  writeFileSync(file, bytes);
}

async function onSmallDisk(options: string, work: (folder: string) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "slipway-full-"));
  execFileSync("mount", ["-t", "tmpfs", "-o", options, "tmpfs", folder]);
  try {
    await work(folder);
  } finally {
    execFileSync("umount", ["-l", folder]);
  }
}
