import { isUnknown } from "../read";
import type { ResourceRule } from "../rule";

export const gcpNoServiceAccountKeys: ResourceRule = {
  name: "gcp-no-service-account-keys",
  pack: "identity",
  description: "No keys of service accounts are made.",
  severity: "high",
  frameworks: ["CIS GCP Foundations 1.4", "PCI DSS 8.6.3", "SOC 2 CC6.1"],
  why: "A key never expires, lies in the stack's state, and works from anywhere in the world.",
  mend: "Use Workload Identity, or Workload Identity Federation from outside.",
  link: "https://cloud.google.com/iam/docs/best-practices-for-managing-service-account-keys",
  types: ["gcp:serviceaccount/key:Key"],
  level: "mandatory",
  onUnknown: { behaviour: "passes", text: "A key for an account that is not known yet passes." },
  check: ({ props }) => (isUnknown(props["serviceAccountId"]) ? [] : ["it is a credential that never expires"]),
};
