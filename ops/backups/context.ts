import type { Backup, JobEnd } from "./job";
import type { Kubectl } from "./kubectl";
import type { BackedUpStack } from "./stack";

export interface Flags {
  readonly stack: string;
  readonly cwd: string;
  readonly environment?: string;
  readonly json?: boolean;
  readonly list?: boolean;
  readonly dryRun?: boolean;
  readonly inPlace?: boolean;
  readonly pointInTime?: boolean;
  readonly into?: string;
  readonly jobs?: string;
  readonly yes?: string | true;
}

/** What a command has done, for people who read JSON. */
export interface Outcome {
  readonly stack: string;
  readonly store: string;
  readonly backups?: readonly Backup[];
  /** Snapshots of the cloud's. */
  readonly snapshots?: readonly object[];
  /** Between which moments the cloud can restore. */
  readonly restorable?: { readonly earliest?: string | undefined; readonly latest?: string | undefined };
  /** What would be done, or was: one line a step. */
  readonly steps?: readonly string[];
  readonly backup?: string;
  /** Where what was restored is reached. */
  readonly address?: string;
  readonly jobs?: readonly JobEnd[];
  readonly succeeded: boolean;
  readonly seconds: number;
}

/** What a command works with. */
export interface Context {
  readonly stack: BackedUpStack;
  readonly store: string;
  readonly flags: Flags;
  readonly kubectl: Kubectl;
  readonly say: (line: string) => void;
}

export type Done = Omit<Outcome, "stack" | "store" | "seconds">;

/** Who keeps a store's backups: jobs, or who runs the store. */
export interface Keeper {
  list(context: Context): Promise<Done>;
  backup(context: Context): Promise<Done>;
  restore(context: Context, from: string): Promise<Done>;
  drill(context: Context): Promise<Done>;
}

/** What a dry run says. */
export function planned(steps: readonly string[], say: (line: string) => void): Done {
  for (const step of steps) say(`would ${step}`);
  return { steps, succeeded: true };
}
