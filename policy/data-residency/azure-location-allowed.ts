import {
  AZURE_CLUSTER,
  AZURE_COSMOS,
  AZURE_MANAGED_REDIS,
  AZURE_POSTGRES,
  AZURE_REDIS,
  AZURE_REGISTRY,
  AZURE_SQL,
  AZURE_STORAGE,
  AZURE_VAULT,
  AZURE_VM,
} from "../azure-types";
import { isOutside, lies } from "../places";
import type { ResourceRule } from "../rule";

export const azureLocationAllowed: ResourceRule = {
  name: "azure-location-allowed",
  pack: "data-residency",
  description: "What holds data on Azure is in an allowed place.",
  severity: "high",
  frameworks: ["GDPR Art. 44", "SOC 2 C1.1"],
  why: "Personal data that is kept outside the agreed regions needs a legal ground of its own, and a contract that names the place.",
  mend: "Move it into one of the regions in slipway:policy.regions, or add the region there.",
  link: "https://learn.microsoft.com/azure/governance/policy/samples/built-in-policies#general",
  types: [
    AZURE_POSTGRES,
    AZURE_STORAGE,
    AZURE_CLUSTER,
    AZURE_VAULT,
    AZURE_REGISTRY,
    AZURE_SQL,
    AZURE_VM,
    AZURE_MANAGED_REDIS,
    ...AZURE_REDIS,
    ...AZURE_COSMOS,
    "azure-native:compute:Disk",
    "azure-native:operationalinsights:Workspace",
    "azure-native:recoveryservices:Vault",
  ],
  level: "mandatory",
  onUnknown: { behaviour: "passes", text: "An unknown location passes, and is judged at the update." },
  check: ({ props, region }, context) => {
    const place = props["location"] ?? region;
    return isOutside(place, context) ? [lies("it is", place, context)] : [];
  },
};
