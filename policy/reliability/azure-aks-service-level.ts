import { AZURE_CLUSTER } from "../azure-types";
import { type Check, mustBeOneOf, setting } from "../checks";
import type { ResourceRule } from "../rule";

const check: Check = mustBeOneOf("sku.tier", ["Standard", "Premium"], "its API has no service level");

export const azureAksServiceLevel: ResourceRule = {
  name: "azure-aks-service-level",
  pack: "reliability",
  description: "A production cluster's API has a service level.",
  severity: "low",
  frameworks: ["SOC 2 A1.2"],
  why: "On the free tier nobody promises that the API answers, and it is made smaller.",
  mend: 'Set sku { name: "Base", tier: "Standard" }.',
  link: "https://learn.microsoft.com/azure/aks/free-standard-pricing-tiers",
  types: [AZURE_CLUSTER],
  level: "mandatory",
  levels: { dev: "disabled", staging: "advisory" },
  onUnknown: { behaviour: "passes", text: "An unknown sku passes, and is judged at the update." },
  check,
  inPlace:
    "The tier is changed in place; nodes and pods are not touched. It costs what the price list says for an hour.",
  remediate: setting("sku", { name: "Base", tier: "Standard" }, check),
};
