import type { Command } from "commander";
import { UsageError } from "../rehearsal/stack-files";

/** The command that package.json's `bin` brings. */
const BIN = "slipway-ops";

/**
 * A script that completes command names, their options, the stacks of the folder and, for what names a workload, nothing
 * more than files: a cluster that is asked at each key press would be slow.
 * @throws UsageError for another shell
 */
export function completion(program: Command, shell: string): string {
  if (shell !== "bash" && shell !== "zsh") throw new UsageError(`completion knows bash and zsh, not "${shell}".`);
  const names = program.commands.map((each) => each.name());
  const cases = program.commands.map((each) => {
    const below = each.commands.map((sub) => sub.name());
    const options = each.options.flatMap(({ short, long }) => [short, long].filter((flag) => flag !== undefined));
    return `    ${each.name()}) words="${[...below, ...options].join(" ")}" ;;`;
  });
  const script = [
    `_slipway_ops() {`,
    `  local current="\${COMP_WORDS[COMP_CWORD]}" before="\${COMP_WORDS[COMP_CWORD-1]}" words=""`,
    `  case "$before" in`,
    `    --stack|--from) words="$(ls Pulumi.*.yaml 2>/dev/null | sed 's/^Pulumi\\.//; s/\\.yaml$//')" ;;`,
    `    --environment) words="dev staging prod" ;;`,
    `    --kubeconfig|--file|--config|--cwd|-C) COMPREPLY=($(compgen -f -- "$current")); return ;;`,
    `    *)`,
    `  if [ "$COMP_CWORD" -eq 1 ]; then words="${names.join(" ")}"; else`,
    `  case "\${COMP_WORDS[1]}" in`,
    ...cases,
    `  esac`,
    `  fi ;;`,
    `  esac`,
    `  COMPREPLY=($(compgen -W "$words" -- "$current"))`,
    `}`,
    `complete -F _slipway_ops ${BIN}`,
    "",
  ];
  // zsh reads bash's way of completion, once it is told to.
  return [
    ...(shell === "zsh" ? ["autoload -U +X compinit && compinit", "autoload -U +X bashcompinit && bashcompinit"] : []),
    ...script,
  ].join("\n");
}
