import { resolve } from "node:path";
import { Command, Option } from "commander";
import pc from "picocolors";
import { type AlertTestOptions, alertTest } from "./alert-test";
import type { AuditOptions } from "./audit";
import { backupCommands } from "./backups/commands";
import { bootstrap } from "./bootstrap/bootstrap";
import type { Clock } from "./clock";
import { addCommand, ENVIRONMENT, inEnvironment, type Registry } from "./command";
import { completion } from "./completion";
import { decommission } from "./deliver/decommission";
import { deploy } from "./deliver/deploy";
import { migrate } from "./deliver/migrate";
import { promote } from "./deliver/promote";
import { rollback } from "./deliver/rollback";
import { tag } from "./deliver/tag";
import { environmentCommands } from "./environments/commands";
import { type ExitCode, exitCodesText } from "./exit-codes";
import { gitopsCommands } from "./gitops/commands";
import { drift } from "./look/drift";
import { health } from "./look/health";
import { logs } from "./look/logs";
import { smoke } from "./look/smoke";
import { watch } from "./look/watch";
import { failover } from "./recover/failover";
import { type StatusFlags, sourcesOf } from "./status/sources";
import { status } from "./status/status";
import { statusText } from "./status/text";
import { traffic } from "./traffic/traffic";
import { why } from "./why/why";

const root = resolve(__dirname, "..");

interface AuditFlags {
  readonly stack?: string;
  readonly file?: string;
  readonly config?: string;
  readonly cwd: string;
  readonly environment?: string;
  readonly json?: boolean;
  readonly all?: boolean;
}

/**
 * The command line of the day-2 commands.
 * @param end is told how a command ended, where that is not as 0
 * @param clock what commands go by. @default the machine's clock
 */
export function opsProgram(end: (code: ExitCode) => void, clock?: Clock): Command {
  const program = new Command("npm run ops --")
    .description("Day-2 commands.")
    .exitOverride()
    .addHelpText("after", `\n${exitCodesText()}`);
  const registry: Registry = { program, root, end, ...(clock && { clock }) };
  addCommand(registry, bootstrap);
  addCommand(registry, deploy);
  addCommand(registry, promote);
  addCommand(registry, rollback);
  addCommand(registry, traffic);
  addCommand(registry, migrate);
  addCommand(registry, decommission);
  addCommand(registry, tag);
  addCommand(registry, failover);
  addCommand(registry, health);
  addCommand(registry, why);
  addCommand(registry, smoke);
  addCommand(registry, watch);
  addCommand(registry, logs);
  addCommand(registry, drift);
  environmentCommands(registry);
  gitopsCommands(registry);
  judging(registry);
  backupCommands(program, root, (succeeded) => end(succeeded ? 0 : 2));
  program
    .command("completion <shell>")
    .description("Prints what completes these commands in bash or zsh.")
    .addHelpText("after", "\nIn ~/.bashrc or ~/.zshrc: source <(slipway-ops completion bash)")
    .action((shell: string) => {
      process.stdout.write(completion(program, shell));
    });
  return program;
}

/** Commands that judge what there is. */
function judging({ program, end }: Registry): void {
  program
    .command("status")
    .description("One page: releases, workloads, alerts, backups, certificates.")
    .option("--stack <name>", "stack that Pulumi is asked of: its state, and the way to its cluster")
    .option("--file <export.json>", "a state that was exported before; --kubeconfig then says where the cluster is")
    .option("--kubeconfig <file>", "the way to the cluster. Default: the stack's output kubeconfig")
    .option("-C, --cwd <dir>", "folder with Pulumi.yaml", root)
    .option(...ENVIRONMENT)
    .option("--json", "print the page as JSON")
    .addHelpText(
      "after",
      "\nExit codes: 0 all is well, 1 the command or the state is wrong, 2 something is not well or could not be read.",
    )
    .action(async ({ json, environment, ...flags }: StatusFlags & Pick<AuditFlags, "json" | "environment">) => {
      if (flags.stack !== undefined) inEnvironment(flags.cwd, flags.stack, environment);
      const found = await status(await sourcesOf({ ...flags, cwd: resolve(flags.cwd) }, process.env, new Date()));
      process.stdout.write(json ? `${JSON.stringify(found, null, 2)}\n` : statusText(found, pc));
      end(found.wrong.length > 0 ? 2 : 0);
    });
  program
    .command("audit")
    .description("Judges what a stack's state holds, by the same policies that judge its previews.")
    .option("--stack <name>", "stack whose state `pulumi stack export` gives")
    .option("--file <export.json>", "a state that was exported before: no Pulumi CLI and no login are needed")
    .option("--config <file>", "the stack's config. Default: Pulumi.<stack>.yaml, where there is one")
    .option("-C, --cwd <dir>", "folder with Pulumi.yaml", root)
    .option(...ENVIRONMENT)
    .option("--json", "print the findings as JSON")
    .option("--all", "fold nothing")
    .addHelpText("after", "\nExit codes: 0 fine, 1 the command or the state is wrong, 2 a mandatory finding.")
    .action(async (flags: AuditFlags) => end(await performAudit(flags)));
  program
    .command("alert-test")
    .description("Sends a test notification through Alertmanager, and says who gets it.")
    .option("--url <address>", "where Alertmanager answers", "http://localhost:9093")
    .addOption(
      new Option("--severity <severity>", "which routes").choices(["critical", "warning", "info"]).default("warning"),
    )
    .option("--team <team>", "a team whose routes it takes too")
    .option("--resolve", "ends the test alert instead, so that its receivers hear of the end")
    .action(async (flags: AlertTestOptions) => {
      process.stdout.write(`${await alertTest(flags)}\n`);
    });
  program
    .command("policies")
    .description("Prints every policy: what it asks, how strict it is, and why.")
    .option("--pack <name>", "one pack alone")
    .action(({ pack }: { pack?: string }) => {
      const { catalogueText } = require("./policies") as typeof import("./policies");
      process.stdout.write(catalogueText(pc, pack));
    });
}

async function performAudit({ json, all, environment, ...flags }: AuditFlags): Promise<ExitCode> {
  if (flags.stack !== undefined) inEnvironment(flags.cwd, flags.stack, environment);
  const options: AuditOptions = { ...flags, cwd: resolve(flags.cwd), now: new Date(), env: process.env };
  // The policies are most of what there is to load, and no other command judges by them.
  const { audit, auditText } = require("./audit") as typeof import("./audit");
  const done = await audit(options);
  process.stdout.write(json ? `${JSON.stringify(done, null, 2)}\n` : auditText(done, { paint: pc, all }));
  return done.findings.some(({ level }) => level === "mandatory") ? 2 : 0;
}
