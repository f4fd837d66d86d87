import { isMissing, isUnknown } from "../read";
import type { ResourceRule } from "../rule";

export const iamNoConsolePassword: ResourceRule = {
  name: "iam-no-console-password",
  pack: "identity",
  description: "People sign in through an identity provider, not with passwords of IAM users.",
  severity: "medium",
  frameworks: ["CIS AWS Foundations 1.20", "SOC 2 CC6.1"],
  why: "A password of its own outlives the employment, and has no second factor by itself.",
  mend: "Use IAM Identity Center or a federated role.",
  link: "https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#bp-users-federation-idp",
  types: ["aws:iam/userLoginProfile:UserLoginProfile"],
  level: "mandatory",
  onUnknown: { behaviour: "passes", text: "A profile for a user who is not known yet passes." },
  check: ({ props }) =>
    isUnknown(props["user"]) || isMissing(props["user"]) ? [] : ["it gives an IAM user a password"],
};
