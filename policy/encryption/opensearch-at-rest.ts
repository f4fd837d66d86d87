import { mustBeOn } from "../checks";
import type { ResourceRule } from "../rule";
import { OPENSEARCH_DOMAIN } from "../types";

export const opensearchAtRest: ResourceRule = {
  name: "opensearch-at-rest",
  pack: "encryption",
  description: "OpenSearch domains are encrypted at rest.",
  severity: "high",
  frameworks: ["AWS FSBP Opensearch.1", "PCI DSS 3.5.1", "SOC 2 CC6.1", "GDPR Art. 32"],
  why: "An index is a copy of the data that it makes searchable, and as worth protecting.",
  mend: "Set encryptAtRest.enabled: true (and kmsKeyId). It cannot be taken off again.",
  link: "https://docs.aws.amazon.com/securityhub/latest/userguide/opensearch-controls.html#opensearch-1",
  types: [OPENSEARCH_DOMAIN],
  level: "mandatory",
  onUnknown: { behaviour: "passes", text: "An unknown encryptAtRest passes, and is judged at the update." },
  check: mustBeOn("encryptAtRest.enabled", "it is not encrypted at rest"),
};
