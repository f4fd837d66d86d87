import { GCP_INSTANCE, GCP_INSTANCE_TEMPLATE } from "../gcp-types";
import { dictsAt } from "../read";
import type { ResourceRule } from "../rule";

export const gcpInstanceNoPublicAddress: ResourceRule = {
  name: "gcp-instance-no-public-address",
  pack: "network",
  description: "Instances have no public address.",
  severity: "high",
  frameworks: ["CIS GCP Foundations 4.9", "PCI DSS 1.4.4", "SOC 2 CC6.6", "GDPR Art. 32"],
  why: "What is reached through a load balancer, or through IAP, needs none.",
  mend: "Leave accessConfigs out of networkInterfaces.",
  link: "https://cloud.google.com/compute/docs/ip-addresses",
  types: [GCP_INSTANCE, GCP_INSTANCE_TEMPLATE],
  level: "mandatory",
  onUnknown: { behaviour: "judges-the-rest", text: "An unknown interface passes; the others are judged." },
  check: ({ props }) =>
    dictsAt(props, "networkInterfaces").some((each) => dictsAt(each, "accessConfigs").length > 0)
      ? ["it has a public address"]
      : [],
};
