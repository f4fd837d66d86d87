import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { isDict } from "../../policy/read";
import { UsageError } from "../../rehearsal/stack-files";
import { resourcesIn } from "../../rehearsal/state/judged";
import { connect } from "../kubernetes";
import type { Firing } from "./page";
import type { StatusSources } from "./status";

export interface StatusFlags {
  /** Stack to ask Pulumi of. */
  readonly stack?: string;
  /** What `pulumi stack export` has written, instead. */
  readonly file?: string;
  /** @default the stack's output `kubeconfig` */
  readonly kubeconfig?: string;
  readonly cwd: string;
}

/**
 * Where the status is read: the stack's state, its cluster, and the cloud's alarms where the stack has some.
 * @throws UsageError where there is no state to read
 */
export async function sourcesOf(flags: StatusFlags, env: NodeJS.ProcessEnv, now: Date): Promise<StatusSources> {
  const { stack, file, kubeconfig, cwd } = flags;
  if (!stack && !file) throw new UsageError("Name the stack: --stack <name>, or --file <export.json>.");
  const pulumi = (...args: string[]): string =>
    run("pulumi", ["stack", ...args, "--stack", stack as string, "--cwd", cwd], env);
  const state: unknown = JSON.parse(file ? text(resolve(cwd, file)) : pulumi("export"));
  const config = (): string => {
    if (kubeconfig) return text(resolve(cwd, kubeconfig));
    if (!stack) throw new UsageError("with --file the cluster is asked by --kubeconfig <file>");
    return pulumi("output", "kubeconfig", "--show-secrets");
  };
  const cluster = await Promise.resolve()
    .then(() => connect(config(), env))
    .catch((error: Error) => error.message);
  return { state, cluster, cloudAlarms: alarmsOf(state, env), now };
}

/** The state of CloudWatch's alarms; nothing where the stack has none. */
function alarmsOf(state: unknown, env: NodeJS.ProcessEnv): (() => Promise<readonly Firing[]>) | undefined {
  const alarms = resourcesIn(state).filter(({ type }) => type === "aws:cloudwatch/metricAlarm:MetricAlarm");
  const names = alarms.flatMap(({ props }) => (typeof props["name"] === "string" ? [props["name"]] : []));
  if (names.length === 0) return undefined;
  const region = alarms[0]?.region;
  return async () => {
    const where = region === undefined ? [] : ["--region", region];
    const args = ["cloudwatch", "describe-alarms", "--state-value", "ALARM", "--output", "json", ...where];
    const answer: unknown = JSON.parse(run("aws", args, env));
    const raised = isDict(answer) && Array.isArray(answer["MetricAlarms"]) ? answer["MetricAlarms"] : [];
    return (raised as Record<string, string>[])
      .filter(({ AlarmName }) => AlarmName !== undefined && names.includes(AlarmName))
      .map(({ AlarmName = "", AlarmDescription = "", StateUpdatedTimestamp = "" }) => ({
        name: AlarmName,
        severity: "critical",
        summary: AlarmDescription,
        since: StateUpdatedTimestamp,
        from: "cloud" as const,
      }));
  };
}

function run(command: string, args: readonly string[], env: NodeJS.ProcessEnv): string {
  const { status, stdout, stderr, error } = spawnSync(command, [...args], {
    env,
    encoding: "utf8",
    maxBuffer: 2 ** 30,
  });
  if (error) throw new UsageError(`${command} could not be run: ${error.message}`);
  if (status !== 0) throw new UsageError(`${command} ${args.slice(0, 2).join(" ")}: ${stderr.trim()}`);
  return stdout;
}

function text(path: string): string {
  if (!existsSync(path)) throw new UsageError(`There is no file ${path}.`);
  return readFileSync(path, "utf8");
}
