import { mustBeGiven } from "../checks";
import type { ResourceRule } from "../rule";

export const snsEncrypted: ResourceRule = {
  name: "sns-encrypted",
  pack: "encryption",
  description: "Topics are encrypted with a KMS key.",
  severity: "medium",
  frameworks: ["AWS FSBP SNS.1", "SOC 2 CC6.1", "GDPR Art. 32"],
  why: "Without a key, messages lie readable on the service's disks until they are delivered.",
  mend: 'Give kmsMasterKeyId a key of the stack, or "alias/aws/sns".',
  link: "https://docs.aws.amazon.com/securityhub/latest/userguide/sns-controls.html#sns-1",
  types: ["aws:sns/topic:Topic"],
  level: "mandatory",
  levels: { dev: "advisory" },
  onUnknown: { behaviour: "passes", text: "An unknown kmsMasterKeyId passes, and is judged at the update." },
  check: mustBeGiven("kmsMasterKeyId", "it has no KMS key"),
};
