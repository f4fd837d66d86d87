import { spawnSync } from "node:child_process";

/** How a command ended, and what it wrote. */
export interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a command to its end, whatever its exit code: a judge that finds something ends with one. */
export function execute(file: string, args: readonly string[], input = ""): Outcome {
  const { status, stdout, stderr, error } = spawnSync(file, args, { input, encoding: "utf8", maxBuffer: 1 << 28 });
  if (error) throw error;
  return { code: status ?? -1, stdout, stderr };
}
