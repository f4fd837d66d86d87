import { type Check, mustStayOn, setting } from "../checks";
import type { ResourceRule } from "../rule";

const check: Check = mustStayOn("enable", "it is suspended");

export const guarddutyOn: ResourceRule = {
  name: "guardduty-on",
  pack: "identity",
  description: "GuardDuty detectors are switched on.",
  severity: "high",
  frameworks: ["AWS FSBP GuardDuty.1", "PCI DSS 11.5.1", "SOC 2 CC7.2"],
  why: "A suspended detector finds nothing, and looks as if there were nothing to find.",
  mend: "Set enable: true, or leave it out.",
  link: "https://docs.aws.amazon.com/securityhub/latest/userguide/guardduty-controls.html#guardduty-1",
  types: ["aws:guardduty/detector:Detector"],
  level: "remediate",
  onUnknown: { behaviour: "passes", text: "An unknown enable passes, and is judged at the update." },
  check,
  inPlace: "The detector goes on in place; it reads logs and touches nothing.",
  remediate: setting("enable", true, check),
};
