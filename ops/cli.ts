import { CommanderError } from "commander";
import pc from "picocolors";
import type { Clock } from "./clock";
import { type ExitCode, Failed, Refused } from "./exit-codes";
import { opsProgram } from "./program";

/** Runs the command line of the day-2 commands. @param clock what they go by. @default the machine's */
export async function main(argv: readonly string[], clock?: Clock): Promise<ExitCode> {
  let code: ExitCode = 0;
  const program = opsProgram((ended) => {
    code = ended;
  }, clock);
  try {
    await program.parseAsync([...argv], { from: "user" });
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 1;
    process.stderr.write(`${pc.red("✗")} ${error instanceof Error ? error.message : String(error)}\n`);
    return error instanceof Refused ? 3 : error instanceof Failed ? 2 : 1;
  }
  return code;
}
