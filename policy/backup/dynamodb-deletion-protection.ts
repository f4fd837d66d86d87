import { type Check, mustBeOn, setting } from "../checks";
import type { ResourceRule } from "../rule";
import { DYNAMODB_TABLE } from "../types";

const check: Check = mustBeOn("deletionProtectionEnabled", "it is not protected from deletion");

export const dynamodbDeletionProtection: ResourceRule = {
  name: "dynamodb-deletion-protection",
  pack: "backup",
  description: "Tables are protected from deletion.",
  severity: "medium",
  frameworks: ["AWS FSBP DynamoDB.6", "SOC 2 A1.2", "GDPR Art. 32"],
  why: "A replacement that nobody noticed in a preview takes the table with it.",
  mend: "Set deletionProtectionEnabled: true.",
  link: "https://docs.aws.amazon.com/securityhub/latest/userguide/dynamodb-controls.html#dynamodb-6",
  types: [DYNAMODB_TABLE],
  level: "remediate",
  levels: { dev: "disabled" },
  onUnknown: { behaviour: "passes", text: "An unknown deletionProtectionEnabled passes, and is judged at the update." },
  check,
  inPlace: "A flag that is set in place. Deleting the table then takes two steps, which is the aim.",
  remediate: setting("deletionProtectionEnabled", true, check),
};
