import { type Check, isApplication, mustBeOn, setting, where } from "../checks";
import type { ResourceRule } from "../rule";
import { LOAD_BALANCERS } from "../types";

const check: Check = where(isApplication, mustBeOn("dropInvalidHeaderFields", "it passes invalid headers on"));

export const loadBalancerDropsInvalidHeaders: ResourceRule = {
  name: "load-balancer-drops-invalid-headers",
  pack: "network",
  description: "Application load balancers drop invalid headers.",
  severity: "medium",
  frameworks: ["AWS FSBP ELB.4", "PCI DSS 6.4.2", "SOC 2 CC6.6", "GDPR Art. 32"],
  why: "Headers that two servers read differently are how requests are smuggled past the first one.",
  mend: "Set dropInvalidHeaderFields: true.",
  link: "https://docs.aws.amazon.com/securityhub/latest/userguide/elb-controls.html#elb-4",
  types: LOAD_BALANCERS,
  level: "remediate",
  onUnknown: { behaviour: "passes", text: "An unknown dropInvalidHeaderFields passes, and is judged at the update." },
  check,
  inPlace: "An attribute of the load balancer, changed in place; only requests with malformed headers are affected.",
  remediate: setting("dropInvalidHeaderFields", true, check),
};
