import { spawn } from "node:child_process";
import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";

/** What a command has said. */
export interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** The path of a program on the PATH; undefined when there is none. */
export function onPath(program: string, env: NodeJS.ProcessEnv): string | undefined {
  const names = process.platform === "win32" ? [`${program}.exe`] : [program];
  for (const folder of (env["PATH"] ?? "").split(delimiter).filter(Boolean))
    for (const name of names) {
      const path = join(folder, name);
      try {
        accessSync(path, constants.X_OK);
        return path;
      } catch {}
    }
  return undefined;
}

/** Runs a command, its input from `input`: what is secret in it then is in no file and in no list of processes. */
export function execute(
  command: string,
  args: readonly string[],
  options: { readonly cwd: string; readonly env: NodeJS.ProcessEnv; readonly input?: string; readonly seconds: number },
): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: options.cwd, env: options.env, timeout: options.seconds * 1000 });
    const out: Buffer[] = [];
    const err: Buffer[] = [];
    child.stdout.on("data", (data: Buffer) => out.push(data));
    child.stderr.on("data", (data: Buffer) => err.push(data));
    child.on("error", reject);
    child.on("close", (code, signal) => {
      const stderr = signal ? `it took longer than ${options.seconds} s` : Buffer.concat(err).toString();
      resolve({ code: code ?? 1, stdout: Buffer.concat(out).toString(), stderr });
    });
    // A command that ends before it has read everything is judged by its exit code.
    child.stdin.on("error", () => {});
    child.stdin.end(options.input ?? "");
  });
}
