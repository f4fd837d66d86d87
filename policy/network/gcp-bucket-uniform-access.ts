import { mustBeOn } from "../checks";
import { GCP_BUCKET } from "../gcp-types";
import type { ResourceRule } from "../rule";

export const gcpBucketUniformAccess: ResourceRule = {
  name: "gcp-bucket-uniform-access",
  pack: "network",
  description: "Buckets have no ACLs on single objects.",
  severity: "medium",
  frameworks: ["CIS GCP Foundations 5.2", "SOC 2 CC6.3"],
  why: "ACLs give access object by object, out of sight of every policy.",
  mend: "Set uniformBucketLevelAccess: true, after the ACLs that count were turned into bindings.",
  link: "https://cloud.google.com/storage/docs/uniform-bucket-level-access",
  types: [GCP_BUCKET],
  level: "mandatory",
  onUnknown: { behaviour: "passes", text: "An unknown uniformBucketLevelAccess passes, and is judged at the update." },
  check: mustBeOn("uniformBucketLevelAccess", "ACLs of single objects count"),
};
