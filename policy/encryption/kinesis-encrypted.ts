import { mustBeOneOf } from "../checks";
import type { ResourceRule } from "../rule";

export const kinesisEncrypted: ResourceRule = {
  name: "kinesis-encrypted",
  pack: "encryption",
  description: "Kinesis streams are encrypted with KMS.",
  severity: "medium",
  frameworks: ["AWS FSBP Kinesis.1", "PCI DSS 3.5.1", "SOC 2 CC6.1", "GDPR Art. 32"],
  why: "Records stay in a stream for a day to a year.",
  mend: 'Set encryptionType: "KMS" and kmsKeyId.',
  link: "https://docs.aws.amazon.com/securityhub/latest/userguide/kinesis-controls.html#kinesis-1",
  types: ["aws:kinesis/stream:Stream"],
  level: "mandatory",
  onUnknown: { behaviour: "passes", text: "An unknown encryptionType passes, and is judged at the update." },
  check: mustBeOneOf("encryptionType", ["KMS"], "it is not encrypted"),
};
