import { every, mustBeOn, mustBeOneOf } from "../checks";
import type { ResourceRule } from "../rule";
import { OPENSEARCH_DOMAIN } from "../types";

const MODERN = [
  "Policy-Min-TLS-1-2-2019-07",
  "Policy-Min-TLS-1-2-PFS-2023-10",
  "Policy-Min-TLS-1-2-RFC9151-FIPS-2024-08",
];

export const opensearchHttps: ResourceRule = {
  name: "opensearch-https",
  pack: "encryption",
  description: "OpenSearch answers HTTPS with TLS 1.2 or newer only.",
  severity: "high",
  frameworks: ["AWS FSBP Opensearch.8", "PCI DSS 4.2.1", "SOC 2 CC6.7", "GDPR Art. 32"],
  why: "A domain also answers plain HTTP unless it is told not to.",
  mend: 'Set domainEndpointOptions { enforceHttps: true, tlsSecurityPolicy: "Policy-Min-TLS-1-2-PFS-2023-10" }.',
  link: "https://docs.aws.amazon.com/securityhub/latest/userguide/opensearch-controls.html#opensearch-8",
  types: [OPENSEARCH_DOMAIN],
  level: "mandatory",
  onUnknown: {
    behaviour: "judges-the-rest",
    text: "Unknown domainEndpointOptions pass; what is known of them is judged.",
  },
  check: every(
    mustBeOn("domainEndpointOptions.enforceHttps", "it answers plain HTTP"),
    mustBeOneOf("domainEndpointOptions.tlsSecurityPolicy", MODERN, "it accepts TLS older than 1.2"),
  ),
};
