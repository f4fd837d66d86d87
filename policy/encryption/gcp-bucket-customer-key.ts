import { mustBeGiven } from "../checks";
import { GCP_BUCKET } from "../gcp-types";
import type { ResourceRule } from "../rule";

export const gcpBucketCustomerKey: ResourceRule = {
  name: "gcp-bucket-customer-key",
  pack: "encryption",
  description: "Buckets are encrypted with a key of one's own.",
  severity: "medium",
  frameworks: ["PCI DSS 3.5.1", "SOC 2 CC6.1", "GDPR Art. 32"],
  why: "Under Google's key, everyone who may read an object may decrypt it.",
  mend: "Give encryption.defaultKmsKeyName.",
  link: "https://cloud.google.com/storage/docs/encryption/customer-managed-keys",
  types: [GCP_BUCKET],
  level: "advisory",
  levels: { prod: "mandatory" },
  onUnknown: { behaviour: "passes", text: "An unknown encryption passes, and is judged at the update." },
  check: mustBeGiven("encryption.defaultKmsKeyName", "it has no key of its own"),
};
