import { AZURE_CLUSTER } from "../azure-types";
import { every, mustBeOneOf } from "../checks";
import type { ResourceRule } from "../rule";

export const azureAksUpgrades: ResourceRule = {
  name: "azure-aks-upgrades",
  pack: "reliability",
  description: "AKS upgrades itself.",
  severity: "medium",
  frameworks: ["PCI DSS 6.3.3", "SOC 2 CC7.1"],
  why: "Versions and node images with known holes stay until somebody looks.",
  mend: 'Set autoUpgradeProfile { upgradeChannel: "patch", nodeOSUpgradeChannel: "NodeImage" }.',
  link: "https://learn.microsoft.com/azure/aks/auto-upgrade-cluster",
  types: [AZURE_CLUSTER],
  level: "advisory",
  onUnknown: { behaviour: "judges-the-rest", text: "An unknown channel passes; the other one is judged." },
  check: every(
    mustBeOneOf("autoUpgradeProfile.upgradeChannel", ["patch", "stable", "rapid"], "it does not upgrade itself"),
    mustBeOneOf(
      "autoUpgradeProfile.nodeOSUpgradeChannel",
      ["NodeImage", "SecurityPatch", undefined],
      "its nodes are not patched",
    ),
  ),
};
