import { join, resolve } from "node:path";
import pc from "picocolors";
import type { Job } from "./run";

/** One line of the table. Without a target it is for information. */
export interface Figure {
  readonly what: string;
  readonly measured: string;
  readonly target?: string;
  readonly holds?: boolean;
}

export const root = resolve(join(__dirname, ".."));

/** A program that imports these packages of Pulumi's, and does nothing with them. */
export const floorOf = (packages: readonly string[]): Job => ({
  cwd: root,
  args: ["-e", packages.map((name) => `require("@pulumi/${name}")`).join(";")],
});

/** The floor: the packages that the program and its policies are written with. */
export const floor = floorOf(["pulumi", "aws", "kubernetes", "random", "command", "policy"]);

export const times = (value: number): string => `${value.toFixed(2)} ×`;

export function atMost(what: string, value: number, limit: number, unit: (value: number) => string): Figure {
  return { what, measured: unit(value), target: `≤ ${unit(limit).replace(".00", "")}`, holds: value <= limit };
}

export function table(figures: readonly Figure[]): string {
  const width = Math.max(...figures.map(({ what }) => what.length));
  const middle = Math.max(...figures.map(({ measured }) => measured.length));
  return figures
    .map(({ what, measured, target, holds }) => {
      const verdict = holds === undefined ? "" : holds ? pc.green("✓ holds") : pc.red("✗ missed");
      return `${what.padEnd(width)}  ${measured.padStart(middle)}  ${(target ?? "").padEnd(9)} ${verdict}`.trimEnd();
    })
    .join("\n");
}
