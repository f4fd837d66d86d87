import type { Check } from "../checks";
import type { ResourceRule } from "../rule";
import { TAGGABLE_AZURE_TYPES } from "../taggable-azure";
import { knownTags, missingTags } from "../tags";

const check: Check = (resource, context) => {
  const keys = missingTags(resource, context);
  return keys.length > 0 ? [`it lacks the ${keys.length === 1 ? "tag" : "tags"} ${keys.join(", ")}`] : [];
};

export const azureRequiredTags: ResourceRule = {
  name: "azure-required-tags",
  pack: "tagging",
  description: "Everything on Azure that can carry tags carries the required ones.",
  severity: "medium",
  frameworks: [],
  why: "Costs, owners and policies all go by tags, and Azure does not hand those of a group on; what has none is nobody's.",
  mend: "Give the tag; a repair adds what the stack's config tells.",
  link: "https://learn.microsoft.com/azure/azure-resource-manager/management/tag-resources",
  types: TAGGABLE_AZURE_TYPES,
  level: "remediate",
  onUnknown: {
    behaviour: "judges-the-rest",
    text: "Tags that are unknown as a whole pass; an unknown value counts as given.",
  },
  check,
  inPlace: "Tags change in place on every Azure type.",
  remediate: (resource, context) => {
    const tags = knownTags(missingTags(resource, context), context);
    return Object.keys(tags).length > 0 ? { tags } : undefined;
  },
};
