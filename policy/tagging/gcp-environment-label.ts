import { at, isMissing, isNot, shown } from "../read";
import type { ResourceRule } from "../rule";
import { LABELLED_GCP_TYPES, labelsPath } from "../taggable-gcp";

export const gcpEnvironmentLabel: ResourceRule = {
  name: "gcp-environment-label",
  pack: "tagging",
  description: "The label environment names the environment that the stack is.",
  severity: "medium",
  frameworks: [],
  why: "A production database that is labelled dev escapes backups, alarms and the bill that it belongs on.",
  mend: "Take the labels from the stack's config instead of writing them by hand.",
  link: "https://docs.cloud.google.com/resource-manager/docs/labels-overview",
  types: LABELLED_GCP_TYPES,
  level: "mandatory",
  onUnknown: {
    behaviour: "passes",
    text: "Unknown labels and an unknown value pass; a missing label is gcp-required-labels' business.",
  },
  check: ({ type, props }, { environment }) => {
    const label = at(props, `${labelsPath(type)}.environment`);
    return !isMissing(label) && isNot(label, environment)
      ? [`its environment is ${shown(label)} in a ${environment} stack`]
      : [];
  },
};
