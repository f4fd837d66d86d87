import { mustBeGiven } from "../checks";
import type { ResourceRule } from "../rule";
import { OPENSEARCH_DOMAIN } from "../types";

export const opensearchInVpc: ResourceRule = {
  name: "opensearch-in-vpc",
  pack: "network",
  description: "OpenSearch domains live in a VPC.",
  severity: "critical",
  frameworks: ["AWS FSBP Opensearch.2", "PCI DSS 1.4.4", "SOC 2 CC6.6", "GDPR Art. 32"],
  why: "A domain outside a VPC has a public endpoint for as long as it lives.",
  mend: "Give vpcOptions with private subnets and a security group. A domain cannot be moved later.",
  link: "https://docs.aws.amazon.com/securityhub/latest/userguide/opensearch-controls.html#opensearch-2",
  types: [OPENSEARCH_DOMAIN],
  level: "mandatory",
  onUnknown: { behaviour: "passes", text: "An unknown vpcOptions passes, and is judged at the update." },
  check: mustBeGiven("vpcOptions.subnetIds", "its endpoint is public"),
};
