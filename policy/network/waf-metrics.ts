import { type Check, mustBeOn, setting } from "../checks";
import type { ResourceRule } from "../rule";
import { WEB_ACL } from "../types";

const check: Check = mustBeOn("visibilityConfig.cloudwatchMetricsEnabled", "it writes no metrics");

export const wafMetrics: ResourceRule = {
  name: "waf-metrics",
  pack: "network",
  description: "Web ACLs count what they see.",
  severity: "low",
  frameworks: ["AWS FSBP WAF.12", "SOC 2 CC7.2"],
  why: "Without metrics nobody notices an attack, nor a rule that blocks customers.",
  mend: "Set visibilityConfig.cloudwatchMetricsEnabled: true.",
  link: "https://docs.aws.amazon.com/securityhub/latest/userguide/waf-controls.html#waf-12",
  types: [WEB_ACL, "aws:wafv2/ruleGroup:RuleGroup"],
  level: "remediate",
  onUnknown: { behaviour: "passes", text: "An unknown visibilityConfig passes, and is judged at the update." },
  check,
  inPlace: "A counter is switched on in place; no request is treated differently.",
  remediate: setting("visibilityConfig.cloudwatchMetricsEnabled", true, check),
};
