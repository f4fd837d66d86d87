import { type Check, mustBeOneOf, setting } from "../checks";
import { GCP_BUCKET } from "../gcp-types";
import type { ResourceRule } from "../rule";

const check: Check = mustBeOneOf("publicAccessPrevention", ["enforced"], "it can be made public");

export const gcpBucketPublicPrevention: ResourceRule = {
  name: "gcp-bucket-public-prevention",
  pack: "network",
  description: "Buckets cannot be made public.",
  severity: "critical",
  frameworks: ["CIS GCP Foundations 5.1", "PCI DSS 1.4.4", "SOC 2 CC6.6", "GDPR Art. 32"],
  why: "One binding for allUsers makes every object readable for everyone.",
  mend: 'Set publicAccessPrevention: "enforced".',
  link: "https://cloud.google.com/storage/docs/public-access-prevention",
  types: [GCP_BUCKET],
  level: "remediate",
  onUnknown: { behaviour: "passes", text: "An unknown publicAccessPrevention passes, and is judged at the update." },
  check,
  inPlace:
    "A setting of the bucket, changed in place; no object is touched. Public readers lose access, which is the aim.",
  remediate: setting("publicAccessPrevention", "enforced", check),
};
