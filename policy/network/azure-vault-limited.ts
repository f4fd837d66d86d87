import { AZURE_VAULT } from "../azure-types";
import { mustBeOneOf, where } from "../checks";
import { at, isUnknown } from "../read";
import type { ResourceRule } from "../rule";

export const azureVaultLimited: ResourceRule = {
  name: "azure-vault-limited",
  pack: "network",
  description: "Key vaults are reached from named networks only.",
  severity: "high",
  frameworks: ["CIS Azure Foundations 3.3.7", "PCI DSS 1.3.1", "SOC 2 CC6.6"],
  why: "With a leaked token, every secret is read from anywhere.",
  mend: 'Set properties.networkAcls.defaultAction: "Deny", or properties.publicNetworkAccess: "Disabled".',
  link: "https://learn.microsoft.com/azure/key-vault/general/network-security",
  types: [AZURE_VAULT],
  level: "mandatory",
  onUnknown: {
    behaviour: "passes",
    text: "An unknown networkAcls or publicNetworkAccess passes, and is judged at the update.",
  },
  check: where(
    (props) => {
      const access = at(props, "properties.publicNetworkAccess");
      return !isUnknown(access) && String(access).toLowerCase() !== "disabled";
    },
    mustBeOneOf("properties.networkAcls.defaultAction", ["Deny"], "every network may reach it"),
  ),
};
