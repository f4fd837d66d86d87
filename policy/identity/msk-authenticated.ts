import { at, isMissing, isTrue } from "../read";
import type { ResourceRule } from "../rule";
import { MSK_CLUSTER } from "../types";

export const mskAuthenticated: ResourceRule = {
  name: "msk-authenticated",
  pack: "identity",
  description: "Kafka clients prove who they are.",
  severity: "high",
  frameworks: ["AWS FSBP MSK.6", "PCI DSS 8.2.2", "SOC 2 CC6.1"],
  why: "Any workload in the VPC could read and write every topic.",
  mend: "Set clientAuthentication.unauthenticated: false and one of sasl.iam, sasl.scram and tls.",
  link: "https://docs.aws.amazon.com/securityhub/latest/userguide/msk-controls.html#msk-6",
  types: [MSK_CLUSTER],
  level: "mandatory",
  onUnknown: { behaviour: "passes", text: "An unknown clientAuthentication passes, and is judged at the update." },
  check: ({ props }) => {
    const open = at(props, "clientAuthentication.unauthenticated");
    return isTrue(open) || isMissing(at(props, "clientAuthentication")) ? ["it lets clients in that name nobody"] : [];
  },
};
