import { AZURE_CLUSTER } from "../azure-types";
import { at, isTrue, isUnknown, partlyUnknown, stringsAt } from "../read";
import type { ResourceRule } from "../rule";

export const azureAksEndpointLimited: ResourceRule = {
  name: "azure-aks-endpoint-limited",
  pack: "network",
  description: "The cluster's endpoint is private, or open to named addresses only.",
  severity: "high",
  frameworks: ["PCI DSS 1.3.1", "SOC 2 CC6.6"],
  why: "An API server that the whole internet can reach is one leaked token from being lost.",
  mend: "Set apiServerAccessProfile.enablePrivateCluster: true (when it is made), or authorizedIPRanges.",
  link: "https://learn.microsoft.com/azure/aks/api-server-authorized-ip-ranges",
  types: [AZURE_CLUSTER],
  level: "mandatory",
  onUnknown: { behaviour: "passes", text: "Unknown settings, and a list with unknown ranges, pass." },
  check: ({ props }) => {
    const closed = at(props, "apiServerAccessProfile.enablePrivateCluster");
    if (isTrue(closed) || isUnknown(closed) || partlyUnknown(props, "apiServerAccessProfile.authorizedIPRanges"))
      return [];
    const ranges = stringsAt(props, "apiServerAccessProfile.authorizedIPRanges");
    return ranges.length === 0 || ranges.some((range) => range.endsWith("/0"))
      ? ["the whole internet can reach its API"]
      : [];
  },
};
