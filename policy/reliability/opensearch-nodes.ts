import { every, mustBeAtLeast, mustBeOn } from "../checks";
import type { ResourceRule } from "../rule";
import { OPENSEARCH_DOMAIN } from "../types";

export const opensearchNodes: ResourceRule = {
  name: "opensearch-nodes",
  pack: "reliability",
  description: "Production OpenSearch has three data nodes over two zones or more.",
  severity: "medium",
  frameworks: ["AWS FSBP Opensearch.6", "SOC 2 A1.2"],
  why: "With fewer, the loss of a node or a zone is the loss of shards.",
  mend: "Set clusterConfig { instanceCount: 3, zoneAwarenessEnabled: true }.",
  link: "https://docs.aws.amazon.com/securityhub/latest/userguide/opensearch-controls.html#opensearch-6",
  types: [OPENSEARCH_DOMAIN],
  level: "mandatory",
  levels: { dev: "disabled", staging: "advisory" },
  onUnknown: { behaviour: "judges-the-rest", text: "An unknown number or flag passes; the other one is judged." },
  check: every(
    mustBeAtLeast("clusterConfig.instanceCount", 3, (count) => `it has ${count} data nodes`, 1),
    mustBeOn("clusterConfig.zoneAwarenessEnabled", "its nodes may share a zone"),
  ),
};
