import { every, mustBeOneOf, mustStayOn } from "../checks";
import type { ResourceRule } from "../rule";
import { MSK_CLUSTER } from "../types";

export const mskInTransit: ResourceRule = {
  name: "msk-in-transit",
  pack: "encryption",
  description: "Kafka brokers accept TLS only, from clients and from each other.",
  severity: "high",
  frameworks: ["AWS FSBP MSK.1", "PCI DSS 4.2.1", "SOC 2 CC6.7", "GDPR Art. 32"],
  why: "Events cross the network with everything that they carry.",
  mend: 'Leave encryptionInfo.encryptionInTransit out, or set clientBroker: "TLS" and inCluster: true.',
  link: "https://docs.aws.amazon.com/securityhub/latest/userguide/msk-controls.html#msk-1",
  types: [MSK_CLUSTER],
  level: "mandatory",
  onUnknown: { behaviour: "judges-the-rest", text: "Unknown settings pass; what is known of them is judged." },
  check: every(
    mustBeOneOf(
      "encryptionInfo.encryptionInTransit.clientBroker",
      ["TLS", undefined],
      "its clients may connect without TLS",
    ),
    mustStayOn("encryptionInfo.encryptionInTransit.inCluster", "its brokers speak to each other in the clear"),
  ),
};
