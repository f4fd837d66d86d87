import { isApplication, where } from "../checks";
import { at, isMissing, isTrue, isUnknown } from "../read";
import type { ResourceRule } from "../rule";
import { CLASSIC_LB, LOAD_BALANCERS } from "../types";

export const loadBalancerLogs: ResourceRule = {
  name: "load-balancer-logs",
  pack: "reliability",
  description: "Application and classic load balancers log requests.",
  severity: "medium",
  frameworks: ["AWS FSBP ELB.5", "PCI DSS 10.2.1", "SOC 2 CC7.2"],
  why: "Who asked what, and what it cost, is nowhere else to be found after an incident.",
  mend: "Give accessLogs with a bucket and enabled: true.",
  link: "https://docs.aws.amazon.com/securityhub/latest/userguide/elb-controls.html#elb-5",
  types: [...LOAD_BALANCERS, CLASSIC_LB],
  level: "advisory",
  levels: { dev: "disabled" },
  onUnknown: { behaviour: "passes", text: "An unknown accessLogs passes, and is judged at the update." },
  check: where(
    (props) => !isMissing(props["listeners"]) || isApplication(props),
    ({ props }) => {
      const on = at(props, "accessLogs.enabled");
      const classic = !isMissing(props["listeners"]) && on === undefined && !isMissing(at(props, "accessLogs.bucket"));
      return classic || isUnknown(on) || isTrue(on) ? [] : ["it logs no requests"];
    },
  ),
};
