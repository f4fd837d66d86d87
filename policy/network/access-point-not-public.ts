import { every, mustStayOn } from "../checks";
import type { ResourceRule } from "../rule";

export const accessPointNotPublic: ResourceRule = {
  name: "access-point-not-public",
  pack: "network",
  description: "S3 access points block public access.",
  severity: "high",
  frameworks: ["AWS FSBP S3.19", "PCI DSS 1.3.1", "SOC 2 CC6.6"],
  why: "An access point has a policy of its own, beside that of the bucket; its flags cannot be changed later.",
  mend: "Leave publicAccessBlockConfiguration out: all four flags are on then.",
  link: "https://docs.aws.amazon.com/securityhub/latest/userguide/s3-controls.html#s3-19",
  types: ["aws:s3/accessPoint:AccessPoint"],
  level: "mandatory",
  onUnknown: { behaviour: "judges-the-rest", text: "An unknown flag passes; the other flags are judged." },
  check: every(
    ...["blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets"].map((flag) =>
      mustStayOn(`publicAccessBlockConfiguration.${flag}`, `${flag} is off`),
    ),
  ),
};
