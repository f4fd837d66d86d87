import { isMissing, isUnknown } from "../read";
import type { ResourceRule } from "../rule";

export const iamUserNoPolicies: ResourceRule = {
  name: "iam-user-no-policies",
  pack: "identity",
  description: "Users get permissions through groups only.",
  severity: "low",
  frameworks: ["AWS FSBP IAM.2", "CIS AWS Foundations 1.14", "PCI DSS 7.2.1", "SOC 2 CC6.3"],
  why: "What is given to a person directly is forgotten when the person changes teams.",
  mend: "Attach the policy to a group or a role.",
  link: "https://docs.aws.amazon.com/securityhub/latest/userguide/iam-controls.html#iam-2",
  types: ["aws:iam/userPolicyAttachment:UserPolicyAttachment", "aws:iam/userPolicy:UserPolicy"],
  level: "advisory",
  onUnknown: {
    behaviour: "passes",
    text: "A user that is not known yet is a user all the same; the rule looks at nothing else.",
  },
  check: ({ props }) =>
    isUnknown(props["user"]) || isMissing(props["user"]) ? [] : ["it gives a user permissions directly"],
};
