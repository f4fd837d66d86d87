import { isMissing } from "../read";
import type { ResourceRule } from "../rule";
import { REPLICATION_GROUP } from "../types";

export const elasticacheAuth: ResourceRule = {
  name: "elasticache-auth",
  pack: "encryption",
  description: "Redis and Valkey ask for a token or a user.",
  severity: "high",
  frameworks: ["AWS FSBP ElastiCache.6"],
  why: "Without it anything that reaches the port can read and flush the whole store.",
  mend: "Give authToken (from a secret) or userGroupIds.",
  link: "https://docs.aws.amazon.com/securityhub/latest/userguide/elasticache-controls.html#elasticache-6",
  types: [REPLICATION_GROUP],
  level: "mandatory",
  onUnknown: { behaviour: "passes", text: "An unknown authToken or userGroupIds will be there: it passes." },
  check: ({ props }) =>
    isMissing(props["authToken"]) && isMissing(props["userGroupIds"]) ? ["it asks for no token and no user"] : [],
};
