import { mustBeGiven, where } from "../checks";
import { at, isMissing } from "../read";
import type { ResourceRule } from "../rule";
import { EKS_NODE_GROUP } from "../types";

export const nodeGroupSshLimited: ResourceRule = {
  name: "node-group-ssh-limited",
  pack: "network",
  description: "SSH to managed nodes is open to named security groups only.",
  severity: "high",
  frameworks: ["PCI DSS 1.3.1", "SOC 2 CC6.6"],
  why: "With a key and no source, EKS opens port 22 of every node to the internet.",
  mend: "Leave remoteAccess out (Session Manager needs none), or give sourceSecurityGroupIds.",
  link: "https://docs.aws.amazon.com/eks/latest/userguide/create-managed-node-group.html",
  types: [EKS_NODE_GROUP],
  level: "mandatory",
  onUnknown: { behaviour: "passes", text: "An unknown remoteAccess passes, and is judged at the update." },
  check: where(
    (props) => !isMissing(at(props, "remoteAccess.ec2SshKey")),
    mustBeGiven("remoteAccess.sourceSecurityGroupIds", "the whole internet may reach port 22 of its nodes"),
  ),
};
