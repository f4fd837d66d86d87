import { mustBeAtLeast } from "../checks";
import type { ResourceRule } from "../rule";
import { RDS_INSTANCE } from "../types";

export const rdsMonitored: ResourceRule = {
  name: "rds-monitored",
  pack: "reliability",
  description: "Databases report what their operating system does.",
  severity: "low",
  frameworks: ["AWS FSBP RDS.6", "SOC 2 CC7.2"],
  why: "CPU steal, swap and the process list explain outages that the database's own figures do not.",
  mend: "Set monitoringInterval (1 to 60 seconds) and monitoringRoleArn.",
  link: "https://docs.aws.amazon.com/securityhub/latest/userguide/rds-controls.html#rds-6",
  types: [RDS_INSTANCE],
  level: "advisory",
  levels: { dev: "disabled" },
  onUnknown: { behaviour: "passes", text: "An unknown monitoringInterval passes, and is judged at the update." },
  check: mustBeAtLeast("monitoringInterval", 1, () => "it is not monitored beyond its own figures"),
};
