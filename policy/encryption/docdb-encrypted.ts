import { mustBeOn } from "../checks";
import type { ResourceRule } from "../rule";
import { DOCDB_CLUSTER } from "../types";

export const docdbEncrypted: ResourceRule = {
  name: "docdb-encrypted",
  pack: "encryption",
  description: "DocumentDB clusters are encrypted at rest.",
  severity: "high",
  frameworks: ["AWS FSBP DocumentDB.1", "PCI DSS 3.5.1", "SOC 2 CC6.1", "GDPR Art. 32"],
  why: "The choice is made once, when the cluster is made; its snapshots are as readable as the cluster.",
  mend: "Set storageEncrypted: true. A running cluster must be restored from an encrypted copy of a snapshot.",
  link: "https://docs.aws.amazon.com/securityhub/latest/userguide/documentdb-controls.html#documentdb-1",
  types: [DOCDB_CLUSTER],
  level: "mandatory",
  onUnknown: { behaviour: "passes", text: "An unknown storageEncrypted passes, and is judged at the update." },
  check: mustBeOn("storageEncrypted", "its storage is not encrypted"),
};
