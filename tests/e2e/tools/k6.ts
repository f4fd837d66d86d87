/** k6, the load generator: scripts run by it, and what it measured. */
import { execFile } from "node:child_process";
import { toolPath } from "./tools";

export interface K6Run {
  /** 0; 99 where a threshold was crossed; others where it could not run. */
  readonly code: number;
  /** What it and its script told. */
  readonly log: string;
}

/** `k6 <args>` with these variables, which scripts read as `__ENV`. It sends nothing home. */
export function k6(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<K6Run> {
  const quiet = ["--no-usage-report", "--quiet", "--address", ""];
  const [command, ...rest] = args;
  const all = command === "run" ? [command, ...quiet.slice(0, 2), ...quiet.slice(2), ...rest] : args;
  return new Promise((resolve, reject) => {
    execFile(
      toolPath("k6"),
      all,
      { env: { PATH: process.env.PATH ?? "", HOME: process.env.HOME ?? "", ...env }, maxBuffer: 1 << 26 },
      (error, stdout, stderr) => {
        const code = error === null ? 0 : error.code;
        if (typeof code !== "number") reject(error);
        else resolve({ code, log: `${stdout}${stderr}`.slice(0, 8000) });
      },
    );
  });
}
