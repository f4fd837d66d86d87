import { at, dictsAt, isUnknown, partlyUnknown } from "../read";
import type { ResourceRule } from "../rule";
import { OPENSEARCH_DOMAIN } from "../types";

export const opensearchLogs: ResourceRule = {
  name: "opensearch-logs",
  pack: "reliability",
  description: "OpenSearch keeps its error and audit logs.",
  severity: "medium",
  frameworks: ["AWS FSBP Opensearch.4", "AWS FSBP Opensearch.5", "PCI DSS 10.2.1", "SOC 2 CC7.2"],
  why: "Why a query failed, and who asked it, is written nowhere else.",
  mend: 'Add logPublishingOptions for "ES_APPLICATION_LOGS" and "AUDIT_LOGS".',
  link: "https://docs.aws.amazon.com/securityhub/latest/userguide/opensearch-controls.html#opensearch-4",
  types: [OPENSEARCH_DOMAIN],
  level: "mandatory",
  levels: { dev: "advisory" },
  onUnknown: { behaviour: "passes", text: "Options that are unknown, or hold unknown parts, pass." },
  check: ({ props }) => {
    if (partlyUnknown(props, "logPublishingOptions")) return [];
    const options = dictsAt(props, "logPublishingOptions").filter((option) => at(option, "enabled") !== false);
    if (options.some((option) => isUnknown(option["logType"]))) return [];
    return ["ES_APPLICATION_LOGS", "AUDIT_LOGS"]
      .filter((log) => !options.some((option) => option["logType"] === log))
      .map((log) => `its ${log} are not kept`);
  },
};
