import { allowing, byAnyone, conditional, nameOf } from "../policy-document";
import type { ResourceRule } from "../rule";
import { KMS_KEY } from "../types";

export const kmsKeyNotPublic: ResourceRule = {
  name: "kms-key-not-public",
  pack: "encryption",
  description: "A key's policy lets nobody in from outside.",
  severity: "critical",
  frameworks: ["AWS FSBP KMS.5"],
  why: 'A principal "*" without a condition lets any AWS account use the key.',
  mend: "Name the accounts and roles, or add a condition such as kms:CallerAccount.",
  link: "https://docs.aws.amazon.com/securityhub/latest/userguide/kms-controls.html#kms-5",
  types: [KMS_KEY, "aws:kms/keyPolicy:KeyPolicy"],
  level: "mandatory",
  onUnknown: { behaviour: "passes", text: "An unknown policy, and an unknown condition, pass." },
  check: ({ props }) =>
    allowing(props["policy"])
      .filter((statement) => byAnyone(statement) && !conditional(statement))
      .map((statement) => `${nameOf(statement)} of its policy lets anyone use it`),
};
