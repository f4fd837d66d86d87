import { GCP_CLUSTER } from "../gcp-types";
import { at, isTrue, isUnknown } from "../read";
import type { ResourceRule } from "../rule";

export const gcpGkeNetworkPolicies: ResourceRule = {
  name: "gcp-gke-network-policies",
  pack: "network",
  description: "GKE enforces network policies.",
  severity: "high",
  frameworks: ["SOC 2 CC6.6"],
  why: "Without an engine behind them, network policies are accepted and do nothing.",
  mend: 'Set datapathProvider: "ADVANCED_DATAPATH" (when the cluster is made), or networkPolicy.enabled.',
  link: "https://cloud.google.com/kubernetes-engine/docs/concepts/dataplane-v2",
  types: [GCP_CLUSTER],
  level: "mandatory",
  onUnknown: {
    behaviour: "passes",
    text: "An unknown datapathProvider or networkPolicy passes; Autopilot enforces them always.",
  },
  check: ({ props }) => {
    const [path, policy] = [at(props, "datapathProvider"), at(props, "networkPolicy.enabled")];
    const enforced = path === "ADVANCED_DATAPATH" || isTrue(policy) || isTrue(props["enableAutopilot"]);
    return enforced || isUnknown(path) || isUnknown(policy) || isUnknown(props["enableAutopilot"])
      ? []
      : ["network policies do nothing in it"];
  },
};
