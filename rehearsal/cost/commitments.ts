import { micros } from "./money";
import type { CommitmentOption, CostLine, Part } from "./report";

/** A contract that makes what always runs cheaper. */
export interface Commitment {
  readonly part: Part;
  readonly what: string;
  /** What is paid of the list price. */
  readonly share: number;
  readonly source: string;
}

/** Spot machines can't be reserved, and disks are no machines. */
const reservable = ({ unit, what }: CostLine): boolean => unit === "hours" && !/ spot\b/.test(what);

/** What contracts would make of the hours that are paid for in any case. */
export function optionsOf(lines: readonly CostLine[], commitments: readonly Commitment[]): CommitmentOption[] {
  return commitments.flatMap(({ part, what, share, source }) => {
    const before = lines
      .filter((line) => line.part === part && reservable(line))
      .reduce((sum, { monthly }) => sum + monthly.least, 0);
    return before === 0 ? [] : [{ what, before, after: micros((before / 1e6) * share), source }];
  });
}
