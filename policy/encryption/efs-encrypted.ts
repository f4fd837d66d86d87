import { mustBeOn } from "../checks";
import type { ResourceRule } from "../rule";
import { EFS_FILE_SYSTEM } from "../types";

export const efsEncrypted: ResourceRule = {
  name: "efs-encrypted",
  pack: "encryption",
  description: "EFS file systems are encrypted.",
  severity: "high",
  frameworks: [
    "AWS FSBP EFS.1",
    "AWS FSBP EFS.8",
    "CIS AWS Foundations 2.3.1",
    "PCI DSS 3.5.1",
    "SOC 2 CC6.1",
    "GDPR Art. 32",
  ],
  why: "A file system cannot be encrypted later: its files have to be copied to a new one.",
  mend: "Set encrypted: true and kmsKeyId when it is made.",
  link: "https://docs.aws.amazon.com/securityhub/latest/userguide/efs-controls.html#efs-1",
  types: [EFS_FILE_SYSTEM],
  level: "mandatory",
  onUnknown: { behaviour: "passes", text: "An unknown encrypted passes, and is judged at the update." },
  check: mustBeOn("encrypted", "it is not encrypted"),
};
