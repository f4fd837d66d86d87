import { partlyUnknown, stringsAt } from "../read";
import type { ResourceRule } from "../rule";
import { DOCDB_CLUSTER } from "../types";

export const docdbAuditLogs: ResourceRule = {
  name: "docdb-audit-logs",
  pack: "reliability",
  description: "DocumentDB sends its audit log to CloudWatch.",
  severity: "medium",
  frameworks: ["AWS FSBP DocumentDB.4", "PCI DSS 10.2.1", "SOC 2 CC7.2"],
  why: "Who read what is written nowhere else.",
  mend: 'Set enabledCloudwatchLogsExports: ["audit"], and the parameter audit_logs.',
  link: "https://docs.aws.amazon.com/securityhub/latest/userguide/documentdb-controls.html#documentdb-4",
  types: [DOCDB_CLUSTER],
  level: "mandatory",
  levels: { dev: "advisory" },
  onUnknown: {
    behaviour: "passes",
    text: "An unknown enabledCloudwatchLogsExports passes, and is judged at the update.",
  },
  check: ({ props }) =>
    partlyUnknown(props, "enabledCloudwatchLogsExports") ||
    stringsAt(props, "enabledCloudwatchLogsExports").includes("audit")
      ? []
      : ["its audit log is not kept"],
};
