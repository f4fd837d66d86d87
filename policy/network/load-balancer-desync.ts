import { type Check, mustBeOneOf, setting } from "../checks";
import type { ResourceRule } from "../rule";
import { CLASSIC_LB, LOAD_BALANCERS } from "../types";

const check: Check = mustBeOneOf(
  "desyncMitigationMode",
  ["defensive", "strictest", undefined],
  "it passes ambiguous requests on",
);

export const loadBalancerDesync: ResourceRule = {
  name: "load-balancer-desync",
  pack: "network",
  description: "Load balancers turn ambiguous requests away.",
  severity: "medium",
  frameworks: ["AWS FSBP ELB.12", "AWS FSBP ELB.14", "SOC 2 CC6.6"],
  why: "In monitor mode, requests that smuggle another one inside are passed on.",
  mend: 'Leave desyncMitigationMode out ("defensive"), or set "strictest".',
  link: "https://docs.aws.amazon.com/securityhub/latest/userguide/elb-controls.html#elb-12",
  types: [...LOAD_BALANCERS, CLASSIC_LB],
  level: "remediate",
  onUnknown: { behaviour: "passes", text: "An unknown desyncMitigationMode passes, and is judged at the update." },
  check,
  inPlace: "An attribute of the load balancer, changed in place; requests that keep to the standard are not affected.",
  remediate: setting("desyncMitigationMode", "defensive", check),
};
