import { type ChildProcess, type SpawnOptions, spawn } from "node:child_process";
import { createRequire } from "node:module";
import { join } from "node:path";

/**
 * The path of one of the SDK's entry points, as the program or policy pack in `folder` would find it.
 *
 * @throws Error in the real host's words when the SDK is not installed there.
 */
export function sdkEntry(folder: string, entry: "run" | "run-plugin" | "run-policy-pack"): string {
  try {
    return createRequire(join(folder, "index.js")).resolve(`@pulumi/pulumi/cmd/${entry}`);
  } catch {
    throw new Error("It looks like the Pulumi SDK has not been installed. Have you run pulumi install?");
  }
}

const running = new Set<ChildProcess>();
process.on("exit", () => {
  for (const child of running) child.kill("SIGKILL");
});

/** Starts the Node.js of the PATH, as the real host does; it never outlives us. */
export function startNode(args: readonly string[], options: SpawnOptions): ChildProcess {
  const child = spawn("node", args, options);
  running.add(child);
  child.on("close", () => running.delete(child));
  return child;
}
