/** How every command ends, in its exit code. */
export const EXIT_CODES = {
  0: "all is well, or done",
  1: "the command, the config or what it reads is wrong; nothing was changed",
  2: "something is not well: a finding, a drift, a check or a change that failed",
  3: "refused: another environment is meant, or consent (--yes) is missing; nothing was changed",
} as const;

export type ExitCode = keyof typeof EXIT_CODES;

/** The command is right, and it is refused: exit code 3. */
export class Refused extends Error {
  override readonly name = "Refused";
}

/** It was tried, and did not go well: exit code 2. */
export class Failed extends Error {
  override readonly name = "Failed";
}

/** Lines under `--help`. */
export const exitCodesText = (): string =>
  ["Exit codes:", ...Object.entries(EXIT_CODES).map(([code, meaning]) => `  ${code}  ${meaning}`)].join("\n");
