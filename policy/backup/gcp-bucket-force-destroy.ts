import { type Check, mustNotBeOn, setting } from "../checks";
import { GCP_BUCKET } from "../gcp-types";
import type { ResourceRule } from "../rule";

const check: Check = mustNotBeOn("forceDestroy", "its objects would be deleted with it");

export const gcpBucketForceDestroy: ResourceRule = {
  name: "gcp-bucket-force-destroy",
  pack: "backup",
  description: "A bucket is not deleted with the objects in it.",
  severity: "high",
  frameworks: ["SOC 2 A1.2", "GDPR Art. 32"],
  why: "A destroy of the stack would take the data with it, without asking.",
  mend: "Leave forceDestroy out.",
  link: "https://www.pulumi.com/registry/packages/gcp/api-docs/storage/bucket/#forcedestroy_nodejs",
  types: [GCP_BUCKET],
  level: "mandatory",
  levels: { dev: "disabled" },
  onUnknown: { behaviour: "passes", text: "An unknown forceDestroy passes, and is judged at the update." },
  check,
  inPlace: "A flag that only the provider reads, when the bucket is deleted.",
  remediate: setting("forceDestroy", false, check),
};
