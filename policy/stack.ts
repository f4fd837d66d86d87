import { at, isUnknown } from "./read";
import type { Resource, Stack } from "./rule";
import { unversioned } from "./types";

/** The resources of one type by what one of their properties refers to. */
interface References {
  readonly byUrn: ReadonlyMap<string, readonly Resource[]>;
  readonly byValue: ReadonlyMap<string, readonly Resource[]>;
  /** Those of which it cannot be told yet. */
  readonly unsure: readonly Resource[];
}

function grouped<T>(items: readonly T[], keysOf: (item: T) => readonly string[]): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items)
    for (const key of keysOf(item)) {
      const group = groups.get(key);
      if (group) group.push(item);
      else groups.set(key, [item]);
    }
  return groups;
}

function referencesOf(resources: readonly Resource[], property: string): References {
  const sourcesOf = (from: Resource): readonly string[] => from.propertyDependencies?.[property] ?? [];
  const valueIn = (from: Resource): unknown => at(from.props, property);
  return {
    byUrn: grouped(resources, sourcesOf),
    byValue: grouped(resources, (from) => {
      const value = valueIn(from);
      return typeof value === "string" && !isUnknown(value) ? [value] : [];
    }),
    unsure: resources.filter((from) => isUnknown(valueIn(from)) && sourcesOf(from).length === 0),
  };
}

/** Names by which another resource may refer to this one. */
const identities = ({ props }: Resource): readonly string[] =>
  ["id", "arn", "bucket", "name"]
    .map((key) => props[key])
    .filter((value): value is string => typeof value === "string" && !isUnknown(value));

/** Indexes the resources, so that stack rules look up instead of searching: their work grows with the stack's size. */
export function stackOf(given: readonly Resource[]): Stack {
  const resources = given.flatMap((resource) => [resource, ...(resource.manifests ?? [])]);
  const byType = grouped(resources, ({ type }) => [unversioned(type)]);
  const indexes = new Map<string, References>();
  const indexOf = (type: string, property: string): References => {
    const key = `${type} ${property}`;
    const index = indexes.get(key) ?? referencesOf(byType.get(type) ?? [], property);
    indexes.set(key, index);
    return index;
  };
  return {
    resources,
    ofType: (...types) => types.flatMap((type) => byType.get(type) ?? []),
    referring: (type, property, target) => {
      const { byUrn, byValue, unsure } = indexOf(type, property);
      const known = identities(target).flatMap((name) => byValue.get(name) ?? []);
      return [...new Set([...(byUrn.get(target.urn) ?? []), ...known, ...unsure])];
    },
  };
}
