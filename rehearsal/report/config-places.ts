import { existsSync } from "node:fs";
import { type Place, type YamlPart, yamlFile } from "../yaml-file";
import { kindOf } from "./kind";
import type { ReportedResource } from "./report";

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
  const yaml = existsSync(file) ? yamlFile(file) : undefined;
  const config = stepInto(yaml?.whole, "config")?.part;
  const byUrn = new Map(resources.map((resource) => [resource.urn, resource]));
  const stores = keysIn(config, "stores");
  const workloads = new Set(keysIn(config, "workloads"));

  const of = (path: string): Place | undefined => {
    const [head = "", ...rest] = path.replaceAll("[", ".").replaceAll("]", "").split(".");
    let offset: number | undefined;
    let part: YamlPart | undefined = config;
    for (const step of [head.includes(":") ? head : `slipway:${head}`, ...rest]) {
      const next = stepInto(part, step);
      if (!next) break;
      offset = next.start;
      part = next.part;
    }
    return offset === undefined ? undefined : yaml?.placeOf(offset);
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

function stepInto(
  part: YamlPart | undefined,
  step: string,
): { readonly part: YamlPart; readonly start: number } | undefined {
  const item = part?.items?.[Number(step)];
  if (item) return { part: item, start: item.start };
  const pair = part?.pairs?.get(step);
  return pair && { part: pair.value, start: pair.start };
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
function keysIn(config: YamlPart | undefined, section: string): string[] {
  const keys = [...(stepInto(config, `slipway:${section}`)?.part.pairs?.keys() ?? [])];
  return keys.sort((a, b) => b.length - a.length);
}
