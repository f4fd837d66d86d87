import { mustBeOneOf, where } from "../checks";
import { isMissing } from "../read";
import type { ResourceRule } from "../rule";
import { AUTOSCALING_GROUP } from "../types";

export const autoscalingHealthChecks: ResourceRule = {
  name: "autoscaling-health-checks",
  pack: "reliability",
  description: "Groups behind a load balancer take its health checks.",
  severity: "low",
  frameworks: ["AWS FSBP AutoScaling.1", "SOC 2 A1.2"],
  why: "An instance whose machine runs and whose program does not would never be replaced.",
  mend: 'Set healthCheckType: "ELB".',
  link: "https://docs.aws.amazon.com/securityhub/latest/userguide/autoscaling-controls.html#autoscaling-1",
  types: [AUTOSCALING_GROUP],
  level: "advisory",
  onUnknown: { behaviour: "passes", text: "An unknown healthCheckType passes, and is judged at the update." },
  check: where(
    (props) => !isMissing(props["targetGroupArns"]) || !isMissing(props["loadBalancers"]),
    mustBeOneOf("healthCheckType", ["ELB"], "it looks at the machine only"),
  ),
};
