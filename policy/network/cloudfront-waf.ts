import { mustBeGiven } from "../checks";
import type { ResourceRule } from "../rule";
import { CLOUDFRONT } from "../types";

export const cloudfrontWaf: ResourceRule = {
  name: "cloudfront-waf",
  pack: "network",
  description: "Distributions stand behind a web ACL.",
  severity: "medium",
  frameworks: ["AWS FSBP CloudFront.6", "PCI DSS 6.4.2", "SOC 2 CC6.6"],
  why: "The edge is where floods and scanners are turned away before they cost anything.",
  mend: "Give webAclId the ARN of a web ACL with scope CLOUDFRONT.",
  link: "https://docs.aws.amazon.com/securityhub/latest/userguide/cloudfront-controls.html#cloudfront-6",
  types: [CLOUDFRONT],
  level: "mandatory",
  levels: { dev: "disabled", staging: "advisory" },
  onUnknown: { behaviour: "passes", text: "An unknown webAclId passes, and is judged at the update." },
  check: mustBeGiven("webAclId", "no web ACL protects it"),
};
