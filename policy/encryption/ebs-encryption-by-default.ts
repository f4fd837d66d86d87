import { type Check, mustStayOn, setting } from "../checks";
import type { ResourceRule } from "../rule";

const check: Check = mustStayOn("enabled", "it takes encryption by default off");

export const ebsEncryptionByDefault: ResourceRule = {
  name: "ebs-encryption-by-default",
  pack: "encryption",
  description: "EBS encryption by default stays on.",
  severity: "medium",
  frameworks: ["AWS FSBP EC2.7", "CIS AWS Foundations 5.1.1", "SOC 2 CC6.1", "GDPR Art. 32"],
  why: "It catches the volumes that nobody declared: those of autoscaling, of a restore, of a console click.",
  mend: "Set enabled: true, or leave it out.",
  link: "https://docs.aws.amazon.com/securityhub/latest/userguide/ec2-controls.html#ec2-7",
  types: ["aws:ebs/encryptionByDefault:EncryptionByDefault"],
  level: "remediate",
  onUnknown: { behaviour: "passes", text: "An unknown enabled passes, and is judged at the update." },
  check,
  inPlace: "It is a switch of the account: volumes that exist stay as they are, new ones are encrypted.",
  remediate: setting("enabled", true, check),
};
