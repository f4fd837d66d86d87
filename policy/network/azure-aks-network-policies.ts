import { AZURE_CLUSTER } from "../azure-types";
import { mustBeOneOf } from "../checks";
import type { ResourceRule } from "../rule";

export const azureAksNetworkPolicies: ResourceRule = {
  name: "azure-aks-network-policies",
  pack: "network",
  description: "AKS enforces network policies.",
  severity: "high",
  frameworks: ["SOC 2 CC6.6"],
  why: "Without an engine behind them, network policies are accepted and do nothing.",
  mend: 'Set networkProfile.networkPolicy: "cilium", "azure" or "calico".',
  link: "https://learn.microsoft.com/azure/aks/use-network-policies",
  types: [AZURE_CLUSTER],
  level: "mandatory",
  onUnknown: { behaviour: "passes", text: "An unknown networkProfile passes, and is judged at the update." },
  check: mustBeOneOf(
    "networkProfile.networkPolicy",
    ["cilium", "azure", "calico"],
    "network policies do nothing in it",
  ),
};
