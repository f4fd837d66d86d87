import { actions, allowing, IDENTITY_POLICY_TYPES, identityPolicies, nameOf, onEverything } from "../policy-document";
import { at, isDict } from "../read";
import type { ResourceRule } from "../rule";

/** A condition that says to which service a role may be passed limits it, too. */
const limited = (condition: unknown): boolean =>
  isDict(condition) && Object.values(condition).some((test) => isDict(test) && "iam:PassedToService" in test);

export const iamNoPassRoleEverywhere: ResourceRule = {
  name: "iam-no-pass-role-everywhere",
  pack: "identity",
  description: "A policy names the roles that may be passed on.",
  severity: "high",
  frameworks: [],
  why: "iam:PassRole on everything lets its holder start a machine with the account's strongest role.",
  mend: "Give the roles' ARNs as Resource, or an iam:PassedToService condition.",
  link: "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html",
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
          onEverything(statement) &&
          actions(statement).includes("iam:PassRole") &&
          !limited(at(statement, "Condition")),
      )
      .map((statement) => `${nameOf(statement)} allows passing any role`),
};
