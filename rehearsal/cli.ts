import { resolve } from "node:path";
import { Command, CommanderError, Option } from "commander";
import pc from "picocolors";
import { costDifference, costedIn } from "./cost/difference";
import { compared } from "./difference/compared";
import { Progress } from "./progress";
import { isBroken } from "./proofs/proof";
import { type Assumptions, type RehearseOptions, rehearse } from "./rehearse";
import { type FailLevel, failing, failLevels } from "./report/findings";
import type { Report } from "./report/report";
import { textOf } from "./report/terminal";
import { checkOut, writeReport } from "./report/write";
import { UsageError } from "./stack-files";
import { reportState } from "./state/report-state";
import { withBaseline } from "./what-if/baseline";
import { type LossKind, losses } from "./what-if/outage";
import { factorOf } from "./what-if/traffic";

interface Options {
  readonly config?: string;
  readonly json?: boolean;
  readonly out: readonly string[];
  readonly set: readonly string[];
  readonly step?: string;
  readonly state?: string;
  readonly traffic?: number;
  readonly lose?: Assumptions["lose"];
  readonly failOn: FailLevel;
  readonly preview?: boolean;
  readonly account?: string;
  readonly compare?: string;
  readonly costsAgainst?: string;
  readonly cwd: string;
  readonly all?: boolean;
  readonly quiet?: boolean;
}

/** 0: fine; 1: the config, the command or the program is wrong; 2: a policy's finding, or a proof that does not hold. */
type ExitCode = 0 | 1 | 2;

const root = resolve(__dirname, "..");

/** Runs the command line. */
export async function main(argv: readonly string[]): Promise<ExitCode> {
  let code: ExitCode = 0;
  const command = new Command("npm run rehearse --")
    .description("Runs a stack's whole program against simulated clouds: no account, no CLI, nothing is changed.")
    .argument("[stack]", "name of the stack: Pulumi.<stack>.yaml")
    .option("--config <file>", "another config file than Pulumi.<stack>.yaml")
    .option("--json", "print the report as JSON")
    .option(
      "--out <path>",
      "write it there: .html, .md, .json, .sarif or .txt; a folder gets all (repeatable)",
      each,
      [],
    )
    .addOption(
      new Option("--fail-on <level>", "findings that fail the rehearsal").choices(failLevels).default("mandatory"),
    )
    .option("--preview", "leave unknown what a cloud would only tell at `pulumi up`")
    .option("--account <id>", "account that the credentials belong to (to rehearse the guard)")
    .option("--compare <file>", "report.json of an earlier rehearsal, or `pulumi preview --json`: what would change")
    .option("--set <path=value>", "what if the config said this, such as stores.db.size=large (repeatable)", each, [])
    .option("--step <name>", "what if slipway:scalingPath were followed up to this step")
    .option("--traffic <xN>", "what if there were N times the traffic: pods, connections, cores", factorOf)
    .option("--lose <what>", "what if a zone, a node or the region were lost; zone=<name> for one zone", lossOf)
    .option("--state <file>", "the report of what is there, by `pulumi stack export`, and its drift from config")
    .option(
      "--costs-against <file>",
      "report.json of an earlier rehearsal or of another stack: what costs more, what less",
    )
    .option("-C, --cwd <dir>", "folder with Pulumi.yaml", root)
    .option("--all", "fold nothing")
    .option("--quiet", "no progress")
    .addHelpText(
      "after",
      "\nExit codes: 0 fine, 1 the config or the program is wrong, 2 a policy finding or a broken proof.",
    )
    .exitOverride()
    .action(async (stack: string | undefined, options: Options) => {
      code = await perform(stack, options);
    });
  try {
    await command.parseAsync([...argv], { from: "user" });
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 1;
    if (!(error instanceof UsageError)) throw error;
    process.stderr.write(`${pc.red("✗")} ${error.message}\n`);
    return 1;
  }
  return code;
}

/** A repeatable option. */
const each = (value: string, before: readonly string[]): string[] => [...before, value];

/** @throws UsageError where it is nothing that can be lost */
function lossOf(text: string): Assumptions["lose"] {
  const [kind = "", name] = text.split("=");
  if (!losses.includes(kind as LossKind) || (name !== undefined && kind !== "zone"))
    throw new UsageError(`--lose ${text}: write ${losses.join(", ")}, or zone=<name>`);
  return { kind: kind as LossKind, ...(name ? { name } : {}) };
}

async function perform(stack: string | undefined, options: Options): Promise<ExitCode> {
  options.out.forEach(checkOut);
  // What the program logs (pulumi.log.info) is no part of the report, which may be JSON.
  console.log = console.error;
  const progress = new Progress(process.stderr, options.quiet ?? false);
  progress.start(`Rehearsing ${stack ?? options.config ?? ""}`);
  let report: Report;
  try {
    report = await reportOf(stack, options, progress);
    if (options.costsAgainst)
      report = { ...report, costDifference: costDifference(costedIn(resolve(options.costsAgainst)), report) };
  } catch (error) {
    progress.end();
    process.stderr.write(`${pc.red("✗")} ${messageOf(error)}\n`);
    return 1;
  }
  progress.end();
  if (options.json) process.stdout.write(`${JSON.stringify(report, null, 2)}\n`);
  else process.stdout.write(textOf(report, { paint: pc, all: options.all }));
  for (const path of options.out) writeReport(report, path);
  const broken = options.failOn !== "none" && report.proofs.some(isBroken);
  return broken || failing(report.findings, options.failOn).length > 0 ? 2 : 0;
}

async function reportOf(stack: string | undefined, options: Options, progress: Progress): Promise<Report> {
  const { config, preview, account, cwd, compare, set, step, traffic, lose } = options;
  const given: RehearseOptions = {
    ...{ folder: resolve(cwd), stack, configFile: config, mode: preview ? "preview" : "up", account },
    onResource: progress.onResource,
  };
  if (options.state !== undefined) {
    if (set.length > 0 || step !== undefined || traffic !== undefined || lose || compare !== undefined)
      throw new UsageError("--state shows what is there: leave out --set, --step, --traffic, --lose and --compare");
    return reportState(options.state, given);
  }
  const changes = set.length > 0 || step !== undefined || traffic !== undefined;
  if (!changes && !lose) return withDifference(await rehearse(given), compare);
  // What would change is what the same stack is without the assumption, unless a file says otherwise.
  const before = changes && compare === undefined ? await rehearse(given) : undefined;
  const whatIf: Assumptions = { settings: set, step, traffic, lose };
  const report = await rehearse({ ...given, whatIf });
  return before ? withBaseline(report, before) : withDifference(report, compare);
}

function withDifference(report: Report, file: string | undefined): Report {
  return file === undefined ? report : { ...report, difference: compared(report, resolve(file)) };
}

/** People get the message; a stack trace only where there is one and the mistake is not theirs. */
function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (process.env["SLIPWAY_DEBUG"]) return error.stack ?? error.message;
  return error.message;
}
