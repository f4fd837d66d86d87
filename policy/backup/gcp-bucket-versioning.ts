import { mustBeOn, where } from "../checks";
import { GCP_BUCKET } from "../gcp-types";
import { isMissing } from "../read";
import type { ResourceRule } from "../rule";

export const gcpBucketVersioning: ResourceRule = {
  name: "gcp-bucket-versioning",
  pack: "backup",
  description: "Buckets keep versions.",
  severity: "medium",
  frameworks: ["SOC 2 A1.2", "GDPR Art. 32"],
  why: "What is overwritten or deleted by mistake is gone without them.",
  mend: "Set versioning.enabled: true, with a lifecycle rule for old versions.",
  link: "https://cloud.google.com/storage/docs/object-versioning",
  types: [GCP_BUCKET],
  level: "mandatory",
  levels: { dev: "advisory" },
  onUnknown: {
    behaviour: "passes",
    text: "An unknown versioning passes; a bucket with a retention policy cannot have one.",
  },
  check: where((props) => isMissing(props["retentionPolicy"]), mustBeOn("versioning.enabled", "it keeps no versions")),
};
