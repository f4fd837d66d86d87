import type { Input } from "@pulumi/pulumi";

/** Tags or labels that a component puts on everything it makes. */
export type Tags = Readonly<Record<string, string>>;

/** A list whose items, or the list itself, may not be known yet (a stack reference gives the latter). */
export type Inputs<T> = Input<Input<T>[]>;

/**
 * Where a component's resources live, and what to call them.
 * `name` is `<app>-<stack>`; every logical name starts with it.
 */
export interface Scope {
  readonly app: string;
  /** The stack's name, or the one that the stacks of a layered deployment share. */
  readonly stack: string;
  readonly environment: Environment;
  readonly name: string;
  readonly region: string;
  /** The account (AWS), project (GCP) or subscription (Azure) that the stack must be in. */
  readonly account: string;
  readonly tags: Tags;
  /**
   * Stateful things are protected: the engine refuses to delete them, the cloud too where it can,
   * and a last snapshot is taken. Presets: off in dev, on in staging and prod. Staging and prod leave their last
   * snapshots also once this is off, as it has to be before a destroy.
   */
  readonly protect: boolean;
  /** Region that the stack's secrets are copied to, for one that stands by there. @default none */
  readonly secretsTo?: string;
  /** The stack whose secrets this one reads copies of: it stands by for that one. @default it has its own */
  readonly secretsOf?: string;
}

export type Environment = "dev" | "staging" | "prod";
