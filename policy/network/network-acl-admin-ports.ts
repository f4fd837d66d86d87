import { at, type Dict, dictsAt, isTrue, isUnknown } from "../read";
import type { ResourceRule } from "../rule";

const ADMIN = [22, 3389];

const isOpen = (entry: Dict, action: unknown): boolean =>
  action === "allow" &&
  [at(entry, "cidrBlock"), at(entry, "ipv6CidrBlock")].some((source) => source === "0.0.0.0/0" || source === "::/0");

const portsOf = (entry: Dict): readonly number[] => {
  if (["-1", "all", -1].includes(at(entry, "protocol") as string | number)) return ADMIN;
  const [from, to] = [at(entry, "fromPort"), at(entry, "toPort")];
  return ADMIN.filter((port) => typeof from === "number" && typeof to === "number" && from <= port && port <= to);
};

export const networkAclAdminPorts: ResourceRule = {
  name: "network-acl-admin-ports",
  pack: "network",
  description: "Network ACLs do not let the internet in on SSH and RDP.",
  severity: "medium",
  frameworks: ["AWS FSBP EC2.21", "CIS AWS Foundations 5.2", "PCI DSS 1.3.1", "SOC 2 CC6.6"],
  why: "The ACL is the second wall: it should hold where a security group was opened by mistake.",
  mend: "Take ports 22 and 3389 out of the range, or name the source.",
  link: "https://docs.aws.amazon.com/securityhub/latest/userguide/ec2-controls.html#ec2-21",
  types: ["aws:ec2/networkAcl:NetworkAcl", "aws:ec2/networkAclRule:NetworkAclRule"],
  level: "mandatory",
  onUnknown: {
    behaviour: "judges-the-rest",
    text: "An entry with an unknown action, source or port passes; the others are judged.",
  },
  check: ({ type, props }) =>
    (type.includes("networkAclRule")
      ? isTrue(props["egress"]) || isUnknown(props["egress"])
        ? []
        : [{ entry: props, action: at(props, "ruleAction") }]
      : dictsAt(props, "ingress").map((entry) => ({ entry, action: at(entry, "action") }))
    )
      .filter(({ entry, action }) => isOpen(entry, action))
      .flatMap(({ entry }) => portsOf(entry))
      .map((port) => `it lets the whole internet in on port ${port}`),
};
