import { isMissing } from "../read";
import type { StackRule } from "../rule";
import { ROUTE53_ZONE } from "../types";

export const zoneQueryLog: StackRule = {
  name: "zone-query-log",
  pack: "reliability",
  description: "Public DNS zones log queries.",
  severity: "low",
  frameworks: ["AWS FSBP Route53.2", "PCI DSS 10.2.1", "SOC 2 CC7.2"],
  why: "Who asks for names that are not there is often the first sign of somebody looking around.",
  mend: "Add a QueryLog with its zoneId.",
  link: "https://docs.aws.amazon.com/securityhub/latest/userguide/route53-controls.html#route53-2",
  types: [ROUTE53_ZONE],
  level: "advisory",
  levels: { dev: "disabled" },
  onUnknown: {
    behaviour: "passes",
    text: "A log whose zone is not known yet may be this one's, and a zone with unknown VPCs may be private: both pass.",
  },
  checkStack: (stack) =>
    stack
      .ofType(ROUTE53_ZONE)
      .filter(({ props }) => isMissing(props["vpcs"]))
      .filter((zone) => stack.referring("aws:route53/queryLog:QueryLog", "zoneId", zone).length === 0)
      .map((resource) => ({ resource, message: "no log records its queries" })),
};
