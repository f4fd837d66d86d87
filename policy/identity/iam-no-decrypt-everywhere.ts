import {
  actions,
  allowing,
  conditional,
  IDENTITY_POLICY_TYPES,
  identityPolicies,
  nameOf,
  onEverything,
} from "../policy-document";
import type { ResourceRule } from "../rule";

const DECRYPTS = ["kms:Decrypt", "kms:ReEncryptFrom", "kms:ReEncrypt*"];

export const iamNoDecryptEverywhere: ResourceRule = {
  name: "iam-no-decrypt-everywhere",
  pack: "identity",
  description: "A policy names the keys that may decrypt.",
  severity: "medium",
  frameworks: ["AWS FSBP KMS.1", "AWS FSBP KMS.2", "PCI DSS 3.6.1", "SOC 2 CC6.3"],
  why: "kms:Decrypt on every key undoes what separate keys are for.",
  mend: "Give the keys' ARNs as Resource, or a kms:ViaService condition.",
  link: "https://docs.aws.amazon.com/securityhub/latest/userguide/kms-controls.html#kms-1",
  types: IDENTITY_POLICY_TYPES,
  level: "mandatory",
  onUnknown: {
    behaviour: "judges-the-rest",
    text: "An unknown document passes; a role's other inline policies are judged.",
  },
  check: ({ props }) =>
    identityPolicies(props)
      .flatMap(allowing)
      .filter((statement) => onEverything(statement) && actions(statement).some((action) => DECRYPTS.includes(action)))
      .filter((statement) => !conditional(statement))
      .map((statement) => `${nameOf(statement)} allows decryption with any key`),
};
