/** The `Run` call: one run of a Pulumi program. */
import { type RunRequest, RunResponse } from "@pulumi/pulumi/proto/language_pb";
import { optionVariables, runtimeOptions } from "./options";
import { sdkEntry, startNode } from "./sdk";

/** The SDK exits with this code after it has told the user everything: the engine then adds no words of its own. */
const ALREADY_EXPLAINED = 32;

/**
 * Runs the program to its end in a Node.js process of its own, whose output goes to the engine through ours.
 *
 * @param cancelled ends the program: an interrupt at once, a kill after five seconds
 */
export async function runProgram(request: RunRequest, engine: string, cancelled: AbortSignal): Promise<RunResponse> {
  const info = request.getInfo()!;
  const options = runtimeOptions(info);
  const entry = sdkEntry(info.getProgramDirectory(), "run");
  const code = await new Promise<number | null>((resolve, reject) => {
    const program = startNode([...options.nodeArgs, entry, ...programArguments(request, engine)], {
      env: { ...process.env, ...configVariables(request), ...optionVariables(options) },
      stdio: ["ignore", "inherit", "inherit"],
    });
    cancelled.addEventListener("abort", () => {
      program.kill("SIGINT");
      setTimeout(() => program.kill("SIGKILL"), 5000).unref();
    });
    program.on("error", reject);
    program.on("exit", resolve);
  });
  const response = new RunResponse();
  if (code === ALREADY_EXPLAINED) response.setBail(true);
  else if (code !== 0) response.setError(`Program exited with non-zero exit code: ${code ?? -1}`);
  return response;
}

function programArguments(request: RunRequest, engine: string): string[] {
  const info = request.getInfo()!;
  const flags: Record<string, string> = {
    monitor: request.getMonitorAddress(),
    engine,
    organization: request.getOrganization(),
    project: request.getProject(),
    "root-directory": info.getRootDirectory(),
    stack: request.getStack(),
    pwd: info.getProgramDirectory(),
    parallel: String(request.getParallel()),
  };
  return [
    ...Object.entries(flags).flatMap(([name, value]) => (value === "" ? [] : [`--${name}`, value])),
    ...(request.getDryrun() ? ["--dry-run"] : []),
    info.getEntryPoint(),
    ...request.getArgsList(),
  ];
}

function configVariables(request: RunRequest): Record<string, string> {
  const config: Record<string, string> = {};
  request.getConfigMap().forEach((value, key) => {
    config[key.replace(/^([^:]+):(?:config:)?/, "$1:config:")] = value;
  });
  return {
    PULUMI_CONFIG: JSON.stringify(config),
    PULUMI_CONFIG_SECRET_KEYS: JSON.stringify(request.getConfigsecretkeysList()),
  };
}
