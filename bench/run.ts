import { spawnSync } from "node:child_process";
import { readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** What one process took. */
export interface Sample {
  /** Wall time in seconds. */
  readonly seconds: number;
  /** Greatest resident size in MiB. */
  readonly megabytes: number;
}

/** A process to measure: arguments for node. */
export interface Job {
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Its exit code says nothing of the time it took: a type check with errors is still a type check. @default false */
  readonly mayFail?: boolean;
}

const rssFile = join(tmpdir(), `slipway-bench-${process.pid}`);

/** Runs it once. @throws Error with what it said, where it fails */
export function measure(job: Job): Sample {
  const started = process.hrtime.bigint();
  const { status, stderr } = spawnSync(process.execPath, ["--require", join(__dirname, "measure.cjs"), ...job.args], {
    cwd: job.cwd,
    env: { ...process.env, BENCH_RSS: rssFile, ...job.env },
    stdio: ["ignore", "ignore", "pipe"],
    encoding: "utf8",
    maxBuffer: 64 * 1024 * 1024,
  });
  const seconds = Number(process.hrtime.bigint() - started) / 1e9;
  if (status !== 0 && !job.mayFail) throw new Error(`node ${job.args.join(" ")} ended with ${status}:\n${stderr}`);
  const megabytes = Number(readFileSync(rssFile, "utf8")) / 1024;
  rmSync(rssFile);
  return { seconds, megabytes };
}

/**
 * The median of several rounds for each job. The jobs take turns, so that what else the machine does falls on all of
 * them; a first round, not counted, fills the caches.
 */
export function medians<Name extends string>(
  jobs: Readonly<Record<Name, Job>>,
  rounds: number,
  onRound: (round: number) => void,
): Record<Name, Sample> {
  const names = Object.keys(jobs) as Name[];
  const samples = new Map<Name, Sample[]>(names.map((name) => [name, []]));
  for (let round = 0; round <= rounds; round++) {
    onRound(round);
    for (const name of names) {
      const sample = measure(jobs[name]);
      if (round > 0) samples.get(name)?.push(sample);
    }
  }
  const entries = names.map((name): [Name, Sample] => {
    const all = samples.get(name) ?? [];
    return [name, { seconds: median(all.map((s) => s.seconds)), megabytes: median(all.map((s) => s.megabytes)) }];
  });
  return Object.fromEntries(entries) as Record<Name, Sample>;
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
