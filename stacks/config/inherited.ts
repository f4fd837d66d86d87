import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Problem } from "./errors";
import { isTree, merge } from "./presets";

type Raw = Readonly<Record<string, unknown>>;

/** A raw config with what it takes over from another stack's file, and what was wrong with that. */
export interface Inherited {
  readonly raw: Raw;
  readonly problems: readonly Problem[];
}

/** What is each stack's own, however alike the two of a pair are. */
const OWN = ["region", "deployment", "standby", "secretValues", "budget", "overrides", "parity", "scalingPath"];

/**
 * A stack that stands by is as its primary: what its own file leaves out comes from the primary's.
 * @param folder where the stacks' files are
 */
export function withPrimary(raw: Raw, folder: string): Inherited {
  const { standby } = raw;
  if (!isTree(standby) || standby.role !== "secondary" || typeof standby.other !== "string") {
    return { raw, problems: [] };
  }
  const file = ["yaml", "yml"].map((end) => join(folder, `Pulumi.${standby.other}.${end}`)).find(existsSync);
  if (file === undefined) {
    const problem = {
      ...{ path: "standby.other", given: standby.other, allowed: "a stack with a file beside this one" },
      mend: `write the name of the stack that it stands by for: there is no Pulumi.${standby.other}.yaml in ${folder}`,
    };
    return { raw, problems: [problem] };
  }
  // Loaded here alone: few stacks are one of a pair.
  const { parse } = require("yaml") as typeof import("yaml");
  return { raw: merge(inheritance(ownKeys(parse(readFileSync(file, "utf8"))), raw.region), raw) as Raw, problems: [] };
}

/**
 * What a secondary takes over from its primary's config. Encrypted values cannot be: each stack has a key of its own.
 * @param region where the secondary is: nothing is copied to where it already is
 */
export function inheritance(primary: Raw, region: unknown): Raw {
  const rest = Object.fromEntries(Object.entries(primary).filter(([key]) => !OWN.includes(key)));
  const { stores, backups, network, cluster, edge, ...others } = withoutSecrets(rest) as Raw;
  return {
    ...others,
    ...(primary.region !== undefined && { standby: { region: primary.region } }),
    ...(isTree(stores) && { stores: mapValues(stores, (store) => without(store, ["copyTo"])) }),
    ...(isTree(network) && { network: without(network, ["adopt"]) }),
    // Images are pushed to the primary's registry, which may be copied.
    ...(isTree(cluster) && { cluster: without(cluster, ["registry"]) }),
    ...(isTree(backups) && { backups: copiedElsewhere(backups, region) }),
    ...(isTree(edge) && { edge: isTree(edge.dns) ? { ...edge, dns: without(edge.dns, ["routing"]) } : edge }),
  };
}

function copiedElsewhere(backups: Raw, region: unknown): Raw {
  const away = (part: unknown): unknown =>
    isTree(part) && part.copyTo === region && region !== undefined ? without(part, ["copyTo"]) : part;
  const { vault, ...rest } = away(backups) as Raw;
  return { ...rest, ...(vault !== undefined && { vault: away(vault) }) };
}

/** The keys of ours in a stack's file, without the `slipway:` before each. */
export function ownKeys(file: unknown): Raw {
  const config = isTree(file) && isTree(file.config) ? file.config : {};
  return Object.fromEntries(
    Object.entries(config).flatMap(([key, value]) => (key.startsWith("slipway:") ? [[key.slice(8), value]] : [])),
  );
}

const without = (value: unknown, keys: readonly string[]): unknown =>
  isTree(value) ? Object.fromEntries(Object.entries(value).filter(([key]) => !keys.includes(key))) : value;

const mapValues = (record: Raw, map: (value: unknown) => unknown): Raw =>
  Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value)]));

const isSecret = (value: unknown): boolean =>
  isTree(value) && typeof value.secure === "string" && Object.keys(value).length === 1;

function withoutSecrets(value: unknown): unknown {
  if (Array.isArray(value)) return value.filter((item) => !isSecret(item)).map(withoutSecrets);
  if (!isTree(value)) return value;
  const plain = Object.entries(value).filter(([, inner]) => !isSecret(inner));
  return Object.fromEntries(plain.map(([key, inner]) => [key, withoutSecrets(inner)]));
}
