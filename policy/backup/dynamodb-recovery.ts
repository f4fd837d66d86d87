import { type Check, mustBeOn, setting } from "../checks";
import type { ResourceRule } from "../rule";
import { DYNAMODB_TABLE } from "../types";

const check: Check = mustBeOn("pointInTimeRecovery.enabled", "it cannot be restored to a point in time");

export const dynamodbRecovery: ResourceRule = {
  name: "dynamodb-recovery",
  pack: "backup",
  description: "Tables can be restored to any second of the last weeks.",
  severity: "medium",
  frameworks: ["AWS FSBP DynamoDB.2", "SOC 2 A1.2", "GDPR Art. 32"],
  why: "A wrong deployment can empty a table in minutes, and there is no undo.",
  mend: "Set pointInTimeRecovery.enabled: true.",
  link: "https://docs.aws.amazon.com/securityhub/latest/userguide/dynamodb-controls.html#dynamodb-2",
  types: [DYNAMODB_TABLE],
  level: "remediate",
  levels: { dev: "advisory" },
  onUnknown: { behaviour: "passes", text: "An unknown pointInTimeRecovery passes, and is judged at the update." },
  check,
  inPlace: "DynamoDB keeps continuous backups from then on, in place; readers and writers notice nothing.",
  remediate: setting("pointInTimeRecovery.enabled", true, check),
};
