import { AZURE_CLUSTER } from "../azure-types";
import { mustBeOn } from "../checks";
import type { ResourceRule } from "../rule";

export const azureAksNoLocalAccounts: ResourceRule = {
  name: "azure-aks-no-local-accounts",
  pack: "identity",
  description: "AKS knows no local accounts.",
  severity: "high",
  frameworks: ["PCI DSS 8.2.2", "SOC 2 CC6.1"],
  why: "The certificate of the local administrator never expires for those who copied it, and names nobody in the audit log.",
  mend: "Set disableLocalAccounts: true, with aadProfile.",
  link: "https://learn.microsoft.com/azure/aks/manage-local-accounts-managed-azure-ad",
  types: [AZURE_CLUSTER],
  level: "mandatory",
  onUnknown: { behaviour: "passes", text: "An unknown disableLocalAccounts passes, and is judged at the update." },
  check: mustBeOn("disableLocalAccounts", "it has a local administrator"),
};
