import { isOutside, lies } from "../places";
import { at } from "../read";
import type { ResourceRule } from "../rule";

export const gcpLogBucketLocation: ResourceRule = {
  name: "gcp-log-bucket-location",
  pack: "data-residency",
  description: "Log buckets are in an allowed place.",
  severity: "high",
  frameworks: ["GDPR Art. 44", "SOC 2 C1.1"],
  why: "Personal data that is kept outside the agreed regions needs a legal ground of its own, and a contract that names the place.",
  mend: "Move it into one of the regions in slipway:policy.regions, or add the region there.",
  link: "https://cloud.google.com/logging/docs/regionalized-logs",
  types: ["gcp:logging/projectBucketConfig:ProjectBucketConfig"],
  level: "mandatory",
  onUnknown: {
    behaviour: "passes",
    text: 'An unknown location passes; "global" lets Google choose, and has to be in the list itself.',
  },
  check: ({ props }, context) => {
    const place = at(props, "location");
    return isOutside(place, context) ? [lies("it is", place, context)] : [];
  },
};
