import { dictsAt, stringsAt } from "./read";
import type { Resource, ResourceRule } from "./rule";

/** What gives power when a role lists it: resources (subresources with a slash) and the verbs that count. */
export interface Power {
  readonly group: string;
  readonly resources: readonly string[];
  readonly verbs: readonly string[];
  /** Whether naming the objects (`resourceNames`) makes it harmless. */
  readonly unlessNamed?: boolean;
}

/** Each rule of a role that gives a power by name, as `rules[0] allows get, list of secrets`. Wildcards have a rule of their own. */
export function powersIn({ props }: Resource, power: Power): readonly string[] {
  return dictsAt(props, "rules").flatMap((rule, index) => {
    if (!stringsAt(rule, "apiGroups").includes(power.group)) return [];
    if (power.unlessNamed && stringsAt(rule, "resourceNames").length > 0) return [];
    const resources = stringsAt(rule, "resources").filter((resource) => power.resources.includes(resource));
    const verbs = stringsAt(rule, "verbs").filter((verb) => power.verbs.includes(verb));
    return resources.length > 0 && verbs.length > 0
      ? [`rules[${index}] allows ${verbs.join(", ")} of ${resources.join(", ")}`]
      : [];
  });
}

export const WRITES: readonly string[] = ["create", "update", "patch"];
export const READS: readonly string[] = ["get", "list", "watch"];

/** What such rules do with unknown values: all the same. */
export const RBAC_UNKNOWN: ResourceRule["onUnknown"] = {
  behaviour: "judges-the-rest",
  text: "Unknown rules, or unknown parts of one, pass; the other rules are judged.",
};
