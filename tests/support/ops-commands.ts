import type { Command } from "commander";
import { opsProgram } from "../../ops/program";

/** These touch no stack: one prints, one completes, one speaks to an Alertmanager that it is told of. */
export const STACKLESS: readonly string[] = ["completion", "policies", "alert-test"];

/** Every command with the words that lead to it. */
export const OPS_COMMANDS: readonly (readonly [string, Command])[] = leaves(opsProgram(() => {}));

function leaves(command: Command, words: readonly string[] = []): [string, Command][] {
  return command.commands.flatMap((each): [string, Command][] =>
    each.commands.length > 0
      ? leaves(each, [...words, each.name()])
      : [[[...words, each.name()].join(" "), each] as const].map(([name, leaf]) => [name, leaf]),
  );
}

/** How a command is told which stack is meant. */
export const stackOf = ({ options }: Command): string | undefined =>
  ["--stack", "--to"].find((name) => options.some(({ long }) => long === name));

/** The shortest right way to type a command, for a stack that is said to be of prod. */
export function typedForProd(name: string, command: Command, stack: string, folder: string): readonly string[] {
  const given = command.registeredArguments.map(() => "web");
  const needed = command.options
    .filter(({ mandatory, long }) => mandatory && long !== stackOf(command))
    .flatMap(({ long }) => [long!, "web"]);
  return [...name.split(" "), ...given, ...needed, stackOf(command)!, stack, "-C", folder, "--environment", "prod"];
}
