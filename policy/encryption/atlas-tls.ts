import { mustBeOneOf } from "../checks";
import type { ResourceRule } from "../rule";
import { ATLAS_CLUSTER } from "../types";

export const atlasTls: ResourceRule = {
  name: "atlas-tls",
  pack: "encryption",
  description: "Clusters of MongoDB Atlas speak TLS 1.2 or newer.",
  severity: "high",
  frameworks: ["PCI DSS 4.2.1", "SOC 2 CC6.7", "GDPR Art. 32"],
  why: "TLS 1.0 and 1.1 have known weaknesses: passwords and documents that cross the network can be read.",
  mend: "Leave minimumEnabledTlsProtocol out (1.2 is its default), or set TLS1_2 or TLS1_3.",
  link: "https://www.mongodb.com/docs/atlas/reference/faq/security/",
  types: [ATLAS_CLUSTER],
  level: "mandatory",
  onUnknown: { behaviour: "passes", text: "An unknown advancedConfiguration passes, and is judged at the update." },
  check: mustBeOneOf(
    "advancedConfiguration.minimumEnabledTlsProtocol",
    ["TLS1_2", "TLS1_3", undefined],
    "it speaks TLS older than 1.2",
  ),
};
