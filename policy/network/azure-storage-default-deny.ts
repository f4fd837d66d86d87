import { AZURE_STORAGE } from "../azure-types";
import { mustBeOneOf, where } from "../checks";
import { isUnknown } from "../read";
import type { ResourceRule } from "../rule";

export const azureStorageDefaultDeny: ResourceRule = {
  name: "azure-storage-default-deny",
  pack: "network",
  description: "Storage accounts are reached from named networks only.",
  severity: "high",
  frameworks: ["CIS Azure Foundations 4.7", "CIS Azure Foundations 4.6", "PCI DSS 1.3.1", "SOC 2 CC6.6"],
  why: "With a leaked key or token, everything is read from anywhere.",
  mend: 'Set networkRuleSet.defaultAction: "Deny", or publicNetworkAccess: "Disabled" with private endpoints.',
  link: "https://learn.microsoft.com/azure/storage/common/storage-network-security",
  types: [AZURE_STORAGE],
  level: "mandatory",
  onUnknown: {
    behaviour: "passes",
    text: "An unknown networkRuleSet or publicNetworkAccess passes, and is judged at the update.",
  },
  check: where(
    (props) => !isUnknown(props["publicNetworkAccess"]) && props["publicNetworkAccess"] !== "Disabled",
    mustBeOneOf("networkRuleSet.defaultAction", ["Deny"], "every network may reach it"),
  ),
};
