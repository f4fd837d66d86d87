import { mustBeGiven } from "../checks";
import type { ResourceRule } from "../rule";
import { CLOUDTRAIL } from "../types";

export const cloudtrailEncrypted: ResourceRule = {
  name: "cloudtrail-encrypted",
  pack: "encryption",
  description: "Trails are encrypted with a KMS key.",
  severity: "medium",
  frameworks: ["AWS FSBP CloudTrail.2", "CIS AWS Foundations 3.5", "SOC 2 CC6.1", "GDPR Art. 32"],
  why: "Who reads the trail learns every name, address and habit of the account; a key limits and logs that.",
  mend: "Give kmsKeyId a key whose policy lets CloudTrail encrypt.",
  link: "https://docs.aws.amazon.com/securityhub/latest/userguide/cloudtrail-controls.html#cloudtrail-2",
  types: [CLOUDTRAIL],
  level: "mandatory",
  onUnknown: { behaviour: "passes", text: "An unknown kmsKeyId passes, and is judged at the update." },
  check: mustBeGiven("kmsKeyId", "it has no KMS key"),
};
