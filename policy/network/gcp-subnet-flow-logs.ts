import { type Check, mustBeGiven, setting, where } from "../checks";
import { GCP_SUBNETWORK } from "../gcp-types";
import { isMissing } from "../read";
import type { ResourceRule } from "../rule";

const check: Check = where(
  (props) => isMissing(props["purpose"]) || props["purpose"] === "PRIVATE",
  mustBeGiven("logConfig", "no flow log records its traffic"),
);

export const gcpSubnetFlowLogs: ResourceRule = {
  name: "gcp-subnet-flow-logs",
  pack: "network",
  description: "Subnets keep flow logs.",
  severity: "medium",
  frameworks: ["CIS GCP Foundations 3.8", "PCI DSS 10.2.1", "SOC 2 CC7.2"],
  why: "Without them nobody can tell afterwards who talked to whom.",
  mend: "Give logConfig, such as { aggregationInterval, flowSampling: 0.5 }.",
  link: "https://cloud.google.com/vpc/docs/flow-logs",
  types: [GCP_SUBNETWORK],
  level: "remediate",
  levels: { dev: "advisory" },
  onUnknown: {
    behaviour: "passes",
    text: "An unknown logConfig passes; subnets for proxies and Private Service Connect cannot log.",
  },
  check,
  inPlace: "Logging is switched on in place; packets are sampled, not delayed.",
  remediate: setting("logConfig", { aggregationInterval: "INTERVAL_10_MIN", flowSampling: 0.5 }, check),
};
