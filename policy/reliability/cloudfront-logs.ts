import { mustBeGiven } from "../checks";
import type { ResourceRule } from "../rule";
import { CLOUDFRONT } from "../types";

export const cloudfrontLogs: ResourceRule = {
  name: "cloudfront-logs",
  pack: "reliability",
  description: "Distributions log requests.",
  severity: "medium",
  frameworks: ["AWS FSBP CloudFront.5", "PCI DSS 10.2.1", "SOC 2 CC7.2"],
  why: "What the edge answered itself is in no other log.",
  mend: "Give loggingConfig a bucket, or deliver logs with a LogDelivery (then switch this rule off).",
  link: "https://docs.aws.amazon.com/securityhub/latest/userguide/cloudfront-controls.html#cloudfront-5",
  types: [CLOUDFRONT],
  level: "advisory",
  levels: { dev: "disabled" },
  onUnknown: { behaviour: "passes", text: "An unknown loggingConfig passes, and is judged at the update." },
  check: mustBeGiven("loggingConfig.bucket", "it logs no requests"),
};
