import { type Check, every, mustBeAtLeast } from "../checks";
import type { ResourceRule } from "../rule";

const check: Check = every(
  mustBeAtLeast("minimumPasswordLength", 14, (length) => `it accepts passwords of ${length} characters`, 6),
  mustBeAtLeast("passwordReusePrevention", 24, (count) => `it remembers ${count} old passwords`),
);

export const iamPasswordPolicy: ResourceRule = {
  name: "iam-password-policy",
  pack: "identity",
  description: "Passwords have 14 characters or more, and are not used again.",
  severity: "medium",
  frameworks: [
    "AWS FSBP IAM.7",
    "CIS AWS Foundations 1.7",
    "CIS AWS Foundations 1.8",
    "PCI DSS 8.3.6",
    "PCI DSS 8.3.7",
    "SOC 2 CC6.1",
  ],
  why: "Short and repeated passwords are the first that are tried.",
  mend: "Set minimumPasswordLength: 14 or more and passwordReusePrevention: 24.",
  link: "https://docs.aws.amazon.com/securityhub/latest/userguide/iam-controls.html#iam-7",
  types: ["aws:iam/accountPasswordPolicy:AccountPasswordPolicy"],
  level: "remediate",
  onUnknown: { behaviour: "judges-the-rest", text: "An unknown length or number passes; the other one is judged." },
  check,
  inPlace: "It holds for the next change of a password; nobody is locked out.",
  remediate: (resource, context) =>
    check(resource, context).length > 0 ? { minimumPasswordLength: 14, passwordReusePrevention: 24 } : undefined,
};
