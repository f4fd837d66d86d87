import { actions, allowing, IDENTITY_POLICY_TYPES, identityPolicies, nameOf, onEverything } from "../policy-document";
import type { ResourceRule } from "../rule";

export const iamNoAdmin: ResourceRule = {
  name: "iam-no-admin",
  pack: "identity",
  description: "No policy allows every action on everything.",
  severity: "critical",
  frameworks: ["AWS FSBP IAM.1", "PCI DSS 7.2.2"],
  why: "Whoever takes such an identity has the whole account.",
  mend: "List the actions and the resources that are needed.",
  link: "https://docs.aws.amazon.com/securityhub/latest/userguide/iam-controls.html#iam-1",
  types: IDENTITY_POLICY_TYPES,
  level: "mandatory",
  onUnknown: {
    behaviour: "judges-the-rest",
    text: "An unknown document passes; a role's other inline policies are judged.",
  },
  check: ({ props }) =>
    identityPolicies(props)
      .flatMap(allowing)
      .filter(
        (statement) =>
          onEverything(statement) && actions(statement).some((action) => action === "*" || action === "*:*"),
      )
      .map((statement) => `${nameOf(statement)} allows every action on everything`),
};
