import { type Check, mustStayOn, setting } from "../checks";
import type { ResourceRule } from "../rule";
import { REPLICATION_GROUP } from "../types";

const check: Check = mustStayOn("autoMinorVersionUpgrade", "it waits for someone to upgrade it");

export const elasticacheMinorUpgrades: ResourceRule = {
  name: "elasticache-minor-upgrades",
  pack: "reliability",
  description: "Redis and Valkey take minor versions by themselves.",
  severity: "medium",
  frameworks: ["AWS FSBP ElastiCache.2", "PCI DSS 6.3.3", "SOC 2 CC7.1"],
  why: "Minor versions are where security fixes come.",
  mend: "Leave autoMinorVersionUpgrade out, or set it to true.",
  link: "https://docs.aws.amazon.com/securityhub/latest/userguide/elasticache-controls.html#elasticache-2",
  types: [REPLICATION_GROUP],
  level: "remediate",
  onUnknown: { behaviour: "passes", text: "An unknown autoMinorVersionUpgrade passes, and is judged at the update." },
  check,
  inPlace: "A flag that is set in place; the next minor version comes in the maintenance window.",
  remediate: setting("autoMinorVersionUpgrade", true, check),
};
