/** Host processes of the test cluster: started with a log file, stopped for sure. */
import { spawn } from "node:child_process";
import { closeSync, openSync, readFileSync } from "node:fs";
import { createServer } from "node:net";

/** A running process. */
export interface HostProcess {
  readonly name: string;
  /** Whether it has ended by itself, and its last words if so. */
  failure(): string | undefined;
  /** Asks it to end, and kills it when it has not after ten seconds. */
  stop(): Promise<void>;
}

/** Starts `command` with its output going to `logFile`. On Linux it dies with us, even when we are killed. */
export function startProcess(
  name: string,
  command: string,
  args: readonly string[],
  logFile: string,
  env: Readonly<Record<string, string>> = {},
): HostProcess {
  const log = openSync(logFile, "a");
  const [program, ...rest] =
    process.platform === "linux" ? ["setpriv", "--pdeathsig", "KILL", command, ...args] : [command, ...args];
  const child = spawn(program!, rest, { stdio: ["ignore", log, log], env: { ...process.env, ...env } });
  closeSync(log);
  // A cluster that somebody forgot to stop must not keep the tests from ending.
  child.unref();
  let spawnError: Error | undefined;
  child.on("error", (error) => {
    spawnError = error;
  });
  const hasEnded = () => spawnError !== undefined || child.exitCode !== null || child.signalCode !== null;
  return {
    name,
    failure: () => (hasEnded() ? `${name} ended: ${spawnError?.message ?? lastLines(logFile)}` : undefined),
    stop: async () => {
      if (hasEnded()) return;
      const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
      child.kill("SIGTERM");
      const patience = setTimeout(() => child.kill("SIGKILL"), 10_000);
      await ended;
      clearTimeout(patience);
    },
  };
}

/** Free loopback ports, all different. */
export async function freePorts(count: number): Promise<number[]> {
  const servers = await Promise.all(Array.from({ length: count }, listenAnywhere));
  return Promise.all(
    servers.map(
      (server) =>
        new Promise<number>((resolve) => {
          const address = server.address();
          const port = typeof address === "object" && address !== null ? address.port : 0;
          server.close(() => resolve(port));
        }),
    ),
  );
}

function listenAnywhere() {
  return new Promise<ReturnType<typeof createServer>>((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => resolve(server));
  });
}

function lastLines(file: string): string {
  return readFileSync(file, "utf8").trimEnd().split("\n").slice(-10).join("\n");
}

/**
 * Waits until `check` gives a value.
 *
 * @param seconds how long to wait at most
 * @throws Error naming what was waited for, with the last error of the check; at once when a process has ended.
 */
export async function waitFor<T>(
  what: string,
  seconds: number,
  check: () => Promise<T | undefined>,
  processes: readonly HostProcess[] = [],
): Promise<T> {
  const deadline = Date.now() + seconds * 1000;
  let lastError = "";
  while (Date.now() < deadline) {
    const failure = processes.map((process) => process.failure()).find((text) => text !== undefined);
    if (failure !== undefined) throw new Error(failure);
    try {
      const value = await check();
      if (value !== undefined) return value;
    } catch (error) {
      lastError = (error as Error).message;
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`Waited ${seconds} s in vain for ${what}. ${lastError}`);
}
