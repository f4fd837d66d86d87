import { actions, allowing, IDENTITY_POLICY_TYPES, identityPolicies, nameOf } from "../policy-document";
import type { ResourceRule } from "../rule";

const WHOLE_SERVICE = /^[a-z0-9-]+:\*$/i;

export const iamNoServiceWildcard: ResourceRule = {
  name: "iam-no-service-wildcard",
  pack: "identity",
  description: "No policy allows all actions of a service.",
  severity: "high",
  frameworks: ["AWS FSBP IAM.21"],
  why: '"s3:*" also means deleting buckets and changing their policies; new actions join it without anyone deciding.',
  mend: "List the actions that are needed.",
  link: "https://docs.aws.amazon.com/securityhub/latest/userguide/iam-controls.html#iam-21",
  types: IDENTITY_POLICY_TYPES,
  level: "mandatory",
  onUnknown: {
    behaviour: "judges-the-rest",
    text: "An unknown document passes; a role's other inline policies are judged.",
  },
  check: ({ props }) =>
    identityPolicies(props)
      .flatMap(allowing)
      .flatMap((statement) =>
        actions(statement)
          .filter((action) => WHOLE_SERVICE.test(action))
          .map((action) => `${nameOf(statement)} allows ${action}`),
      ),
};
