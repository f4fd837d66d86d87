/** An emulator of AWS that nobody here wrote, moto, on loopback; and a client for it. */
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { freePorts, startProcess, waitFor } from "../cluster/process";
import { toolPath } from "../tools/tools";

/** One call of the AWS API, in the words of boto3: `ec2`, `create_vpc`. */
export interface Call {
  readonly service: string;
  readonly operation: string;
  /** `{ $ref: "vpc" }` stands for the id that an earlier call was given `as`. */
  readonly parameters: Readonly<Record<string, unknown>>;
  /** Path of the new thing's id in the answer, such as `Vpc.VpcId`. */
  readonly id?: string;
  /** Name for that id. */
  readonly as?: string;
}

/** What a call was answered: the error's code and words, or the answer with the id in it. */
export type Answer =
  | { readonly answer: Readonly<Record<string, unknown>>; readonly id: string | null }
  | { readonly code: string; readonly message: string };

/** A running emulator, whose one account is 123456789012. */
export interface Emulator {
  /** `http://127.0.0.1:<port>` */
  readonly endpoint: string;
  /** Makes the calls one after the other, and gives an answer for each. */
  call(calls: readonly Call[], region: string): Promise<readonly Answer[]>;
  stop(): Promise<void>;
}

/** @throws Error naming the command that installs it where it is missing */
export async function startEmulator(): Promise<Emulator> {
  const server = toolPath("moto");
  // Where pip puts packages that it installs for one program alone, above its `bin`.
  const python = { PYTHONPATH: dirname(dirname(server)) };
  const [port] = (await freePorts(1)) as [number];
  const folder = mkdtempSync(join(tmpdir(), "slipway-moto-"));
  const endpoint = `http://127.0.0.1:${port}`;
  const command = ["env", `PYTHONPATH=${python.PYTHONPATH}`, "python3", server];
  const process = startProcess(
    "moto",
    command[0]!,
    [...command.slice(1), "-H", "127.0.0.1", "-p", `${port}`],
    join(folder, "log"),
  );
  const stop = async () => {
    await process.stop();
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    await waitFor("moto", 60, async () => ((await fetch(`${endpoint}/moto-api/`)).ok ? true : undefined), [process]);
  } catch (error) {
    await stop();
    throw error;
  }
  return { endpoint, stop, call: (calls, region) => callAll(calls, [endpoint, region], python) };
}

function callAll(calls: readonly Call[], args: readonly string[], env: Record<string, string>): Promise<Answer[]> {
  return new Promise((resolve, reject) => {
    const script = join(__dirname, "calls.py");
    const child = spawn("python3", [script, ...args], { env: { ...process.env, ...env } });
    let stdout = "";
    let stderr = "";
    child.stdout.on("data", (chunk) => {
      stdout += chunk;
    });
    child.stderr.on("data", (chunk) => {
      stderr += chunk;
    });
    child.on("error", reject);
    child.on("close", (code) => {
      if (code === 0) resolve(JSON.parse(stdout) as Answer[]);
      else reject(new Error(`calls.py failed:\n${stderr}`));
    });
    child.stdin.end(JSON.stringify(calls));
  });
}
