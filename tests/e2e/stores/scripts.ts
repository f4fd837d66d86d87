/** Runs the chart's own scripts, the very files that its ConfigMap holds, as the CronJobs do. */
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { toolPath } from "../tools/tools";
import type { S3 } from "./servers";

export const scripts = join(__dirname, "../../../charts/backup/files");

export interface Ended {
  /** Exit code; null where a signal ended it. */
  readonly code: number | null;
  readonly output: string;
  readonly seconds: number;
}

export interface Running {
  readonly process: ChildProcess;
  readonly ended: Promise<Ended>;
  /** Waits for words in what it prints. */
  says(words: string): Promise<void>;
}

export type Env = Readonly<Record<string, string>>;

/** rclone's remote `target`, as the chart configures it but for the provider and the login. */
export function targetOf(s3: S3, bucket: string): Env {
  return {
    TARGET: `target:${bucket}`,
    RCLONE_CONFIG: "/dev/null",
    RCLONE_CONFIG_TARGET_TYPE: "s3",
    RCLONE_CONFIG_TARGET_PROVIDER: "Other",
    RCLONE_CONFIG_TARGET_ENDPOINT: s3.endpoint,
    RCLONE_CONFIG_TARGET_REGION: "eu-west-1",
    RCLONE_CONFIG_TARGET_ACCESS_KEY_ID: s3.key,
    RCLONE_CONFIG_TARGET_SECRET_ACCESS_KEY: s3.secret,
    RCLONE_CONFIG_TARGET_NO_CHECK_BUCKET: "true",
    TOOLS: dirname(toolPath("rclone")),
  };
}

/** Starts `backup.sh`, `restore.sh` or `drill.sh` in a process group of its own, with nothing but these variables. */
export function start(script: "backup" | "restore" | "drill", env: Env, path: string): Running {
  const began = Date.now();
  const child = spawn("bash", [join(scripts, `${script}.sh`)], {
    detached: true,
    env: {
      PATH: `${path}:${process.env["PATH"]}`,
      HOME: tmpdir(),
      WORK: mkdtempSync(join(tmpdir(), "slipway-work-")),
      // On Sundays and on the first of a month there would be copies besides: what is seen is the same on every day.
      KEEP_TIERS: "",
      ...env,
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  const listeners = new Set<() => void>();
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (chunk) => {
      output += chunk;
      for (const listener of listeners) listener();
    });
  }
  const ended = new Promise<Ended>((resolve) =>
    child.on("close", (code) => resolve({ code, output, seconds: (Date.now() - began) / 1000 })),
  );
  const says = (words: string) =>
    new Promise<void>((resolve, reject) => {
      const look = () => output.includes(words) && resolve();
      listeners.add(look);
      look();
      void ended.then(() => reject(new Error(`it never said "${words}":\n${output}`)));
    });
  return { process: child, ended, says };
}

/** Runs a script to its end, whatever that is. */
export const perform = (...given: Parameters<typeof start>): Promise<Ended> => start(...given).ended;

/** rclone itself, for looking into the bucket. @returns its lines */
export function rclone(env: Env, ...args: readonly string[]): string[] {
  const text = execFileSync(toolPath("rclone"), ["--quiet", ...args], {
    env: { PATH: process.env["PATH"], HOME: tmpdir(), ...env },
    encoding: "utf8",
    stdio: ["ignore", "pipe", "pipe"],
  }).trim();
  return text === "" ? [] : text.split("\n");
}

/** The manifests of a store's backups, of every tier, sorted. */
export const manifests = (env: Env): string[] =>
  rclone(env, "lsf", "-R", "--files-only", "--include", `/*/${env["STORE"]}/*/manifest.json`, env["TARGET"]!).sort();

/** What a store's last runs say to whoever reads its metrics. */
export const statusOf = (env: Env): string => rclone(env, "cat", `${env["TARGET"]}/status/${env["STORE"]}`).join("\n");
