import { mustBeOneOf } from "../checks";
import type { ResourceRule } from "../rule";
import { ATLAS_CLUSTER } from "../types";

export const atlasCustomerKey: ResourceRule = {
  name: "atlas-customer-key",
  pack: "encryption",
  description: "Clusters of MongoDB Atlas are encrypted with a key of one's own too.",
  severity: "low",
  frameworks: ["SOC 2 CC6.1", "GDPR Art. 32"],
  why: "Disks of Atlas are always encrypted, with keys that MongoDB holds. What a key of one's own encrypts can be taken away from it.",
  mend: 'Give the project an EncryptionAtRest, and set encryptionAtRestProvider: "AWS" (stores.<name>.atlas.ownKey: true).',
  link: "https://www.mongodb.com/docs/atlas/security-kms-encryption/",
  types: [ATLAS_CLUSTER],
  level: "advisory",
  levels: { dev: "disabled" },
  onUnknown: { behaviour: "passes", text: "An unknown encryptionAtRestProvider passes, and is judged at the update." },
  check: mustBeOneOf("encryptionAtRestProvider", ["AWS", "AZURE", "GCP"], "MongoDB alone holds the key of its disks"),
};
