import { existsSync } from "node:fs";
import { isMap, isSeq, type Node, type Pair, type YAMLMap } from "yaml";
import { yamlFile } from "../yaml-file";
import { kindOf } from "./kind";
import type { ReportedResource } from "./report";

/** A place in a file, counted from 1. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/** Finds where a stack's file says something. */
export interface ConfigPlaces {
  /** Of a path such as `stores.db.size`: its own line, or that of the nearest part around it that is written there. */
  of(path: string): Place | undefined;
  /** Of what a resource was made from. */
  ofResource(urn: string): Place | undefined;
}

/** Kind of component → the section of the config that it is made from. */
const sections: Readonly<Record<string, string>> = {
  ...{ Network: "network", Cluster: "cluster", Entry: "network", Addon: "addons", Monitoring: "monitoring" },
};

/** Kinds of component that are one workload each. */
const runs = ["Workload", "Chart", "Manifests"];

/** Reads a stack's file for places; a file that is not there has none. */
export function configPlaces(file: string, resources: readonly ReportedResource[]): ConfigPlaces {
  const { document, lines } = existsSync(file) ? yamlFile(file) : {};
  const config = (document?.get("config", true) ?? undefined) as Node | undefined;
  const byUrn = new Map(resources.map((resource) => [resource.urn, resource]));
  const stores = keysIn(config, "stores");
  const workloads = new Set(keysIn(config, "workloads"));

  const of = (path: string): Place | undefined => {
    const [head = "", ...rest] = path.replaceAll("[", ".").replaceAll("]", "").split(".");
    let offset: number | undefined;
    let node: Node | undefined = config;
    for (const step of [head.includes(":") ? head : `slipway:${head}`, ...rest]) {
      const next = stepInto(node, step);
      if (!next) break;
      offset = next.offset;
      node = next.node;
    }
    if (offset === undefined) return undefined;
    const { line, col } = lines!.linePos(offset);
    return { line, column: col };
  };

  const pathOf = (urn: string): string | undefined => {
    for (let at = byUrn.get(urn); at; at = at.parent === undefined ? undefined : byUrn.get(at.parent)) {
      const { name } = at;
      const store = stores.find((key) => name.endsWith(`-store-${key}`) || name.includes(`-store-${key}-`));
      if (store) return `stores.${store}`;
      const kind = kindOf(at.type);
      const workload = runs.includes(kind) ? endOf(name, workloads) : undefined;
      if (workload) return `workloads.${workload}`;
      const section = sections[kind];
      if (section) return section;
    }
    return undefined;
  };

  return {
    of,
    ofResource: (urn) => {
      const path = pathOf(urn);
      // What the file does not say comes from the preset of its environment.
      return (path && of(path)) || of("environment");
    },
  };
}

function stepInto(node: Node | undefined, step: string): { node: Node | undefined; offset: number } | undefined {
  if (isSeq(node)) {
    const item = node.items[Number(step)] as Node | undefined;
    return item?.range ? { node: item, offset: item.range[0] } : undefined;
  }
  if (!isMap(node)) return undefined;
  const pair = pairsOf(node).get(step);
  const range = (pair?.key as Node | undefined)?.range;
  return pair && range ? { node: pair.value as Node | undefined, offset: range[0] } : undefined;
}

const pairs = new WeakMap<YAMLMap, ReadonlyMap<string, Pair>>();

/** Its pairs by key, the first of each: worked out once, since every finding goes through the same maps. */
function pairsOf(map: YAMLMap): ReadonlyMap<string, Pair> {
  const known = pairs.get(map);
  if (known) return known;
  const found = new Map<string, Pair>();
  for (const pair of map.items) if (!found.has(String(pair.key))) found.set(String(pair.key), pair);
  pairs.set(map, found);
  return found;
}

/** The longest of the keys that a name ends with, after a dash. */
function endOf(name: string, keys: ReadonlySet<string>): string | undefined {
  for (let dash = name.indexOf("-"); dash >= 0; dash = name.indexOf("-", dash + 1)) {
    const end = name.slice(dash + 1);
    if (keys.has(end)) return end;
  }
  return undefined;
}

/** Longest first: `db-replica` before `db`. */
function keysIn(config: Node | undefined, section: string): string[] {
  const found = stepInto(config, `slipway:${section}`)?.node;
  const keys = isMap(found) ? found.items.map(({ key }) => String(key)) : [];
  return keys.sort((a, b) => b.length - a.length);
}
