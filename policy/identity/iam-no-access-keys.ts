import { isMissing } from "../read";
import type { ResourceRule } from "../rule";

export const iamNoAccessKeys: ResourceRule = {
  name: "iam-no-access-keys",
  pack: "identity",
  description: "No access keys are made.",
  severity: "high",
  frameworks: [],
  why: "A key never expires, lies in the stack's state, and works from anywhere in the world.",
  mend: "Use Pod Identity, IRSA or an OIDC provider; each gives credentials that expire.",
  link: "https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#bp-workloads-use-roles",
  types: ["aws:iam/accessKey:AccessKey"],
  level: "mandatory",
  onUnknown: { behaviour: "passes", text: "A key whose status is unknown may be made inactive: it passes." },
  check: ({ props }) =>
    isMissing(props["status"]) || props["status"] === "Active" ? ["it is a credential that never expires"] : [],
};
