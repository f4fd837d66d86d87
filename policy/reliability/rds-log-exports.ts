import { mustBeGiven } from "../checks";
import type { ResourceRule } from "../rule";
import { RDS_CLUSTER, RDS_INSTANCE } from "../types";

export const rdsLogExports: ResourceRule = {
  name: "rds-log-exports",
  pack: "reliability",
  description: "Databases send their logs to CloudWatch.",
  severity: "medium",
  frameworks: ["AWS FSBP RDS.9", "AWS FSBP RDS.36", "PCI DSS 10.2.1", "SOC 2 CC7.2", "GDPR Art. 32"],
  why: "What stays on the instance is gone with it, and nobody can search it.",
  mend: 'Set enabledCloudwatchLogsExports, such as ["postgresql", "upgrade"].',
  link: "https://docs.aws.amazon.com/securityhub/latest/userguide/rds-controls.html#rds-9",
  types: [RDS_INSTANCE, RDS_CLUSTER],
  level: "advisory",
  levels: { dev: "advisory" },
  onUnknown: {
    behaviour: "passes",
    text: "An unknown enabledCloudwatchLogsExports passes, and is judged at the update.",
  },
  check: mustBeGiven("enabledCloudwatchLogsExports", "its logs stay on the instance"),
};
