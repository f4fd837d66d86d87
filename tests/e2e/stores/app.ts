/** The application of `examples/app`, as processes: each part as its image would start it. */
import { execFileSync, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync } from "node:fs";
import { join } from "node:path";
import { waitFor } from "../cluster/process";
import { cacheRoot } from "../tools/tools";

const source = join(__dirname, "../../../examples/app");

/** Its folder with the packages of its lock file, which are fetched once. */
export function appFolder(): string {
  const lock = createHash("sha256")
    .update(readFileSync(join(source, "package-lock.json")))
    .digest("hex")
    .slice(0, 12);
  const packages = join(cacheRoot(), "example-app", lock);
  if (!existsSync(packages)) {
    mkdirSync(join(cacheRoot(), "example-app"), { recursive: true });
    const folder = mkdtempSync(join(cacheRoot(), ".building-"));
    for (const file of ["package.json", "package-lock.json"]) cpSync(join(source, file), join(folder, file));
    execFileSync("npm", ["ci", "--omit=dev", "--ignore-scripts", "--no-audit", "--no-fund"], {
      cwd: folder,
      stdio: "pipe",
    });
    renameSync(folder, packages);
  }
  const files = (path: string) => !path.includes("node_modules");
  cpSync(source, packages, { recursive: true, filter: files });
  return packages;
}

/** A part of it that runs. */
export interface Part {
  readonly pid: number;
  /** What it has written so far, line by line. */
  readonly lines: readonly string[];
  /** @returns its exit code; null where a signal ended it */
  readonly ended: Promise<number | null>;
  /** Sends a signal, and waits for the end. */
  stop(signal?: NodeJS.Signals): Promise<number | null>;
}

/** Starts `node <file>`, such as server.mjs, with these variables and none of this process's but PATH. */
export function startPart(folder: string, args: readonly string[], env: Readonly<Record<string, string>>): Part {
  const child = spawn(process.execPath, args, { cwd: folder, env: { PATH: process.env.PATH ?? "", ...env } });
  const lines: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    let rest = "";
    stream.on("data", (chunk) => {
      const parts = `${rest}${chunk}`.split("\n");
      rest = parts.pop() ?? "";
      lines.push(...parts.filter(Boolean));
    });
  }
  const ended = new Promise<number | null>((done) => child.on("close", done));
  const stop = (signal: NodeJS.Signals = "SIGTERM") => {
    child.kill(signal);
    return ended;
  };
  return { pid: child.pid!, lines, ended, stop };
}

/** Runs it to its end. */
export async function runPart(folder: string, args: readonly string[], env: Readonly<Record<string, string>>) {
  const part = startPart(folder, args, env);
  return { code: await part.ended, lines: part.lines };
}

/** Waits until it has written that. @throws Error with what it has written instead */
export async function says(part: Part, text: string): Promise<void> {
  await waitFor(`"${text}"`, 20, async () => part.lines.some((line) => line.includes(text)) || undefined).catch(() => {
    throw new Error(`it did not say "${text}", but:\n${part.lines.join("\n")}`);
  });
}
