import { mustBeOneOf } from "../checks";
import type { ResourceRule } from "../rule";
import { PSMDB_CLUSTER } from "../types";

export const psmdbTls: ResourceRule = {
  name: "psmdb-tls",
  pack: "encryption",
  description: "A MongoDB of Percona's operator accepts TLS only.",
  severity: "high",
  frameworks: ["PCI DSS 4.2.1", "SOC 2 CC6.7", "GDPR Art. 32"],
  why: "The operator's default also takes connections in the clear: passwords and documents cross the network as they are.",
  mend: "Set spec.tls.mode: requireTLS.",
  link: "https://docs.percona.com/percona-operator-for-mongodb/TLS.html",
  types: [PSMDB_CLUSTER],
  level: "mandatory",
  onUnknown: { behaviour: "passes", text: "An unknown spec.tls.mode passes, and is judged at the update." },
  check: mustBeOneOf("spec.tls.mode", ["requireTLS"], "it takes connections in the clear"),
};
