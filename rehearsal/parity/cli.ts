import { resolve } from "node:path";
import { Command, CommanderError } from "commander";
import pc from "picocolors";
import { readStackFile, UsageError } from "../stack-files";
import { parityOf } from "./parity";
import { parityText } from "./text";

interface Options {
  readonly cwd: string;
  readonly json?: boolean;
}

/** Compares two stacks' configs. 0: each difference has its reason; 1: one has none, or the command is wrong. */
export function main(argv: readonly string[]): 0 | 1 {
  let code: 0 | 1 = 0;
  const command = new Command("npm run parity --")
    .description("Shows what two stacks' configs come to differently, and why. Unexplained differences fail.")
    .argument("<stack>", "such as dev")
    .argument("<other>", "such as prod")
    .option("-C, --cwd <dir>", "folder with Pulumi.yaml", resolve(__dirname, "../.."))
    .option("--json", "print the differences as JSON")
    .addHelpText("after", "\nExit codes: 0 every difference has its reason, 1 one has none, or a config is not there.")
    .exitOverride()
    .action((left: string, right: string, { cwd, json }: Options) => {
      const rows = parityOf(readStackFile(resolve(cwd), left), readStackFile(resolve(cwd), right));
      process.stdout.write(json ? `${JSON.stringify(rows, null, 2)}\n` : parityText(left, right, rows, pc));
      code = rows.some(({ reason }) => reason === undefined) ? 1 : 0;
    });
  try {
    command.parse([...argv], { from: "user" });
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 1;
    if (!(error instanceof UsageError)) throw error;
    process.stderr.write(`${pc.red("✗")} ${error.message}\n`);
    return 1;
  }
  return code;
}
