import { AZURE_CLUSTER } from "../azure-types";
import { type Check, mustBeOn, setting } from "../checks";
import type { ResourceRule } from "../rule";

const check: Check = mustBeOn("addonProfiles.azurepolicy.enabled", "Azure Policy has no say in it");

export const azureAksPolicyAddon: ResourceRule = {
  name: "azure-aks-policy-addon",
  pack: "supply-chain",
  description: "AKS refuses what Azure Policy forbids.",
  severity: "medium",
  frameworks: ["SOC 2 CC8.1"],
  why: "Otherwise the rules for images and pods hold for nobody who goes past the pipeline.",
  mend: "Set addonProfiles.azurepolicy.enabled: true.",
  link: "https://learn.microsoft.com/azure/governance/policy/concepts/policy-for-kubernetes",
  types: [AZURE_CLUSTER],
  level: "advisory",
  onUnknown: { behaviour: "passes", text: "An unknown addonProfiles passes, and is judged at the update." },
  check,
  inPlace: "An add-on is installed in place; it judges what comes from then on, and stops nothing that runs.",
  remediate: setting("addonProfiles.azurepolicy.enabled", true, check),
};
