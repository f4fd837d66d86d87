import { AZURE_CLUSTER } from "../azure-types";
import { mustBeOn } from "../checks";
import type { ResourceRule } from "../rule";

export const azureAksEntra: ResourceRule = {
  name: "azure-aks-entra",
  pack: "identity",
  description: "People sign in to AKS with Entra ID.",
  severity: "high",
  frameworks: ["SOC 2 CC6.1", "SOC 2 CC6.3"],
  why: "Otherwise who leaves the company keeps the way into the cluster.",
  mend: "Set aadProfile { managed: true, enableAzureRBAC: true }.",
  link: "https://learn.microsoft.com/azure/aks/enable-authentication-microsoft-entra-id",
  types: [AZURE_CLUSTER],
  level: "mandatory",
  onUnknown: { behaviour: "passes", text: "An unknown aadProfile passes, and is judged at the update." },
  check: mustBeOn("aadProfile.managed", "people do not sign in with Entra ID"),
};
