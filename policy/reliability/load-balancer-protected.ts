import { mustBeOn, setting } from "../checks";
import type { ResourceRule } from "../rule";

const check = mustBeOn("enableDeletionProtection", "it is not protected from deletion");

export const loadBalancerProtected: ResourceRule = {
  name: "load-balancer-protected",
  pack: "reliability",
  description: "Load balancers are protected from deletion.",
  severity: "medium",
  frameworks: ["AWS FSBP ELB.6"],
  why: "A new load balancer has a new name: everything that points at the old one is down until DNS follows.",
  mend: "Set enableDeletionProtection: true.",
  link: "https://docs.aws.amazon.com/securityhub/latest/userguide/elb-controls.html#elb-6",
  types: ["aws:lb/loadBalancer:LoadBalancer", "aws:alb/loadBalancer:LoadBalancer"],
  level: "mandatory",
  levels: { dev: "disabled", staging: "advisory" },
  onUnknown: { behaviour: "passes", text: "An unknown enableDeletionProtection passes." },
  check,
  inPlace: "An attribute that is set in place. Deleting the load balancer then takes two steps, which is the aim.",
  remediate: setting("enableDeletionProtection", true, check),
};
