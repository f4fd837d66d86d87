import { type Check, mustStayOn, setting } from "../checks";
import type { ResourceRule } from "../rule";
import { RDS_INSTANCE } from "../types";

const check: Check = mustStayOn("autoMinorVersionUpgrade", "it waits for someone to upgrade it");

export const rdsMinorUpgrades: ResourceRule = {
  name: "rds-minor-upgrades",
  pack: "reliability",
  description: "Databases take minor versions by themselves.",
  severity: "medium",
  frameworks: ["AWS FSBP RDS.13", "AWS FSBP RDS.35", "CIS AWS Foundations 2.2.2", "PCI DSS 6.3.3", "SOC 2 CC7.1"],
  why: "Minor versions are where security fixes come; nobody applies them by hand in time.",
  mend: "Leave autoMinorVersionUpgrade out, or set it to true, with a maintenanceWindow that suits you.",
  link: "https://docs.aws.amazon.com/securityhub/latest/userguide/rds-controls.html#rds-13",
  types: [RDS_INSTANCE, "aws:rds/clusterInstance:ClusterInstance"],
  level: "mandatory",
  levels: { dev: "advisory" },
  onUnknown: { behaviour: "passes", text: "An unknown autoMinorVersionUpgrade passes, and is judged at the update." },
  check,
  inPlace:
    "A flag that is set in place; the next minor version comes in the maintenance window, with a short failover.",
  remediate: setting("autoMinorVersionUpgrade", true, check),
};
