/** Real stores on loopback, each in a folder of its own: PostgreSQL, Redis, and an S3 server that nobody here wrote. */
import { execFileSync } from "node:child_process";
import { chmodSync, chownSync, copyFileSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { freePorts, type HostProcess, startProcess, waitFor } from "../cluster/process";
import { toolPath } from "../tools/tools";
import { type Certificates, makeCertificates } from "./certificates";

export interface Server {
  readonly port: number;
  /** Its data. */
  readonly folder: string;
  stop(): Promise<void>;
}

export interface Postgres extends Server {
  /** For the name `localhost`; who wants TLS says so by PGSSLMODE. */
  readonly certificates: Certificates;
  /** Folder of psql, pg_dump and their like. */
  readonly bin: string;
  /** Variables by which libpq finds it, for one of its databases. */
  env(database: string): Record<string, string>;
  /** The answer to one statement, as psql prints it without decoration. */
  ask(database: string, sql: string, login?: { readonly PGUSER: string; readonly PGPASSWORD: string }): string;
}

export interface S3 extends Server {
  readonly endpoint: string;
  readonly key: string;
  readonly secret: string;
}

const root = process.getuid?.() === 0;

/** PostgreSQL refuses to run as root: then it runs as the user that its package made. */
function asPostgres(command: string, args: readonly string[]): [string, string[]] {
  if (!root) return [command, [...args]];
  return [
    "setpriv",
    ["--reuid=postgres", "--regid=postgres", "--clear-groups", "--pdeathsig", "KILL", command, ...args],
  ];
}

/** How a server is reached from outside of loopback: by TLS. */
export interface Outside {
  readonly address: string;
  /** PEM files. */
  readonly cert: string;
  readonly key: string;
  readonly ca: string;
}

/**
 * A PostgreSQL with the superuser `slipway`, who needs no password as everybody else does, and durability switched off: its
 * disk is not what is tested.
 *
 * @param outside another address that it listens on, where nobody is let in before its `pg_hba.conf` says so
 */
export async function startPostgres(outside?: Outside): Promise<Postgres> {
  const bin = dirname(toolPath("pg_dump"));
  const folder = mkdtempSync(join(tmpdir(), "slipway-postgres-"));
  const data = join(folder, "data");
  chmodSync(folder, 0o755);
  const certificates = makeCertificates(folder);
  if (root) {
    const [user, group] = ["-u", "-g"].map((flag) => Number(execFileSync("id", [flag, "postgres"])));
    for (const owned of [folder, certificates.key]) chownSync(owned, user!, group!);
  }
  const [initdb, initArgs] = asPostgres(join(bin, "initdb"), [
    "-D",
    data,
    "-A",
    "trust",
    "-U",
    "slipway",
    "-E",
    "UTF8",
  ]);
  execFileSync(initdb, initArgs, { stdio: "pipe", cwd: folder });
  writeFileSync(
    join(data, "pg_hba.conf"),
    "host all slipway 127.0.0.1/32 trust\nhost all all 127.0.0.1/32 scram-sha-256\n",
  );
  const [port] = (await freePorts(1)) as [number];
  const listens = ["127.0.0.1", ...(outside ? [outside.address] : [])].join(",");
  const tls = outside
    ? encrypted(data, outside)
    : ["ssl=on", `ssl_cert_file=${certificates.certificate}`, `ssl_key_file=${certificates.key}`];
  const settings = ["fsync=off", "full_page_writes=off", "max_wal_size=4GB", "shared_buffers=256MB", "autovacuum=off"];
  const [postgres, args] = asPostgres(join(bin, "postgres"), [
    ...["-D", data, "-p", `${port}`, "-k", folder, "-h", listens],
    ...[...settings, ...tls].flatMap((setting) => ["-c", setting]),
  ]);
  const env = (database: string) => ({
    PGHOST: "127.0.0.1",
    PGPORT: `${port}`,
    PGUSER: "slipway",
    PGDATABASE: database,
    PGSSLMODE: "disable",
  });
  const ask = (database: string, sql: string, login: Record<string, string> = {}): string =>
    execFileSync(join(bin, "psql"), ["-XqAt", "-v", "ON_ERROR_STOP=1", "-c", sql], {
      env: { ...process.env, ...env(database), ...login },
      encoding: "utf8",
      stdio: ["ignore", "pipe", "pipe"],
      maxBuffer: 1 << 28,
    }).trim();
  const log = join(tmpdir(), `slipway-postgres-${port}.log`);
  const running = startProcess("postgres", postgres, args, log);
  await started("postgres", running, folder, async () => ask("postgres", "SELECT 1") === "1");
  return { port, folder, bin, certificates, env, ask, stop: () => end(running, [folder, log]) };
}

/** Settings of its TLS; the key in a file that is its own, as it asks. */
function encrypted(data: string, { cert, key }: Outside): string[] {
  const files = { ssl_cert_file: cert, ssl_key_file: key };
  const { uid, gid } = statSync(data);
  return [
    "ssl=on",
    ...Object.entries(files).map(([setting, file]) => {
      const copy = join(data, basename(file));
      copyFileSync(file, copy);
      chmodSync(copy, 0o600);
      if (root) chownSync(copy, uid, gid);
      return `${setting}=${copy}`;
    }),
  ];
}

/** An S3 server over a folder, with versions; a bucket is a folder in it. */
export async function startS3(folder = mkdtempSync(join(tmpdir(), "slipway-s3-"))): Promise<S3> {
  const [port] = (await freePorts(1)) as [number];
  for (const part of ["buckets", "versions"]) mkdirSync(join(folder, part), { recursive: true });
  const [key, secret] = ["slipway", "not-a-secret-of-anybody"];
  const running = startProcess(
    "versitygw",
    toolPath("versitygw"),
    [
      ...["--access", key, "--secret", secret, "--region", "eu-west-1", "--port", `127.0.0.1:${port}`, "--quiet"],
      ...["posix", "--versioning-dir", join(folder, "versions"), join(folder, "buckets")],
    ],
    join(folder, "log"),
  );
  const endpoint = `http://127.0.0.1:${port}`;
  await started("versitygw", running, folder, async () => (await fetch(endpoint)).status > 0);
  return { port, folder, endpoint, key, secret, stop: () => end(running, [folder]) };
}

/**
 * A Redis with a password, on loopback without persistence.
 *
 * @param outside runs it by a config file of its own instead, by TLS on another address
 */
export async function startRedis(password: string, outside?: Outside & { readonly config: string }): Promise<Server> {
  const [port] = (await freePorts(1)) as [number];
  const folder = mkdtempSync(join(tmpdir(), "slipway-redis-"));
  // Its disk alone is elsewhere than in a pod.
  if (outside) writeFileSync(join(folder, "redis.conf"), outside.config.replace(/^dir .*$/m, `dir ${folder}`));
  const args = outside
    ? [
        ...[join(folder, "redis.conf"), "--tls-port", `${port}`, "--bind", outside.address],
        ...["--tls-cert-file", outside.cert, "--tls-key-file", outside.key, "--tls-ca-cert-file", outside.ca],
      ]
    : ["--port", `${port}`, "--bind", "127.0.0.1", "--save", ""];
  const running = startProcess(
    "redis-server",
    toolPath("redis-server"),
    [...args, "--requirepass", password, "--dir", folder],
    join(folder, "log"),
  );
  const way = outside ? ["-h", outside.address, "--tls", "--cacert", outside.ca] : [];
  const ping = () =>
    execFileSync("redis-cli", [...way, "-p", `${port}`, "-a", password, "--no-auth-warning", "PING"], {
      encoding: "utf8",
    });
  await started("redis-server", running, folder, async () => ping().trim() === "PONG");
  return { port, folder, stop: () => end(running, [folder]) };
}

async function started(name: string, running: HostProcess, folder: string, answers: () => Promise<boolean>) {
  try {
    await waitFor(name, 60, async () => ((await answers()) ? true : undefined), [running]);
  } catch (error) {
    await end(running, [folder]);
    throw error;
  }
}

async function end(running: HostProcess, leftovers: readonly string[]): Promise<void> {
  await running.stop();
  for (const each of leftovers) rmSync(each, { recursive: true, force: true });
}
