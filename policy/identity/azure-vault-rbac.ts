import { AZURE_VAULT } from "../azure-types";
import { mustBeOn } from "../checks";
import type { ResourceRule } from "../rule";

export const azureVaultRbac: ResourceRule = {
  name: "azure-vault-rbac",
  pack: "identity",
  description: "Key vaults go by roles, not by access policies.",
  severity: "medium",
  frameworks: ["CIS Azure Foundations 3.3.6", "SOC 2 CC6.3"],
  why: "Whoever may write to the vault can give himself an access policy, and so every secret.",
  mend: "Set properties.enableRbacAuthorization: true, after the policies were turned into role assignments.",
  link: "https://learn.microsoft.com/azure/key-vault/general/rbac-guide",
  types: [AZURE_VAULT],
  level: "mandatory",
  onUnknown: { behaviour: "passes", text: "An unknown enableRbacAuthorization passes, and is judged at the update." },
  check: mustBeOn("properties.enableRbacAuthorization", "it goes by access policies"),
};
