import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { UsageError } from "../../rehearsal/stack-files";

/** A cluster, by way of kubectl: what logs in to it is then what people use themselves. */
export interface Kubectl {
  /** What a call prints. @throws UsageError with kubectl's words */
  run(args: readonly string[], input?: string): Promise<string>;
  /** Hands on each line of a call that goes on, such as `logs --follow`; ends with it, however it ends. */
  follow(args: readonly string[], onLine: (line: string) => void): Promise<void>;
}

/** Runs `work` with a kubeconfig that only this user can read, and that is gone afterwards. */
export async function withKubectl<T>(
  kubeconfig: string,
  env: NodeJS.ProcessEnv,
  work: (kubectl: Kubectl) => Promise<T>,
): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), "slipway-ops-"));
  const file = join(folder, "kubeconfig");
  writeFileSync(file, kubeconfig, { mode: 0o600 });
  const call = (args: readonly string[], input: string | undefined, onOut: (text: string) => void) =>
    new Promise<{ code: number | null; stderr: string }>((resolve, reject) => {
      const child = spawn("kubectl", ["--kubeconfig", file, ...args], { env });
      let stderr = "";
      child.stdout.setEncoding("utf8").on("data", onOut);
      child.stderr.setEncoding("utf8").on("data", (text: string) => {
        stderr += text;
      });
      child.on("error", (error) =>
        reject(
          new UsageError(
            `kubectl could not be run (${error.message}). Install it: https://kubernetes.io/docs/tasks/tools`,
          ),
        ),
      );
      child.on("close", (code) => resolve({ code, stderr }));
      child.stdin.on("error", () => {});
      child.stdin.end(input ?? "");
    });
  try {
    return await work({
      run: async (args, input) => {
        let out = "";
        const { code, stderr } = await call(args, input, (text) => {
          out += text;
        });
        if (code !== 0) throw new UsageError(`kubectl ${args.slice(0, 4).join(" ")}: ${stderr.trim()}`);
        return out;
      },
      follow: async (args, onLine) => {
        let rest = "";
        await call(args, undefined, (text) => {
          const lines = (rest + text).split("\n");
          rest = lines.pop() ?? "";
          lines.forEach(onLine);
        });
        if (rest !== "") onLine(rest);
      },
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
