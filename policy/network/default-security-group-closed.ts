import { dictsAt } from "../read";
import type { ResourceRule } from "../rule";

export const defaultSecurityGroupClosed: ResourceRule = {
  name: "default-security-group-closed",
  pack: "network",
  description: "A VPC's default security group lets nothing through.",
  severity: "high",
  frameworks: ["AWS FSBP EC2.2"],
  why: "Whatever is made without a group of its own lands in it.",
  mend: "Leave ingress and egress out of the DefaultSecurityGroup.",
  link: "https://docs.aws.amazon.com/securityhub/latest/userguide/ec2-controls.html#ec2-2",
  types: ["aws:ec2/defaultSecurityGroup:DefaultSecurityGroup"],
  level: "mandatory",
  onUnknown: { behaviour: "judges-the-rest", text: "Unknown rules pass; the direction that is known is judged." },
  check: ({ props }) =>
    ["ingress", "egress"]
      .filter((direction) => dictsAt(props, direction).length > 0)
      .map((direction) => `it has ${direction} rules`),
};
