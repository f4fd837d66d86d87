import { mustBeGiven, where } from "../checks";
import { at, isMissing } from "../read";
import type { ResourceRule } from "../rule";
import { WEB_ACL } from "../types";

export const wafHasRules: ResourceRule = {
  name: "waf-has-rules",
  pack: "network",
  description: "A web ACL has rules.",
  severity: "medium",
  frameworks: ["AWS FSBP WAF.10", "PCI DSS 6.4.2", "SOC 2 CC6.6"],
  why: "One without rules looks like protection, costs like it, and lets everything through.",
  mend: "Add managed rule groups, such as AWSManagedRulesCommonRuleSet.",
  link: "https://docs.aws.amazon.com/securityhub/latest/userguide/waf-controls.html#waf-10",
  types: [WEB_ACL],
  level: "mandatory",
  onUnknown: { behaviour: "passes", text: "Unknown rules pass; an ACL that blocks by default needs none." },
  check: where(
    (props) => isMissing(at(props, "defaultAction.block")) && isMissing(props["ruleJson"]),
    mustBeGiven("rules", "it has no rules"),
  ),
};
