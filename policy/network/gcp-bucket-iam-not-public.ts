import { at, shown, stringsAt } from "../read";
import type { ResourceRule } from "../rule";

export const gcpBucketIamNotPublic: ResourceRule = {
  name: "gcp-bucket-iam-not-public",
  pack: "network",
  description: "No bucket is given to everyone.",
  severity: "critical",
  frameworks: ["CIS GCP Foundations 5.1", "PCI DSS 1.4.4", "SOC 2 CC6.6", "GDPR Art. 32"],
  why: '"allAuthenticatedUsers" means everyone with a Google account.',
  mend: "Name users, groups or service accounts.",
  link: "https://cloud.google.com/storage/docs/access-control/iam",
  types: ["gcp:storage/bucketIAMMember:BucketIAMMember", "gcp:storage/bucketIAMBinding:BucketIAMBinding"],
  level: "mandatory",
  onUnknown: { behaviour: "judges-the-rest", text: "An unknown member passes; the others are judged." },
  check: ({ props }) =>
    [...stringsAt(props, "member"), ...stringsAt(props, "members")]
      .filter((member) => member === "allUsers" || member === "allAuthenticatedUsers")
      .map((member) => `it gives ${member} ${shown(at(props, "role"))}`),
};
