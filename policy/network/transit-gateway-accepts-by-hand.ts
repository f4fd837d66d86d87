import { type Check, mustBeOneOf, setting } from "../checks";
import type { ResourceRule } from "../rule";

const check: Check = mustBeOneOf(
  "autoAcceptSharedAttachments",
  ["disable", undefined],
  "it accepts shared attachments by itself",
);

export const transitGatewayAcceptsByHand: ResourceRule = {
  name: "transit-gateway-accepts-by-hand",
  pack: "network",
  description: "A transit gateway accepts no attachment by itself.",
  severity: "high",
  frameworks: ["AWS FSBP EC2.23", "PCI DSS 1.3.1", "SOC 2 CC6.6"],
  why: "Whoever the gateway is shared with could join the network without anyone looking.",
  mend: 'Leave autoAcceptSharedAttachments out, or set "disable".',
  link: "https://docs.aws.amazon.com/securityhub/latest/userguide/ec2-controls.html#ec2-23",
  types: ["aws:ec2transitgateway/transitGateway:TransitGateway"],
  level: "remediate",
  onUnknown: {
    behaviour: "passes",
    text: "An unknown autoAcceptSharedAttachments passes, and is judged at the update.",
  },
  check,
  inPlace: "Changed in place; attachments that were accepted stay.",
  remediate: setting("autoAcceptSharedAttachments", "disable", check),
};
