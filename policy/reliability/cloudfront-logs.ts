import { at, isMissing } from "../read";
import type { StackRule } from "../rule";
import { CLOUDFRONT } from "../types";

const DELIVERY = "aws:cloudwatch/logDeliverySource:LogDeliverySource";

export const cloudfrontLogs: StackRule = {
  name: "cloudfront-logs",
  pack: "reliability",
  description: "Distributions log requests.",
  severity: "medium",
  frameworks: ["AWS FSBP CloudFront.5", "PCI DSS 10.2.1", "SOC 2 CC7.2"],
  why: "What the edge answered itself is in no other log.",
  mend: "Add a LogDeliverySource with its ARN as resourceArn, or give loggingConfig a bucket.",
  link: "https://docs.aws.amazon.com/securityhub/latest/userguide/cloudfront-controls.html#cloudfront-5",
  types: [CLOUDFRONT],
  level: "advisory",
  levels: { dev: "disabled" },
  onUnknown: {
    behaviour: "passes",
    text: "An unknown loggingConfig passes; so does a delivery whose distribution is not known yet.",
  },
  checkStack: (stack) =>
    stack
      .ofType(CLOUDFRONT)
      .filter(({ props }) => isMissing(at(props, "loggingConfig.bucket")))
      .filter((distribution) => stack.referring(DELIVERY, "resourceArn", distribution).length === 0)
      .map((resource) => ({ resource, message: "it logs no requests" })),
};
