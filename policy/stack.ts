import { at, isUnknown } from "./read";
import type { Resource, Stack } from "./rule";

/** Names by which another resource may refer to this one. */
const identities = (resource: Resource): readonly unknown[] =>
  ["id", "arn", "bucket", "name"].map((key) => resource.props[key]).filter((value) => typeof value === "string");

function mayRefer(from: Resource, property: string, target: Resource): boolean {
  const sources = from.propertyDependencies?.[property];
  if (sources?.includes(target.urn)) return true;
  const value = at(from.props, property);
  if (isUnknown(value)) return sources === undefined || sources.length === 0;
  return typeof value === "string" && identities(target).includes(value);
}

/** Indexes the resources once, so that stack rules look up instead of searching. */
export function stackOf(resources: readonly Resource[]): Stack {
  const byType = new Map<string, Resource[]>();
  for (const resource of resources) {
    const list = byType.get(resource.type);
    if (list) list.push(resource);
    else byType.set(resource.type, [resource]);
  }
  const ofType = (...types: readonly string[]): readonly Resource[] => types.flatMap((type) => byType.get(type) ?? []);
  return {
    ofType,
    referring: (type, property, target) => ofType(type).filter((from) => mayRefer(from, property, target)),
  };
}
