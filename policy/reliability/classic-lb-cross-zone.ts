import { type Check, mustStayOn, setting } from "../checks";
import type { ResourceRule } from "../rule";
import { CLASSIC_LB } from "../types";

const check: Check = mustStayOn("crossZoneLoadBalancing", "it keeps requests in their zone");

export const classicLbCrossZone: ResourceRule = {
  name: "classic-lb-cross-zone",
  pack: "reliability",
  description: "Classic load balancers spread over all zones evenly.",
  severity: "medium",
  frameworks: ["AWS FSBP ELB.9", "SOC 2 A1.2"],
  why: "Otherwise a zone with fewer instances gets as many requests as one with more.",
  mend: "Leave crossZoneLoadBalancing out, or set it to true.",
  link: "https://docs.aws.amazon.com/securityhub/latest/userguide/elb-controls.html#elb-9",
  types: [CLASSIC_LB],
  level: "remediate",
  onUnknown: { behaviour: "passes", text: "An unknown crossZoneLoadBalancing passes, and is judged at the update." },
  check,
  inPlace: "An attribute, changed in place; no connection is cut.",
  remediate: setting("crossZoneLoadBalancing", true, check),
};
