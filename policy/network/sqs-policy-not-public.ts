import { mustNotBePublic } from "../checks";
import type { ResourceRule } from "../rule";
import { SQS_QUEUE } from "../types";

export const sqsPolicyNotPublic: ResourceRule = {
  name: "sqs-policy-not-public",
  pack: "network",
  description: "A queue's policy opens it to nobody outside.",
  severity: "critical",
  frameworks: ["AWS FSBP SQS.3", "PCI DSS 1.3.1", "SOC 2 CC6.6"],
  why: 'An allowed principal "*" without a condition lets any account read, send and purge messages.',
  mend: "Name the accounts, roles or services, or add a condition such as aws:SourceArn.",
  link: "https://docs.aws.amazon.com/securityhub/latest/userguide/sqs-controls.html#sqs-3",
  types: [SQS_QUEUE, "aws:sqs/queuePolicy:QueuePolicy"],
  level: "mandatory",
  onUnknown: { behaviour: "passes", text: "An unknown policy, and an unknown condition, pass." },
  check: mustNotBePublic("policy"),
};
