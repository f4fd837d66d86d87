import { mustBeOn } from "../checks";
import type { ResourceRule } from "../rule";

export const neptuneEncrypted: ResourceRule = {
  name: "neptune-encrypted",
  pack: "encryption",
  description: "Neptune clusters are encrypted at rest.",
  severity: "medium",
  frameworks: ["AWS FSBP Neptune.1", "PCI DSS 3.5.1", "SOC 2 CC6.1", "GDPR Art. 32"],
  why: "The choice is made once, when the cluster is made.",
  mend: "Set storageEncrypted: true when it is made.",
  link: "https://docs.aws.amazon.com/securityhub/latest/userguide/neptune-controls.html#neptune-1",
  types: ["aws:neptune/cluster:Cluster"],
  level: "mandatory",
  onUnknown: { behaviour: "passes", text: "An unknown storageEncrypted passes, and is judged at the update." },
  check: mustBeOn("storageEncrypted", "its storage is not encrypted"),
};
