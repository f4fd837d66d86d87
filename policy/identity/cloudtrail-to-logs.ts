import { mustBeGiven } from "../checks";
import type { ResourceRule } from "../rule";
import { CLOUDTRAIL } from "../types";

export const cloudtrailToLogs: ResourceRule = {
  name: "cloudtrail-to-logs",
  pack: "identity",
  description: "Trails also go to CloudWatch Logs.",
  severity: "low",
  frameworks: ["AWS FSBP CloudTrail.5", "PCI DSS 10.2.1", "SOC 2 CC7.2"],
  why: "A file in a bucket wakes nobody; an alarm on a log does.",
  mend: "Give cloudWatchLogsGroupArn and cloudWatchLogsRoleArn.",
  link: "https://docs.aws.amazon.com/securityhub/latest/userguide/cloudtrail-controls.html#cloudtrail-5",
  types: [CLOUDTRAIL],
  level: "advisory",
  onUnknown: { behaviour: "passes", text: "An unknown cloudWatchLogsGroupArn passes, and is judged at the update." },
  check: mustBeGiven("cloudWatchLogsGroupArn", "no alarm can see it"),
};
