import { mustNotBePublic } from "../checks";
import type { ResourceRule } from "../rule";

export const snsPolicyNotPublic: ResourceRule = {
  name: "sns-policy-not-public",
  pack: "network",
  description: "A topic's policy opens it to nobody outside.",
  severity: "high",
  frameworks: ["AWS FSBP SNS.4", "PCI DSS 1.3.1", "SOC 2 CC6.6"],
  why: 'An allowed principal "*" without a condition lets any account publish to it, or read along.',
  mend: "Name the accounts, roles or services, or add a condition such as aws:SourceArn.",
  link: "https://docs.aws.amazon.com/securityhub/latest/userguide/sns-controls.html#sns-4",
  types: ["aws:sns/topic:Topic", "aws:sns/topicPolicy:TopicPolicy"],
  level: "mandatory",
  onUnknown: { behaviour: "passes", text: "An unknown policy, and an unknown condition, pass." },
  check: mustNotBePublic("policy"),
};
