import { spawn } from "node:child_process";

/** How a command is run, and who hears of its progress. */
export interface RunOptions {
  /** Working folder. @default the current one */
  readonly cwd?: string;
  /** Variables added to the environment. */
  readonly env?: Readonly<Record<string, string>>;
  /** Called for each line that the command writes to stderr. */
  readonly onLine?: (line: string) => void;
}

/**
 * Runs a command to its end and gives what it wrote to stdout.
 *
 * @throws Error with the command, its exit code and the last lines of stderr when it fails.
 */
export function run(command: string, args: readonly string[], options: RunOptions = {}): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd: options.cwd,
      env: { ...process.env, ...options.env },
      stdio: ["ignore", "pipe", "pipe"],
    });
    let stdout = "";
    let stderr = "";
    let partial = "";
    child.stdout.on("data", (chunk) => {
      stdout += chunk;
    });
    child.stderr.on("data", (chunk) => {
      stderr += chunk;
      const lines = (partial + chunk).split("\n");
      partial = lines.pop() ?? "";
      for (const line of lines) options.onLine?.(line);
    });
    child.on("error", reject);
    child.on("close", (code) => {
      if (code === 0) resolve(stdout);
      else reject(new Error(`${command} ${args.join(" ")} failed (exit ${code}):\n${lastLines(stderr, 20)}`));
    });
  });
}

function lastLines(text: string, count: number): string {
  return text.trimEnd().split("\n").slice(-count).join("\n");
}

/**
 * Makes sure that a program which a tool needs for its installation can be run.
 *
 * @throws Error that says what is missing, who needs it and how to get it.
 */
export async function requireProgram(program: string, args: readonly string[], how: string): Promise<void> {
  try {
    await run(program, args);
  } catch {
    throw new Error(`"${[program, ...args].join(" ")}" does not work on this machine. ${how}`);
  }
}
