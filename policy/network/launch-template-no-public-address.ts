import { dictsAt, isTrue } from "../read";
import type { ResourceRule } from "../rule";
import { LAUNCH_TEMPLATE } from "../types";

export const launchTemplateNoPublicAddress: ResourceRule = {
  name: "launch-template-no-public-address",
  pack: "network",
  description: "Launch templates give no public addresses.",
  severity: "high",
  frameworks: ["AWS FSBP EC2.25", "PCI DSS 1.4.4", "SOC 2 CC6.6", "GDPR Art. 32"],
  why: "Every node that a group starts from it would be on the internet.",
  mend: "Leave associatePublicIpAddress out of networkInterfaces, or set it to false.",
  link: "https://docs.aws.amazon.com/securityhub/latest/userguide/ec2-controls.html#ec2-25",
  types: [LAUNCH_TEMPLATE],
  level: "mandatory",
  onUnknown: { behaviour: "judges-the-rest", text: "An unknown interface or flag passes; the others are judged." },
  check: ({ props }) =>
    dictsAt(props, "networkInterfaces").some((each) => isTrue(each["associatePublicIpAddress"]))
      ? ["it gives instances a public address"]
      : [],
};
