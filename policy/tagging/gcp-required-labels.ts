import { type Check, nested } from "../checks";
import { labelKey, labelValue } from "../labels";
import { at, isDict, isMissing, isUnknown } from "../read";
import type { Resource, ResourceRule, RuleContext } from "../rule";
import { LABELLED_GCP_TYPES, labelsPath } from "../taggable-gcp";

/** Required labels that are known to be missing, by the tag that they stand for. */
function missing({ type, props, defaultTags }: Resource, { requiredTags }: RuleContext): readonly string[] {
  const own = at(props, labelsPath(type));
  if (isUnknown(own)) return [];
  const labels = { ...defaultTags, ...(isDict(own) ? own : {}) };
  return requiredTags.filter((tag) => isMissing(labels[labelKey(tag)]));
}

const check: Check = (resource, context) => {
  const keys = missing(resource, context).map(labelKey);
  return keys.length > 0 ? [`it lacks the ${keys.length === 1 ? "label" : "labels"} ${keys.join(", ")}`] : [];
};

export const gcpRequiredLabels: ResourceRule = {
  name: "gcp-required-labels",
  pack: "tagging",
  description: "Everything on Google Cloud that can carry labels carries the required ones.",
  severity: "medium",
  frameworks: [],
  why: "Costs, owners and backups all go by labels; what has none is nobody's.",
  mend: "Give the label (the tags' names in lower case, such as cost-center); a repair adds what the stack's config tells.",
  link: "https://docs.cloud.google.com/resource-manager/docs/labels-overview",
  types: LABELLED_GCP_TYPES,
  level: "remediate",
  onUnknown: {
    behaviour: "judges-the-rest",
    text: "Labels that are unknown as a whole pass; an unknown value counts as given.",
  },
  check,
  inPlace: "Labels change in place on every type in the list.",
  remediate: (resource, context) => {
    const labels = Object.fromEntries(
      missing(resource, context).flatMap((tag) => {
        const value = context.tagValues[tag];
        return value === undefined ? [] : [[labelKey(tag), labelValue(value)] as const];
      }),
    );
    return Object.keys(labels).length > 0 ? nested(labelsPath(resource.type), labels) : undefined;
  },
};
