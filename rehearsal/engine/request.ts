import type { RegisterResourceRequest } from "@pulumi/pulumi/proto/resource_pb";
import type { Timeouts } from "./record";

/** What a program says of a resource that it registers. */
export interface Request {
  readonly type: string;
  readonly name: string;
  readonly custom: boolean;
  /** URN. */
  readonly parent?: string;
  /** `<urn>::<id>` of its explicit provider. */
  readonly provider?: string;
  /** With the wire's marks of secrets, resources and what is unknown. */
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly dependencies: readonly string[];
  /** Inputs that need nothing are left out. */
  readonly propertyDependencies: Readonly<Record<string, readonly string[]>>;
  readonly protect: boolean;
  readonly retainOnDelete: boolean;
  readonly deleteBeforeReplace?: boolean;
  readonly ignoreChanges: readonly string[];
  readonly replaceOnChanges: readonly string[];
  readonly additionalSecretOutputs: readonly string[];
  readonly aliases: readonly string[];
  readonly customTimeouts?: Timeouts;
  readonly deletedWith?: string;
  readonly importId?: string;
  readonly onError: readonly string[];
}

/** A protobuf `Struct`. */
export interface Wire {
  toJavaScript(): Record<string, unknown>;
}

export function wireOf(struct: unknown): Record<string, unknown> {
  return (struct as Wire | undefined)?.toJavaScript() ?? {};
}

/** The SDK's message, read. */
export function requestIn(message: RegisterResourceRequest): Request {
  const timeouts = message.getCustomtimeouts()?.toObject();
  return {
    type: message.getType(),
    name: message.getName(),
    custom: message.getCustom(),
    parent: message.getParent() || undefined,
    provider: message.getProvider() || undefined,
    inputs: wireOf(message.getObject()),
    dependencies: message.getDependenciesList(),
    propertyDependencies: propertyDependencies(message),
    protect: message.getProtect() ?? false,
    retainOnDelete: message.getRetainondelete() ?? false,
    deleteBeforeReplace: message.getDeletebeforereplacedefined() ? message.getDeletebeforereplace() : undefined,
    ignoreChanges: message.getIgnorechangesList(),
    replaceOnChanges: message.getReplaceonchangesList(),
    additionalSecretOutputs: message.getAdditionalsecretoutputsList(),
    aliases: message.getAliasesList().map((alias) => alias.getUrn() || alias.getSpec()?.getName() || ""),
    customTimeouts:
      timeouts && (timeouts.create || timeouts.update || timeouts.pb_delete) ? timeoutsOf(timeouts) : undefined,
    deletedWith: message.getDeletedwith() || undefined,
    importId: message.getImportid() || undefined,
    onError: message.getHooks()?.getOnErrorList() ?? [],
  };
}

function propertyDependencies(message: RegisterResourceRequest): Record<string, readonly string[]> {
  const result: Record<string, readonly string[]> = {};
  for (const [key, value] of message.getPropertydependenciesMap().entries()) {
    const urns = value.getUrnsList();
    if (urns.length > 0) result[key] = urns;
  }
  return result;
}

function timeoutsOf(timeouts: { create: string; update: string; pb_delete: string }): Timeouts {
  return { create: timeouts.create, update: timeouts.update, delete: timeouts.pb_delete };
}
