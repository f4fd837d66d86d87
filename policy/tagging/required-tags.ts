import { isDict, isMissing, isUnknown } from "../read";
import type { Resource, ResourceRule, RuleContext } from "../rule";
import { TAGGABLE_TYPES } from "../taggable";

/** Required tags that are known to be missing; none while the tags are unknown. */
function missing({ props, defaultTags }: Resource, { requiredTags }: RuleContext): readonly string[] {
  const own = props["tags"];
  if (isUnknown(own)) return [];
  const tags = { ...defaultTags, ...(isDict(own) ? own : {}) };
  return requiredTags.filter((key) => isMissing(tags[key]));
}

export const requiredTags: ResourceRule = {
  name: "required-tags",
  pack: "tagging",
  description: "Everything that can carry tags carries the required ones.",
  severity: "medium",
  frameworks: [],
  why: "Costs, owners, backups and access conditions all go by tags; what has none is nobody's.",
  mend: "Give the tag; a repair adds what slipway:app, slipway:owner, slipway:costCenter and the stack itself tell.",
  link: "https://docs.aws.amazon.com/whitepapers/latest/tagging-best-practices/tagging-best-practices.html",
  types: TAGGABLE_TYPES,
  level: "remediate",
  onUnknown: {
    behaviour: "judges-the-rest",
    text: "Tags that are unknown as a whole pass; an unknown value counts as given.",
  },
  check: (resource, context) => {
    const keys = missing(resource, context);
    return keys.length > 0 ? [`it lacks the ${keys.length === 1 ? "tag" : "tags"} ${keys.join(", ")}`] : [];
  },
  inPlace: "Tags change in place on every AWS type in the list.",
  remediate: (resource, context) => {
    const known = missing(resource, context).filter((key) => context.tagValues[key] !== undefined);
    const tags = Object.fromEntries(known.map((key) => [key, context.tagValues[key] as string]));
    return known.length > 0 ? { tags } : undefined;
  },
};
