import { type Check, mustStayOn, setting, where } from "../checks";
import { isMissing } from "../read";
import type { ResourceRule } from "../rule";
import { SQS_QUEUE } from "../types";

const check: Check = where(
  (props) => isMissing(props["kmsMasterKeyId"]),
  mustStayOn("sqsManagedSseEnabled", "its messages are not encrypted"),
);

export const sqsEncrypted: ResourceRule = {
  name: "sqs-encrypted",
  pack: "encryption",
  description: "Queues are encrypted at rest.",
  severity: "medium",
  frameworks: ["AWS FSBP SQS.1", "PCI DSS 3.5.1", "SOC 2 CC6.1", "GDPR Art. 32"],
  why: "Messages hold orders, addresses and tokens, and lie in the queue for up to two weeks.",
  mend: "Leave sqsManagedSseEnabled out (it is on by itself), or give kmsMasterKeyId.",
  link: "https://docs.aws.amazon.com/securityhub/latest/userguide/sqs-controls.html#sqs-1",
  types: [SQS_QUEUE],
  level: "remediate",
  onUnknown: {
    behaviour: "passes",
    text: "An unknown sqsManagedSseEnabled or kmsMasterKeyId passes, and is judged at the update.",
  },
  check,
  inPlace: "SQS encrypts new messages from then on, in place; senders and receivers notice nothing.",
  remediate: setting("sqsManagedSseEnabled", true, check),
};
