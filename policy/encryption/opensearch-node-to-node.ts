import { mustBeOn } from "../checks";
import type { ResourceRule } from "../rule";
import { OPENSEARCH_DOMAIN } from "../types";

export const opensearchNodeToNode: ResourceRule = {
  name: "opensearch-node-to-node",
  pack: "encryption",
  description: "The nodes of an OpenSearch domain speak TLS to each other.",
  severity: "medium",
  frameworks: ["AWS FSBP Opensearch.3", "PCI DSS 4.2.1", "SOC 2 CC6.7", "GDPR Art. 32"],
  why: "Shards travel between nodes, and between zones, with all that is in them.",
  mend: "Set nodeToNodeEncryption.enabled: true.",
  link: "https://docs.aws.amazon.com/securityhub/latest/userguide/opensearch-controls.html#opensearch-3",
  types: [OPENSEARCH_DOMAIN],
  level: "mandatory",
  onUnknown: { behaviour: "passes", text: "An unknown nodeToNodeEncryption passes, and is judged at the update." },
  check: mustBeOn("nodeToNodeEncryption.enabled", "its nodes speak to each other in the clear"),
};
