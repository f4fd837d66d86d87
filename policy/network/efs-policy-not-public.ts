import { mustNotBePublic } from "../checks";
import type { ResourceRule } from "../rule";

export const efsPolicyNotPublic: ResourceRule = {
  name: "efs-policy-not-public",
  pack: "network",
  description: "A file system's policy opens it to nobody outside.",
  severity: "high",
  frameworks: ["PCI DSS 1.3.1", "SOC 2 CC6.6"],
  why: 'An allowed principal "*" without a condition lets anyone who reaches a mount target read and write.',
  mend: "Name the accounts, roles or services, or add a condition such as aws:SourceArn.",
  link: "https://docs.aws.amazon.com/efs/latest/ug/access-control-block-public-access.html",
  types: ["aws:efs/fileSystemPolicy:FileSystemPolicy"],
  level: "mandatory",
  onUnknown: { behaviour: "passes", text: "An unknown policy, and an unknown condition, pass." },
  check: mustNotBePublic("policy"),
};
