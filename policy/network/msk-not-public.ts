import { type Check, mustBeOneOf, setting } from "../checks";
import type { ResourceRule } from "../rule";
import { MSK_CLUSTER } from "../types";

const check: Check = mustBeOneOf(
  "brokerNodeGroupInfo.connectivityInfo.publicAccess.type",
  ["DISABLED", undefined],
  "its brokers have public addresses",
);

export const mskNotPublic: ResourceRule = {
  name: "msk-not-public",
  pack: "network",
  description: "Kafka brokers have no public addresses.",
  severity: "critical",
  frameworks: ["AWS FSBP MSK.4", "PCI DSS 1.4.4", "SOC 2 CC6.6", "GDPR Art. 32"],
  why: "A broker on the internet is one wrong ACL away from everyone reading every event.",
  mend: 'Leave publicAccess out, or set its type to "DISABLED".',
  link: "https://docs.aws.amazon.com/securityhub/latest/userguide/msk-controls.html#msk-4",
  types: [MSK_CLUSTER],
  level: "mandatory",
  onUnknown: { behaviour: "passes", text: "An unknown publicAccess type passes, and is judged at the update." },
  check,
  inPlace:
    "MSK takes public access away in place, broker by broker. Clients outside the VPC lose the way in, which is the aim.",
  remediate: setting("brokerNodeGroupInfo.connectivityInfo.publicAccess.type", "DISABLED", check),
};
