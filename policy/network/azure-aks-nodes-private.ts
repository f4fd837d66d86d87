import { AZURE_CLUSTER } from "../azure-types";
import { dictsAt, isTrue } from "../read";
import type { ResourceRule } from "../rule";

export const azureAksNodesPrivate: ResourceRule = {
  name: "azure-aks-nodes-private",
  pack: "network",
  description: "AKS nodes have private addresses only.",
  severity: "high",
  frameworks: ["PCI DSS 1.4.4", "SOC 2 CC6.6", "GDPR Art. 32"],
  why: "A node with a public address can be reached past every load balancer.",
  mend: "Leave enableNodePublicIP out.",
  link: "https://learn.microsoft.com/azure/aks/use-node-public-ips",
  types: [AZURE_CLUSTER, "azure-native:containerservice:AgentPool"],
  level: "mandatory",
  onUnknown: { behaviour: "judges-the-rest", text: "An unknown pool or flag passes; the others are judged." },
  check: ({ props }) =>
    [props, ...dictsAt(props, "agentPoolProfiles")]
      .filter((pool) => isTrue(pool["enableNodePublicIP"]))
      .map(() => "its nodes have public addresses"),
};
