import { mustStayOn, where } from "../checks";
import type { ResourceRule } from "../rule";

export const configRecordsAll: ResourceRule = {
  name: "config-records-all",
  pack: "identity",
  description: "AWS Config records every kind of resource.",
  severity: "medium",
  frameworks: ["AWS FSBP Config.1", "CIS AWS Foundations 3.3", "PCI DSS 11.5.2", "SOC 2 CC7.1"],
  why: "What is not recorded can change without anyone being able to say when, or who did it.",
  mend: "Set recordingGroup { allSupported: true, includeGlobalResourceTypes: true }.",
  link: "https://docs.aws.amazon.com/securityhub/latest/userguide/config-controls.html#config-1",
  types: ["aws:cfg/recorder:Recorder"],
  level: "advisory",
  onUnknown: {
    behaviour: "passes",
    text: "An unknown recordingGroup passes; one that is left out records everything.",
  },
  check: where(
    (props) => props["recordingGroup"] !== undefined,
    mustStayOn("recordingGroup.allSupported", "it records some kinds of resources only"),
  ),
};
