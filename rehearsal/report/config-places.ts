import { existsSync, readFileSync } from "node:fs";
import { isMap, isSeq, LineCounter, type Node, parseDocument } from "yaml";
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
  const counter = new LineCounter();
  const text = existsSync(file) ? readFileSync(file, "utf8") : "";
  const config = (parseDocument(text, { lineCounter: counter }).get("config", true) ?? undefined) as Node | undefined;
  const byUrn = new Map(resources.map((resource) => [resource.urn, resource]));
  const stores = keysIn(config, "stores");
  const workloads = keysIn(config, "workloads");

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
    const { line, col } = counter.linePos(offset);
    return { line, column: col };
  };

  const pathOf = (urn: string): string | undefined => {
    for (let at = byUrn.get(urn); at; at = at.parent === undefined ? undefined : byUrn.get(at.parent)) {
      const { name } = at;
      const store = stores.find((key) => name.endsWith(`-store-${key}`) || name.includes(`-store-${key}-`));
      if (store) return `stores.${store}`;
      const kind = kindOf(at.type);
      const workload = runs.includes(kind) ? workloads.find((key) => name.endsWith(`-${key}`)) : undefined;
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
  const pair = node.items.find(({ key }) => String(key) === step);
  const range = (pair?.key as Node | undefined)?.range;
  return pair && range ? { node: pair.value as Node | undefined, offset: range[0] } : undefined;
}

/** Longest first: `db-replica` before `db`. */
function keysIn(config: Node | undefined, section: string): string[] {
  const found = stepInto(config, `slipway:${section}`)?.node;
  const keys = isMap(found) ? found.items.map(({ key }) => String(key)) : [];
  return keys.sort((a, b) => b.length - a.length);
}
