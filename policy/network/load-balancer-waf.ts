import { isApplication } from "../checks";
import { isTrue, isUnknown } from "../read";
import type { StackRule } from "../rule";
import { LOAD_BALANCERS } from "../types";

export const loadBalancerWaf: StackRule = {
  name: "load-balancer-waf",
  pack: "network",
  description: "Public application load balancers stand behind a web ACL.",
  severity: "medium",
  frameworks: ["PCI DSS 6.4.2", "SOC 2 CC6.6"],
  why: "They are the public entry: what no rule turns away reaches the workloads.",
  mend: "Add a WebAclAssociation with its ARN, or make it internal.",
  link: "https://docs.aws.amazon.com/waf/latest/developerguide/waf-chapter.html",
  types: LOAD_BALANCERS,
  level: "advisory",
  levels: { dev: "disabled" },
  onUnknown: {
    behaviour: "passes",
    text: "An association whose load balancer is not known yet may be this one's: it passes; so does an unknown internal.",
  },
  checkStack: (stack) =>
    stack
      .ofType(...LOAD_BALANCERS)
      .filter(({ props }) => isApplication(props) && !isTrue(props["internal"]) && !isUnknown(props["internal"]))
      .filter(
        (balancer) =>
          stack.referring("aws:wafv2/webAclAssociation:WebAclAssociation", "resourceArn", balancer).length === 0,
      )
      .map((resource) => ({ resource, message: "no web ACL protects it" })),
};
