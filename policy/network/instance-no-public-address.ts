import { mustNotBeOn } from "../checks";
import type { ResourceRule } from "../rule";
import { EC2_INSTANCE } from "../types";

export const instanceNoPublicAddress: ResourceRule = {
  name: "instance-no-public-address",
  pack: "network",
  description: "Instances have no public address.",
  severity: "high",
  frameworks: ["AWS FSBP EC2.9", "PCI DSS 1.4.4", "SOC 2 CC6.6", "GDPR Art. 32"],
  why: "What is reached through a load balancer, or through Session Manager, needs none.",
  mend: "Set associatePublicIpAddress: false, and start it in a private subnet.",
  link: "https://docs.aws.amazon.com/securityhub/latest/userguide/ec2-controls.html#ec2-9",
  types: [EC2_INSTANCE],
  level: "mandatory",
  onUnknown: { behaviour: "passes", text: "An unknown associatePublicIpAddress passes, and is judged at the update." },
  check: mustNotBeOn("associatePublicIpAddress", "it has a public address"),
};
