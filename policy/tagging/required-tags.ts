import type { ResourceRule } from "../rule";
import { TAGGABLE_TYPES } from "../taggable";
import { knownTags, missingTags } from "../tags";

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
    const keys = missingTags(resource, context);
    return keys.length > 0 ? [`it lacks the ${keys.length === 1 ? "tag" : "tags"} ${keys.join(", ")}`] : [];
  },
  inPlace: "Tags change in place on every AWS type in the list.",
  remediate: (resource, context) => {
    const tags = knownTags(missingTags(resource, context), context);
    return Object.keys(tags).length > 0 ? { tags } : undefined;
  },
};
