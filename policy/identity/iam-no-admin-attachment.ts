import { stringsAt } from "../read";
import type { ResourceRule } from "../rule";

const ADMIN = /^arn:[a-z-]+:iam::aws:policy\/(AdministratorAccess|IAMFullAccess|PowerUserAccess)$/;

export const iamNoAdminAttachment: ResourceRule = {
  name: "iam-no-admin-attachment",
  pack: "identity",
  description: "No administrator policy is attached to an identity.",
  severity: "critical",
  frameworks: ["AWS FSBP IAM.1", "PCI DSS 7.2.2"],
  why: "AdministratorAccess, PowerUserAccess and IAMFullAccess all lead to the whole account.",
  mend: "Attach a policy that lists what the identity needs.",
  link: "https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#grant-least-privilege",
  types: [
    "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
    "aws:iam/userPolicyAttachment:UserPolicyAttachment",
    "aws:iam/groupPolicyAttachment:GroupPolicyAttachment",
    "aws:iam/role:Role",
  ],
  level: "mandatory",
  onUnknown: { behaviour: "judges-the-rest", text: "An unknown ARN passes." },
  check: ({ props }) =>
    [...stringsAt(props, "policyArn"), ...stringsAt(props, "managedPolicyArns")]
      .filter((arn) => ADMIN.test(arn))
      .map((arn) => `it attaches ${arn.split("/").at(-1)}`),
};
