import { isDict, UNKNOWN } from "../../policy/read";
import type { Props, Resource } from "../../policy/rule";
import { nameIn, SIGNATURE, type StateResource, stateResources } from "./export";

/** What the stack owns, as the policies see it. Secrets are unknown. */
export function resourcesIn(state: unknown): Resource[] {
  const resources = stateResources(state);
  const providers = new Map(resources.map((resource) => [resource.urn, resource]));
  return resources
    .filter((each) => each.custom && !each.external && !each.delete && !each.type.startsWith("pulumi:providers:"))
    .map(({ urn, type, inputs = {}, protect = false, provider, propertyDependencies }) => ({
      ...{ type, urn, name: nameIn(urn), props: hidden(inputs) as Props },
      options: { protect },
      ...fromProvider(provider && providers.get(provider.slice(0, provider.lastIndexOf("::")))),
      propertyDependencies: Object.fromEntries(
        Object.entries(propertyDependencies ?? {}).map(([key, urns]) => [key, urns ?? []]),
      ),
    }));
}

/** A value without its secrets, and without files. */
function hidden(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(hidden);
  if (!isDict(value)) return value;
  if (SIGNATURE in value) return UNKNOWN;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, hidden(item)]));
}

/** What a resource has from its provider; nested provider config is kept as JSON. */
function fromProvider(provider: StateResource | "" | undefined): Pick<Resource, "region" | "defaultTags"> {
  if (!provider) return {};
  const { region, location, defaultTags, defaultLabels } = provider.inputs ?? {};
  const dict = (value: unknown): Props | undefined => {
    const read: unknown = typeof value === "string" && value.startsWith("{") ? JSON.parse(value) : value;
    return isDict(read) && !(SIGNATURE in read) ? read : undefined;
  };
  const place = region ?? location;
  return {
    region: typeof place === "string" ? place : undefined,
    defaultTags: dict(dict(defaultTags)?.["tags"]) ?? dict(defaultLabels),
  };
}
