import { catalogue } from "../../../components/addons/catalogue";
import type { AddonContext, AddonName, KubernetesObject } from "../../../components/contracts/addon";

/** What stands at a path such as `spec.listeners.0.name`; a key with dots is given as a list. */
export function at(value: unknown, path: string | readonly string[]): unknown {
  const keys = typeof path === "string" ? path.split(".") : path;
  return keys.reduce<unknown>(
    (here, key) => (typeof here === "object" && here !== null ? (here as Record<string, unknown>)[key] : undefined),
    value,
  );
}

/** Values of an add-on's release (its last, unless named), as the JSON that Helm gets. */
export function valuesOf(name: AddonName, context: AddonContext, chart?: string): unknown {
  const { releases } = catalogue[name];
  const release = chart === undefined ? releases.at(-1) : releases.find((each) => each.chart === chart);
  return JSON.parse(JSON.stringify(release?.values(context)));
}

/** The custom resources of an add-on, as plain JSON. */
export function objectsOf(name: AddonName, context: AddonContext): KubernetesObject[] {
  return JSON.parse(JSON.stringify(catalogue[name].objects?.(context) ?? []));
}

/** Every entry of a tree of plain data, as its path and value. */
export function* entries(value: unknown, path: readonly string[] = []): Generator<[path: string, value: unknown]> {
  if (typeof value !== "object" || value === null) return;
  for (const [key, child] of Object.entries(value)) {
    yield [[...path, key].join("."), child];
    yield* entries(child, [...path, key]);
  }
}
