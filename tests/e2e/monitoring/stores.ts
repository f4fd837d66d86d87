/** A real PostgreSQL and a real Redis with a replica, each behind its real exporter. */
import { execFile, execFileSync } from "node:child_process";
import { chownSync, cpSync, mkdirSync, readdirSync } from "node:fs";
import { connect } from "node:net";
import { dirname, join, relative } from "node:path";
import { freePorts, type HostProcess, startProcess, waitFor } from "../cluster/process";
import { TOOLS, toolFolder, toolPath } from "../tools/tools";
import type { Target } from "./servers";

/** PostgreSQL refuses to run as root: then it runs as nobody, in a copy that nobody may read. */
const NOBODY = 65_534;
const isRoot = process.getuid?.() === 0;

export interface Stores {
  readonly targets: readonly Target[];
  /** Runs SQL, and gives what it prints. */
  sql(text: string): Promise<string>;
  /** Runs SQL without waiting for its end. */
  sqlAside(text: string): void;
  /** Sends commands to Redis's primary, one a line. */
  redis(...commands: readonly string[]): Promise<string>;
  stopPostgres(): Promise<void>;
  stop(): Promise<void>;
}

function giveAway(folder: string): void {
  chownSync(folder, NOBODY, NOBODY);
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (entry.isDirectory()) giveAway(join(folder, entry.name));
  }
}

/** Starts them all. @throws Error naming a missing tool, or what a process last said. */
export async function startStores(folder: string): Promise<Stores> {
  const [pg, redisPort, replicaPort, pgExporter, redisExporter, replicaExporter] = (await freePorts(6)) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  const processes: HostProcess[] = [];
  const start = (name: string, command: string, args: readonly string[]): HostProcess => {
    const started = startProcess(name, command, args, join(folder, `${name}.log`));
    processes.push(started);
    return started;
  };

  const tool = TOOLS.find(({ name }) => name === "postgres")!;
  const home = join(folder, "postgres");
  mkdirSync(home);
  cpSync(toolFolder(tool), home, { recursive: true });
  const programs = join(home, relative(toolFolder(tool), dirname(toolPath("postgres"))));
  const data = join(folder, "data");
  mkdirSync(data);
  if (isRoot) {
    // The folder is made for one user alone.
    execFileSync("chmod", ["755", folder]);
    giveAway(data);
  }
  const asNobody = isRoot ? ["setpriv", `--reuid=${NOBODY}`, `--regid=${NOBODY}`, "--clear-groups"] : ["env"];
  const [first, ...rest] = asNobody as [string, ...string[]];
  execFileSync(first, [
    ...rest,
    join(programs, "initdb"),
    ...["-D", data, "-U", "postgres", "-A", "trust", "--no-sync"],
  ]);
  const server = start("postgres", first, [
    ...rest,
    join(programs, "postgres"),
    ...["-D", data, "-p", String(pg), "-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories="],
    ...["-c", "max_connections=20", "-c", "superuser_reserved_connections=3", "-c", "fsync=off"],
  ]);
  const url = `postgresql://postgres@127.0.0.1:${pg}/postgres?sslmode=disable`;
  const sql = (text: string): Promise<string> =>
    new Promise((resolve, reject) =>
      execFile(join(programs, "psql"), [url, "-qAtc", text], (error, stdout) =>
        error ? reject(error) : resolve(stdout),
      ),
    );

  const redisServer = (name: string, port: number, ...more: string[]) =>
    start(name, toolPath("redis-server"), [
      ...["--port", String(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--dir", folder],
      ...["--maxmemory", "64mb", ...more],
    ]);
  redisServer("redis", redisPort);
  redisServer("redis-replica", replicaPort, "--replicaof", "127.0.0.1", String(redisPort));
  start("redis_exporter", toolPath("redis_exporter"), [
    `--redis.addr=redis://127.0.0.1:${redisPort}`,
    `--web.listen-address=127.0.0.1:${redisExporter}`,
    "--check-single-keys=celery",
  ]);
  start("redis_exporter-replica", toolPath("redis_exporter"), [
    `--redis.addr=redis://127.0.0.1:${replicaPort}`,
    `--web.listen-address=127.0.0.1:${replicaExporter}`,
  ]);
  await waitFor("PostgreSQL", 60, async () => (await sql("select 1")).trim() === "1" || undefined, processes);
  start("postgres_exporter", "env", [
    `DATA_SOURCE_NAME=${url}`,
    toolPath("postgres_exporter"),
    `--web.listen-address=127.0.0.1:${pgExporter}`,
  ]);
  const exporters = [pgExporter, redisExporter, replicaExporter];
  for (const port of exporters) {
    const up = async () => (await fetch(`http://127.0.0.1:${port}/metrics`)).ok || undefined;
    await waitFor(`the exporter at ${port}`, 60, up, processes);
  }
  const place = (store: string) => ({ namespace: "data", instance: store });
  return {
    targets: [
      // When the server is away the exporter tries again after a second.
      { job: "postgres", port: pgExporter, labels: place("postgres-0"), seconds: 2 },
      { job: "redis", port: redisExporter, labels: place("redis-0") },
      { job: "redis", port: replicaExporter, labels: place("redis-1") },
    ],
    sql,
    sqlAside: (text) => {
      sql(text).catch(() => "");
    },
    redis: (...commands) => redisCommands(redisPort, commands),
    stopPostgres: () => server.stop(),
    stop: async () => {
      for (const process of processes.splice(0).reverse()) await process.stop();
    },
  };
}

function redisCommands(port: number, commands: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, "127.0.0.1");
    let answer = "";
    socket.on("data", (part) => {
      answer += part;
    });
    socket.on("error", reject);
    socket.on("close", () => resolve(answer));
    socket.end(`${[...commands, "QUIT"].join("\r\n")}\r\n`);
  });
}
