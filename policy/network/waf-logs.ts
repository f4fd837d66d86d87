import type { StackRule } from "../rule";
import { WEB_ACL } from "../types";

export const wafLogs: StackRule = {
  name: "waf-logs",
  pack: "network",
  description: "Every web ACL logs what it decides.",
  severity: "low",
  frameworks: ["PCI DSS 10.2.1", "SOC 2 CC7.2", "GDPR Art. 32"],
  why: "Without logs a blocked customer, and a blocked attack, cannot be told apart afterwards.",
  mend: "Add a WebAclLoggingConfiguration with its resourceArn.",
  link: "https://docs.aws.amazon.com/waf/latest/developerguide/logging.html",
  types: [WEB_ACL],
  level: "advisory",
  onUnknown: {
    behaviour: "passes",
    text: "A configuration whose web ACL is not known yet may be this one's: it passes.",
  },
  checkStack: (stack) =>
    stack
      .ofType(WEB_ACL)
      .filter(
        (acl) =>
          stack.referring("aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration", "resourceArn", acl)
            .length === 0,
      )
      .map((resource) => ({ resource, message: "no logging configuration covers it" })),
};
