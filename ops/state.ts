import { isDict, UNKNOWN } from "../policy/read";
import type { Props, Resource } from "../policy/rule";
import { UsageError } from "../rehearsal/stack-files";

/** By this key Pulumi marks what is no plain value (pulumi/sdk, `resource.SigKey`); for secrets with the value below. */
const SIGNATURE = "4dabf18193072939515e22adb298388d";

/** The fields of a resource in an exported state that judging needs. */
interface StateResource {
  readonly urn: string;
  readonly type: string;
  readonly custom?: boolean;
  readonly external?: boolean;
  /** The old copy of something that is being replaced. */
  readonly delete?: boolean;
  readonly inputs?: Props;
  readonly protect?: boolean;
  readonly provider?: string;
  readonly propertyDependencies?: Readonly<Record<string, readonly string[] | null>>;
}

/** @throws UsageError where it is no exported state */
function all(state: unknown): readonly StateResource[] {
  const deployment = isDict(state) ? state["deployment"] : undefined;
  if (!isDict(deployment)) throw new UsageError("This is no state: give what `pulumi stack export` writes.");
  const { resources } = deployment;
  return Array.isArray(resources) ? (resources as StateResource[]) : [];
}

const parts = (urn: string): readonly string[] => urn.split("::");

/** The project and the stack that a state is of. */
export function placeOf(state: unknown): { project: string; stack: string } {
  const [first] = all(state);
  if (!first) throw new UsageError("The state holds no resource: there is nothing to judge.");
  const [stack = "", project = ""] = parts(first.urn);
  return { project, stack: stack.replace(/^urn:pulumi:/, "") };
}

/** What the stack owns, as the policies see it. Secrets are unknown. */
export function resourcesIn(state: unknown): Resource[] {
  const resources = all(state);
  const providers = new Map(resources.map((resource) => [resource.urn, resource]));
  return resources
    .filter((each) => each.custom && !each.external && !each.delete && !each.type.startsWith("pulumi:providers:"))
    .map(({ urn, type, inputs = {}, protect = false, provider, propertyDependencies }) => ({
      ...{ type, urn, name: parts(urn).at(-1) ?? urn, props: hidden(inputs) as Props },
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
