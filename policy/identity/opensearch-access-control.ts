import { mustBeOn } from "../checks";
import type { ResourceRule } from "../rule";
import { OPENSEARCH_DOMAIN } from "../types";

export const opensearchAccessControl: ResourceRule = {
  name: "opensearch-access-control",
  pack: "identity",
  description: "OpenSearch tells its users apart.",
  severity: "high",
  frameworks: ["AWS FSBP Opensearch.7", "PCI DSS 7.2.1", "SOC 2 CC6.1"],
  why: "Without fine-grained access control, whoever reaches the endpoint reads every index.",
  mend: "Set advancedSecurityOptions.enabled: true with a master user.",
  link: "https://docs.aws.amazon.com/securityhub/latest/userguide/opensearch-controls.html#opensearch-7",
  types: [OPENSEARCH_DOMAIN],
  level: "mandatory",
  onUnknown: { behaviour: "passes", text: "An unknown advancedSecurityOptions passes, and is judged at the update." },
  check: mustBeOn("advancedSecurityOptions.enabled", "it does not tell its users apart"),
};
