import type { Properties } from "../clouds/model";

/** How long an operation may take, as the resource's options say: `15m`; empty: the provider's own default. */
export interface Timeouts {
  readonly create: string;
  readonly update: string;
  readonly delete: string;
}

/** One registered resource with everything the program said of it. Values are plain, secrets too: see `secrets`. */
export interface ResourceRecord {
  readonly urn: string;
  readonly type: string;
  /** Logical name. */
  readonly name: string;
  /** A component has no id and lives in no cloud. */
  readonly custom: boolean;
  /** Read from the cloud (`Vpc.get`, a stack reference): the stack does not own it. */
  readonly external: boolean;
  readonly parent?: string;
  /** URN of its explicit provider; none: the default one. */
  readonly provider?: string;
  readonly id?: string;
  readonly inputs: Properties;
  outputs: Properties;
  /** Paths in `inputs` that are secret. */
  readonly secrets: readonly string[];
  /** Keys (top level) of `outputs` that are secret. */
  secretOutputs: readonly string[];
  /** URNs that must exist before, whether named by `dependsOn` or by an input. */
  readonly dependencies: readonly string[];
  /** Which input needs which URNs. */
  readonly propertyDependencies: Readonly<Record<string, readonly string[]>>;
  readonly protect: boolean;
  readonly retainOnDelete: boolean;
  /** None: the provider decides. */
  readonly deleteBeforeReplace?: boolean;
  readonly ignoreChanges: readonly string[];
  readonly replaceOnChanges: readonly string[];
  readonly additionalSecretOutputs: readonly string[];
  /** Old URNs, or old names, that it was known by. */
  readonly aliases: readonly string[];
  readonly customTimeouts?: Timeouts;
  readonly deletedWith?: string;
  /** Id of what it was imported from. */
  readonly importId?: string;
  /** Names of the hooks that are told when an operation on it fails. */
  readonly onError: readonly string[];
}
