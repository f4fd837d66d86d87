/** The `RunPlugin` call: policy packs, and other plugins written for Node.js. */
import type { ChildProcess } from "node:child_process";
import { type ServerWritableStream, status } from "@grpc/grpc-js";
import type { AnalyzerStackConfigureRequest } from "@pulumi/pulumi/proto/analyzer_pb";
import { type RunPluginRequest, RunPluginResponse } from "@pulumi/pulumi/proto/language_pb";
import { optionVariables, runtimeOptions } from "./options";
import { startPolicyProxy } from "./policy-proxy";
import { sdkEntry, startNode } from "./sdk";

type Call = ServerWritableStream<RunPluginRequest, RunPluginResponse>;

/** Handles the call; what goes wrong is the engine's to tell. */
export function servePlugin(call: Call): void {
  runPlugin(call).catch((error: Error) => call.emit("error", { code: status.UNKNOWN, details: error.message }));
}

/** Runs the plugin until it ends or the engine hangs up; its output and exit code are streamed to the engine. */
async function runPlugin(call: Call): Promise<void> {
  const code = call.request.getKind() === "analyzer" ? await runPolicyPack(call) : await runOtherPlugin(call);
  const last = new RunPluginResponse();
  last.setExitcode(code);
  call.write(last);
  call.end();
}

async function runPolicyPack(call: Call): Promise<number> {
  const folder = call.request.getInfo()!.getProgramDirectory();
  const proxy = await startPolicyProxy();
  try {
    call.write(stdout(`${proxy.port}\n`));
    const variables = stackVariables(await proxy.configuration);
    // The real host, too, puts `nodeargs` behind the entry point here: they do not reach Node.js in a policy pack.
    const pack = startPlugin(call, "run-policy-pack", folder, variables, [...call.request.getArgsList(), folder]);
    pack.stdout!.once("data", (first: Buffer) => {
      const [line, ...rest] = first.toString().split("\n");
      proxy.attach(Number(line));
      if (rest.join("") !== "") call.write(stdout(rest.join("\n")));
      pack.stdout!.on("data", (chunk: Buffer) => call.write(stdout(chunk)));
    });
    const code = await exitOf(pack);
    proxy.fail(`policy pack ended with exit code ${code}`);
    return code;
  } finally {
    proxy.close();
  }
}

async function runOtherPlugin(call: Call): Promise<number> {
  const request = call.request;
  const args = [request.getInfo()!.getProgramDirectory(), ...request.getArgsList()];
  const plugin = startPlugin(call, "run-plugin", request.getPwd(), {}, args);
  plugin.stdout!.on("data", (chunk: Buffer) => call.write(stdout(chunk)));
  return exitOf(plugin);
}

function startPlugin(
  call: Call,
  entry: "run-plugin" | "run-policy-pack",
  cwd: string,
  variables: Record<string, string>,
  args: readonly string[],
): ChildProcess {
  const info = call.request.getInfo()!;
  const options = runtimeOptions(info);
  const given = Object.fromEntries(call.request.getEnvList().map((pair) => pair.split(/=(.*)/s, 2)));
  const child = startNode([sdkEntry(info.getProgramDirectory(), entry), ...options.nodeArgs, ...args], {
    cwd,
    env: { ...given, ...optionVariables(options), ...variables },
    stdio: ["ignore", "pipe", "pipe"],
  });
  child.stderr!.on("data", (chunk: Buffer) => {
    const response = new RunPluginResponse();
    response.setStderr(chunk);
    call.write(response);
  });
  call.on("cancelled", () => child.kill());
  return child;
}

function exitOf(child: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => resolve(code ?? -1));
  });
}

function stdout(text: string | Buffer): RunPluginResponse {
  const response = new RunPluginResponse();
  response.setStdout(Buffer.from(text));
  return response;
}

/** What `pulumi.getStack()`, `new pulumi.Config()` and the like read inside a policy pack. */
function stackVariables(request: AnalyzerStackConfigureRequest | undefined): Record<string, string> {
  if (request === undefined) return {};
  return {
    PULUMI_NODEJS_ORGANIZATION: request.getOrganization(),
    PULUMI_NODEJS_PROJECT: request.getProject(),
    PULUMI_NODEJS_STACK: request.getStack(),
    PULUMI_NODEJS_DRY_RUN: String(request.getDryRun()),
    PULUMI_CONFIG: JSON.stringify(Object.fromEntries(request.getConfigMap().toArray())),
  };
}
