import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Loss } from "./losses";

/** How far a failover has come: it goes on from here when it is run again. */
export interface Journal {
  /** ISO 8601. */
  readonly began: string;
  readonly planned: boolean;
  readonly losses: readonly Loss[];
  /** Names of the steps that are done. */
  readonly done: readonly string[];
}

const fileOf = (stackFile: string, stack: string): string => join(dirname(stackFile), `.failover-${stack}.json`);

/** None where none was begun, or the last has come to its end. */
export function readJournal(stackFile: string, stack: string): Journal | undefined {
  const file = fileOf(stackFile, stack);
  return existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as Journal) : undefined;
}

export function writeJournal(stackFile: string, stack: string, journal: Journal): void {
  writeFileSync(fileOf(stackFile, stack), `${JSON.stringify(journal, null, 2)}\n`);
}

export const endJournal = (stackFile: string, stack: string): void => rmSync(fileOf(stackFile, stack), { force: true });
