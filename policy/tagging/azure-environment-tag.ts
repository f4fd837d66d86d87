import { at, isMissing, isNot, shown } from "../read";
import type { ResourceRule } from "../rule";
import { TAGGABLE_AZURE_TYPES } from "../taggable-azure";

export const azureEnvironmentTag: ResourceRule = {
  name: "azure-environment-tag",
  pack: "tagging",
  description: "The Environment tag names the environment that the stack is.",
  severity: "medium",
  frameworks: [],
  why: "A production database that is tagged dev escapes backups, alarms and the bill that it belongs on.",
  mend: "Take the tags from the stack's config instead of writing them by hand.",
  link: "https://learn.microsoft.com/azure/azure-resource-manager/management/tag-resources",
  types: TAGGABLE_AZURE_TYPES,
  level: "mandatory",
  onUnknown: {
    behaviour: "passes",
    text: "Unknown tags and an unknown value pass; a missing tag is azure-required-tags' business.",
  },
  check: ({ props }, { environment }) => {
    const tag = at(props, "tags.Environment");
    return !isMissing(tag) && isNot(tag, environment)
      ? [`its Environment is ${shown(tag)} in a ${environment} stack`]
      : [];
  },
};
