/**
 * `node --import tsx bench/backups.ts [megabytes] [rounds]`: the chart's own scripts against plain `pg_dump | gzip` and `pg_restore`
 * of the same database, on a real PostgreSQL and a real S3 server (`npm run e2e:tools -- stores` first). They take turns, so
 * that what else the machine does falls on both. The scripts do more in
 * that time: they hash the stream; a backup also hashes every row, and a restore does so once the data are back.
 */
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fill } from "../tests/e2e/stores/data";
import { type Env, start, targetOf } from "../tests/e2e/stores/scripts";
import { type Postgres, startPostgres, startS3 } from "../tests/e2e/stores/servers";
import { type Figure, table, times } from "./figures";
import { median } from "./run";

/** Throughput of the scripts that is promised, as a share of the plain tools'. */
const SHARE = 0.8;

function plain(postgres: Postgres, command: string, file: string): number {
  const began = process.hrtime.bigint();
  execFileSync("bash", ["-euo", "pipefail", "-c", command], {
    env: { ...process.env, ...postgres.env("large"), PATH: `${postgres.bin}:${process.env["PATH"]}`, FILE: file },
    stdio: ["ignore", "ignore", "inherit"],
  });
  return Number(process.hrtime.bigint() - began) / 1e9;
}

/** Seconds until its work is done and, of a restore, until the data are back, before they are proved. */
async function script(name: "backup" | "restore", env: Env, path: string): Promise<{ seconds: number; back: number }> {
  const began = Date.now();
  const running = start(name, env, path);
  const back = running.says("the data are back").then(
    () => (Date.now() - began) / 1000,
    () => Number.NaN,
  );
  const { code, output, seconds } = await running.ended;
  if (code !== 0) throw new Error(output);
  return { seconds, back: await back };
}

/** Seconds of each, round by round. */
async function measure(megabytes: number, rounds: number): Promise<Figure[]> {
  const [postgres, s3] = await Promise.all([startPostgres(), startS3()]);
  const scratch = mkdtempSync(join(tmpdir(), "slipway-bench-"));
  const file = join(scratch, "dump");
  try {
    mkdirSync(join(s3.folder, "buckets", "backups"));
    fill(postgres, "large", megabytes);
    const env = { STORE: "large", KIND: "postgres", ...postgres.env("large"), ...targetOf(s3, "backups") };
    const taken = { gzip: [], backup: [], pgRestore: [], restore: [], proved: [] } as Record<string, number[]>;
    for (let round = 1; round <= rounds; round += 1) {
      process.stderr.write(`backups of ${megabytes} MB: round ${round} of ${rounds}\n`);
      taken["gzip"]!.push(plain(postgres, 'pg_dump | gzip > "$FILE.gz"', file));
      taken["backup"]!.push((await script("backup", { ...env, TIER: "daily" }, postgres.bin)).seconds);
      plain(postgres, 'pg_dump --format custom --file "$FILE"', file);
      postgres.ask("postgres", "CREATE DATABASE plain");
      taken["pgRestore"]!.push(plain(postgres, 'pg_restore --dbname plain "$FILE"', file));
      postgres.ask("postgres", "DROP DATABASE plain");
      const { seconds, back } = await script("restore", { ...env, INTO: "proved" }, postgres.bin);
      taken["restore"]!.push(back);
      taken["proved"]!.push(seconds);
      postgres.ask("postgres", "DROP DATABASE proved");
    }
    const of = (what: string) => median(taken[what]!);
    const share = (what: string, ours: string, theirs: string): Figure => {
      const value = of(theirs) / of(ours);
      return { what, measured: times(value), target: `≥ ${times(SHARE)}`, holds: value >= SHARE };
    };
    const rate = (what: string) => `${of(what).toFixed(1)} s, ${Math.round(megabytes / of(what))} MB/s`;
    return [
      { what: "pg_dump | gzip", measured: rate("gzip") },
      { what: "backup.sh, to S3, with hashes", measured: rate("backup") },
      share("throughput of a backup / pg_dump | gzip", "backup", "gzip"),
      { what: "pg_restore", measured: rate("pgRestore") },
      { what: "restore.sh, from S3, until the data are back", measured: rate("restore") },
      { what: "restore.sh, until every row is proved", measured: rate("proved") },
      share("throughput of a restore / pg_restore", "restore", "pgRestore"),
    ];
  } finally {
    rmSync(scratch, { recursive: true, force: true });
    await Promise.all([postgres.stop(), s3.stop()]);
  }
}

measure(Number(process.argv[2] ?? 1000), Number(process.argv[3] ?? 3)).then(
  (figures) => {
    process.stdout.write(`${table(figures)}\n`);
    process.exitCode = figures.every(({ holds }) => holds !== false) ? 0 : 2;
  },
  (error: Error) => {
    process.stderr.write(`${error.stack}\n`);
    process.exitCode = 1;
  },
);
