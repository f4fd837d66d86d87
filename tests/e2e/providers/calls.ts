/** What providers were asked: one JSON line a call, so that a test can say "no Create at all" or "this before that". */
import { appendFileSync, readFileSync } from "node:fs";

/** Calls of the provider protocol that are logged. */
export type Method =
  | "CheckConfig"
  | "Configure"
  | "Check"
  | "Diff"
  | "Create"
  | "Read"
  | "Update"
  | "Delete"
  | "Invoke"
  | "Cancel";

/** One call, written when it ends. */
export interface Call {
  readonly method: Method;
  readonly provider: string;
  /** Type token of the resource, or token of the function. */
  readonly type: string;
  readonly urn: string;
  /** The URN's last part. */
  readonly name: string;
  /** Of what the cloud has, or has just made. */
  readonly id?: string;
  /** A preview asks, but changes nothing. */
  readonly preview: boolean;
  /** "ok", or the error. */
  readonly outcome: string;
  /** Milliseconds since the epoch at which it ended. */
  readonly at: number;
}

export function logCall(file: string, call: Call): void {
  appendFileSync(file, `${JSON.stringify(call)}\n`);
}

/** Every call so far, in the order in which they ended. */
export function readCalls(file: string): readonly Call[] {
  try {
    const lines = readFileSync(file, "utf8").split("\n");
    return lines.filter((line) => line !== "").map((line) => JSON.parse(line) as Call);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw error;
  }
}
