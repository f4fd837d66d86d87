import { GCP_BUCKET, GCP_CLUSTER, GCP_INSTANCE, GCP_REDIS, GCP_REPOSITORY, GCP_SQL } from "../gcp-types";
import { isOutside, lies } from "../places";
import type { ResourceRule } from "../rule";

export const gcpLocationAllowed: ResourceRule = {
  name: "gcp-location-allowed",
  pack: "data-residency",
  description: "What holds data on Google Cloud is in an allowed place.",
  severity: "high",
  frameworks: ["GDPR Art. 44", "SOC 2 C1.1"],
  why: "Personal data that is kept outside the agreed regions needs a legal ground of its own, and a contract that names the place.",
  mend: "Move it into one of the regions in slipway:policy.regions, or add the region there.",
  link: "https://cloud.google.com/architecture/framework/security/data-residency-sovereignty",
  types: [
    GCP_SQL,
    GCP_BUCKET,
    GCP_CLUSTER,
    GCP_REDIS,
    GCP_REPOSITORY,
    GCP_INSTANCE,
    "gcp:bigquery/dataset:Dataset",
    "gcp:filestore/instance:Instance",
    "gcp:kms/keyRing:KeyRing",
    "gcp:compute/disk:Disk",
  ],
  level: "mandatory",
  onUnknown: {
    behaviour: "passes",
    text: "An unknown place passes. A zone is in its region; a multi-region such as EU has to be in the list itself.",
  },
  check: ({ props, region }, context) => {
    const place = props["location"] ?? props["region"] ?? props["zone"] ?? region;
    return isOutside(place, context) ? [lies("it is", place, context)] : [];
  },
};
