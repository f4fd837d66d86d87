import { allowing, byAnyone, conditional, nameOf } from "../policy-document";
import type { ResourceRule } from "../rule";
import { IAM_ROLE } from "../types";

export const iamTrustNotPublic: ResourceRule = {
  name: "iam-trust-not-public",
  pack: "identity",
  description: "A role says who may assume it.",
  severity: "critical",
  frameworks: [],
  why: 'A principal "*" lets every AWS account in the world take the role.',
  mend: "Name the accounts, services or identity providers in the trust policy.",
  link: "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html",
  types: [IAM_ROLE],
  level: "mandatory",
  onUnknown: { behaviour: "passes", text: "An unknown trust policy, and an unknown condition, pass." },
  check: ({ props }) =>
    allowing(props["assumeRolePolicy"])
      .filter((statement) => byAnyone(statement) && !conditional(statement))
      .map((statement) => `${nameOf(statement)} of its trust policy lets anyone assume it`),
};
