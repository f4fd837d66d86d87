import { AZURE_CLUSTER } from "../azure-types";
import { dictsAt, partlyUnknown, stringsAt } from "../read";
import type { ResourceRule } from "../rule";

export const azureAksZones: ResourceRule = {
  name: "azure-aks-zones",
  pack: "reliability",
  description: "Production node pools spread over two zones or more.",
  severity: "high",
  frameworks: ["SOC 2 A1.2"],
  why: "With one zone, its loss takes every node.",
  mend: 'Give availabilityZones: ["1", "2", "3"] when the pool is made.',
  link: "https://learn.microsoft.com/azure/aks/availability-zones-overview",
  types: [AZURE_CLUSTER, "azure-native:containerservice:AgentPool"],
  level: "mandatory",
  levels: { dev: "disabled", staging: "advisory" },
  onUnknown: {
    behaviour: "judges-the-rest",
    text: "An unknown pool, or one with unknown zones, passes; the others are judged.",
  },
  check: ({ type, props }) =>
    (type.endsWith(":AgentPool") ? [props] : dictsAt(props, "agentPoolProfiles"))
      .filter((pool) => !partlyUnknown(pool, "availabilityZones") && stringsAt(pool, "availabilityZones").length < 2)
      .map((pool) => `pool ${String(pool["name"] ?? pool["agentPoolName"])} is not spread over zones`),
};
