import { at, shown, stringsAt } from "../read";
import type { ResourceRule } from "../rule";

export const gcpKmsNotPublic: ResourceRule = {
  name: "gcp-kms-not-public",
  pack: "identity",
  description: "No key is given to everyone.",
  severity: "critical",
  frameworks: ["CIS GCP Foundations 1.9", "SOC 2 CC6.1"],
  why: '"allAuthenticatedUsers" means everyone with a Google account.',
  mend: "Name users, groups or service accounts.",
  link: "https://cloud.google.com/kms/docs/iam",
  types: [
    "gcp:kms/cryptoKeyIAMMember:CryptoKeyIAMMember",
    "gcp:kms/cryptoKeyIAMBinding:CryptoKeyIAMBinding",
    "gcp:kms/keyRingIAMMember:KeyRingIAMMember",
  ],
  level: "mandatory",
  onUnknown: { behaviour: "judges-the-rest", text: "An unknown member passes; the others are judged." },
  check: ({ props }) =>
    [...stringsAt(props, "member"), ...stringsAt(props, "members")]
      .filter((member) => member === "allUsers" || member === "allAuthenticatedUsers")
      .map((member) => `it gives ${member} ${shown(at(props, "role"))}`),
};
