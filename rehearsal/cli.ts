import { mkdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { Command, CommanderError, Option } from "commander";
import pc from "picocolors";
import { compared } from "./difference/compared";
import { Progress } from "./progress";
import { rehearse } from "./rehearse";
import { type FailLevel, failing, failLevels } from "./report/findings";
import { htmlOf } from "./report/page/page";
import { plain } from "./report/paint";
import type { Report } from "./report/report";
import { textOf } from "./report/terminal";

interface Options {
  readonly config?: string;
  readonly json?: boolean;
  readonly out?: string;
  readonly failOn: FailLevel;
  readonly preview?: boolean;
  readonly account?: string;
  readonly compare?: string;
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
    .option("--out <dir>", "write report.json, report.txt and report.html there")
    .addOption(
      new Option("--fail-on <level>", "findings that fail the rehearsal").choices(failLevels).default("mandatory"),
    )
    .option("--preview", "leave unknown what a cloud would only tell at `pulumi up`")
    .option("--account <id>", "account that the credentials belong to (to rehearse the guard)")
    .option("--compare <file>", "report.json of an earlier rehearsal, or `pulumi preview --json`: what would change")
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
    throw error;
  }
  return code;
}

async function perform(stack: string | undefined, options: Options): Promise<ExitCode> {
  // What the program logs (pulumi.log.info) is no part of the report, which may be JSON.
  console.log = console.error;
  const progress = new Progress(process.stderr, options.quiet ?? false);
  progress.start(`Rehearsing ${stack ?? options.config ?? ""}`);
  let report: Report;
  try {
    const { config, preview, account, cwd } = options;
    const mode = preview ? "preview" : "up";
    report = await rehearse({
      folder: resolve(cwd),
      stack,
      configFile: config,
      mode,
      account,
      onResource: progress.onResource,
    });
    if (options.compare) report = { ...report, difference: compared(report, resolve(options.compare)) };
  } catch (error) {
    progress.end();
    process.stderr.write(`${pc.red("✗")} ${messageOf(error)}\n`);
    return 1;
  }
  progress.end();
  if (options.json) process.stdout.write(`${JSON.stringify(report, null, 2)}\n`);
  else process.stdout.write(textOf(report, { paint: pc, all: options.all }));
  if (options.out) writeAll(report, options.out);
  const broken = options.failOn !== "none" && report.proofs.some(({ holds }) => !holds);
  return broken || failing(report.findings, options.failOn).length > 0 ? 2 : 0;
}

function writeAll(report: Report, folder: string): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "report.json"), `${JSON.stringify(report, null, 2)}\n`);
  writeFileSync(join(folder, "report.txt"), textOf(report, { paint: plain, all: true }));
  writeFileSync(join(folder, "report.html"), htmlOf(report));
}

/** People get the message; a stack trace only where there is one and the mistake is not theirs. */
function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (process.env["SLIPWAY_DEBUG"]) return error.stack ?? error.message;
  return error.message;
}
