import { at, isMissing, isNot, shown } from "../read";
import type { ResourceRule } from "../rule";
import { TAGGABLE_TYPES } from "../taggable";

export const environmentTag: ResourceRule = {
  name: "environment-tag",
  pack: "tagging",
  description: "The Environment tag names the environment that the stack is.",
  severity: "medium",
  frameworks: [],
  why: "A production database that is tagged dev escapes backups, alarms and the bill that it belongs on.",
  mend: "Take the tags from the stack's config instead of writing them by hand.",
  link: "https://docs.aws.amazon.com/whitepapers/latest/tagging-best-practices/tagging-best-practices.html",
  types: TAGGABLE_TYPES,
  level: "mandatory",
  onUnknown: {
    behaviour: "passes",
    text: "Unknown tags and an unknown value pass; a missing tag is required-tags' business.",
  },
  check: ({ props }, { environment }) => {
    const tag = at(props, "tags.Environment");
    return !isMissing(tag) && isNot(tag, environment)
      ? [`its Environment is ${shown(tag)} in a ${environment} stack`]
      : [];
  },
};
