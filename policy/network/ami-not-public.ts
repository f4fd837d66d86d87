import { at } from "../read";
import type { ResourceRule } from "../rule";

export const amiNotPublic: ResourceRule = {
  name: "ami-not-public",
  pack: "network",
  description: "Images of machines are not public.",
  severity: "critical",
  frameworks: ["PCI DSS 1.4.4", "SOC 2 CC6.6", "GDPR Art. 32"],
  why: "A machine image holds what lay on the disk: code, keys, logs.",
  mend: "Share it with account ids or an organisation instead.",
  link: "https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/sharingamis-intro.html",
  types: ["aws:ec2/amiLaunchPermission:AmiLaunchPermission"],
  level: "mandatory",
  onUnknown: { behaviour: "passes", text: "An unknown group passes, and is judged at the update." },
  check: ({ props }) => (at(props, "group") === "all" ? ["every AWS account may start it"] : []),
};
