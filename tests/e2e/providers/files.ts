/** Files that several processes share: a lock around each use, and no reader ever sees half of one. */
import { closeSync, openSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";

/** Longest wait for a lock, in milliseconds; its holders work for a few. */
const PATIENCE = 20_000;

/** The same where they work for seconds, all cores busy. */
const LONG_PATIENCE = 240_000;

/** Runs `work` while holding `<file>.lock`. A lock whose holder has been killed is taken over. */
export function locked<T>(file: string, work: () => T): T {
  const lock = `${file}.lock`;
  const deadline = Date.now() + PATIENCE;
  while (!take(lock)) {
    beforeNextTry(lock, deadline);
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 3);
  }
  try {
    return work();
  } finally {
    rmSync(lock, { force: true });
  }
}

/** The same for work that takes seconds; who waits meanwhile can do other things. */
export async function lockedAsync<T>(file: string, work: () => Promise<T>): Promise<T> {
  const lock = `${file}.lock`;
  const deadline = Date.now() + LONG_PATIENCE;
  while (!take(lock)) {
    beforeNextTry(lock, deadline);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  try {
    return await work();
  } finally {
    rmSync(lock, { force: true });
  }
}

function beforeNextTry(lock: string, deadline: number): void {
  if (Date.now() > deadline) throw new Error(`${lock} was not given back`);
  if (holderIsGone(lock)) rmSync(lock, { force: true });
}

/** The file's JSON, or `fallback` where there is no file. */
export function readJson<T>(file: string, fallback: T): T {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return fallback;
    throw error;
  }
  return JSON.parse(text) as T;
}

/** Differs once the file has been replaced; empty where there is none. */
export function stampOf(file: string): string {
  const found = statSync(file, { bigint: true, throwIfNoEntry: false });
  return found ? `${found.ino} ${found.mtimeNs} ${found.size}` : "";
}

/** Replaces the file at once. */
export function writeJson(file: string, value: unknown): void {
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, JSON.stringify(value, null, 1));
  renameSync(draft, file);
}

function take(lock: string): boolean {
  try {
    const handle = openSync(lock, "wx");
    writeFileSync(handle, String(process.pid));
    closeSync(handle);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  }
}

function holderIsGone(lock: string): boolean {
  try {
    const pid = Number(readFileSync(lock, "utf8"));
    if (pid > 0) process.kill(pid, 0);
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "ESRCH";
  }
}
