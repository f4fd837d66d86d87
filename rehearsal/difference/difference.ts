import { allCatalogues } from "../clouds/catalogues";
import type { Json, Properties } from "../clouds/model";
import { typesOf } from "../clouds/shapes";
import { needersOf, waitersOf } from "../engine/order";

/** What a comparison needs of a resource: what a saved report says of it. */
export interface Compared {
  readonly urn: string;
  readonly type: string;
  readonly name: string;
  readonly custom: boolean;
  readonly protect: boolean;
  /** Secrets are masked, so a changed secret alone is not seen. */
  readonly inputs: Properties;
  readonly dependencies: readonly string[];
  readonly propertyDependencies: Readonly<Record<string, readonly string[]>>;
  readonly ignoreChanges: readonly string[];
  readonly replaceOnChanges: readonly string[];
}

/** One resource that an update would touch. */
export interface Change {
  readonly urn: string;
  readonly type: string;
  readonly name: string;
  readonly protect: boolean;
  /** Inputs (top level) that differ. */
  readonly keys: readonly string[];
}

/** One resource that would be deleted and made anew. */
export interface Replacement extends Change {
  /** Logical name of the replaced resource that it follows; none: its own inputs ask for it. */
  readonly follows?: string;
  /** How many resources are made after it and may be touched. */
  readonly behind: number;
  /** Whether what it holds goes with it. */
  readonly holdsData: boolean;
}

/** What an update would do. */
export interface Difference {
  readonly created: readonly Change[];
  readonly deleted: readonly Change[];
  readonly updated: readonly Change[];
  readonly replaced: readonly Replacement[];
}

/** Types whose replacement loses what they hold, or everything that stands on them. */
export const dataHolders: ReadonlySet<string> = new Set([
  ...typesOf("networks", "databases", "caches", "buckets", "queues"),
  ...["aws:kms/key:Key", "gcp:kms/cryptoKey:CryptoKey", "azure-native:keyvault:Key", "azure-native:keyvault:Vault"],
  ...["aws:eks/cluster:Cluster", "gcp:container/cluster:Cluster", "azure-native:containerservice:ManagedCluster"],
  ...["aws:secretsmanager/secret:Secret", "gcp:secretmanager/secret:Secret", "azure-native:keyvault:Secret"],
  ...["aws:route53/zone:Zone", "gcp:dns/managedZone:ManagedZone", "azure-native:dns:Zone"],
  ...["aws:cloudwatch/logGroup:LogGroup", "azure-native:storage:BlobContainer"],
  ...["kubernetes:core/v1:PersistentVolumeClaim", "kubernetes:core/v1:Namespace"],
]);

/**
 * Compares two states of one stack by URN. A changed input that can't change in place replaces its resource; what takes
 * an output of a replaced one where it can't change either is replaced too, and so on until nothing more follows.
 */
export function differenceOf(before: readonly Compared[], after: readonly Compared[]): Difference {
  const old = new Map(before.filter(isOwn).map((each) => [each.urn, each]));
  const now = new Map(after.filter(isOwn).map((each) => [each.urn, each]));
  const changed = new Map<string, readonly string[]>();
  for (const [urn, each] of now) {
    const was = old.get(urn);
    if (was) changed.set(urn, changedKeys(was, each));
  }
  const replaced = replacements(now, old, changed);
  const needers = needersOf(now.values(), ({ dependencies }) => dependencies);
  const change = ({ urn, type, name, protect }: Compared, keys: readonly string[] = []): Change => ({
    ...{ urn, type, name, protect, keys },
  });
  return {
    created: [...now.values()].filter(({ urn }) => !old.has(urn)).map((each) => change(each)),
    deleted: [...old.values()].filter(({ urn }) => !now.has(urn)).map((each) => change(each)),
    updated: [...now.values()].flatMap((each) => {
      const keys = changed.get(each.urn) ?? [];
      return keys.length > 0 && !replaced.has(each.urn) ? [change(each, keys)] : [];
    }),
    replaced: [...replaced].flatMap(([urn, { keys, follows }]) => {
      const each = now.get(urn);
      if (!each) return [];
      const behind = waitersOf(needers, urn).size;
      return [
        { ...change(each, keys), ...(follows ? { follows } : {}), behind, holdsData: dataHolders.has(each.type) },
      ];
    }),
  };
}

interface Cause {
  readonly keys: readonly string[];
  readonly follows?: string;
}

function replacements(
  now: ReadonlyMap<string, Compared>,
  old: ReadonlyMap<string, Compared>,
  changed: ReadonlyMap<string, readonly string[]>,
): Map<string, Cause> {
  const found = new Map<string, Cause>();
  for (const [urn, keys] of changed) {
    const fatal = keys.filter((key) => cantChange(now.get(urn)!, key));
    if (fatal.length > 0) found.set(urn, { keys: fatal });
  }
  const queue = [...found.keys()];
  for (let urn = queue.shift(); urn !== undefined; urn = queue.shift()) {
    for (const each of now.values()) {
      if (found.has(each.urn) || !old.has(each.urn)) continue;
      const keys = keysOf(each, urn).filter((key) => cantChange(each, key));
      if (keys.length === 0) continue;
      found.set(each.urn, { keys, follows: now.get(urn)!.name });
      queue.push(each.urn);
    }
  }
  return found;
}

/** Inputs that take an output of another resource. */
function keysOf({ propertyDependencies }: Compared, urn: string): string[] {
  return Object.entries(propertyDependencies).flatMap(([key, urns]) => (urns.includes(urn) ? [key] : []));
}

function cantChange({ type, ignoreChanges, replaceOnChanges }: Compared, key: string): boolean {
  if (ignoreChanges.includes(key)) return false;
  if (replaceOnChanges.includes(key) || replaceOnChanges.includes("*")) return true;
  const model = allCatalogues.find(({ provider }) => type.startsWith(`${provider}:`))?.type(type);
  return model?.replaceOn?.includes(key) ?? false;
}

function changedKeys(was: Compared, is: Compared): string[] {
  const keys = new Set([...Object.keys(was.inputs), ...Object.keys(is.inputs)]);
  return [...keys]
    .filter((key) => !is.ignoreChanges.includes(key) && canonical(was.inputs[key]) !== canonical(is.inputs[key]))
    .sort();
}

/** JSON with sorted keys: the order of keys is no difference. */
function canonical(value: Json | undefined): string {
  return JSON.stringify(value ?? null, (_, inner: unknown) =>
    typeof inner === "object" && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}

function isOwn({ custom, type }: Compared): boolean {
  return custom && !type.startsWith("pulumi:");
}
