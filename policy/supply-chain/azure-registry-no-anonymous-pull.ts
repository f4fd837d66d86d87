import { AZURE_REGISTRY } from "../azure-types";
import { type Check, mustNotBeOn, setting } from "../checks";
import type { ResourceRule } from "../rule";

const check: Check = mustNotBeOn("anonymousPullEnabled", "everyone may pull from it");

export const azureRegistryNoAnonymousPull: ResourceRule = {
  name: "azure-registry-no-anonymous-pull",
  pack: "supply-chain",
  description: "Registries ask who pulls.",
  severity: "high",
  frameworks: ["PCI DSS 1.3.1", "SOC 2 CC6.6"],
  why: "Images hold code, and sometimes what should not be in them.",
  mend: "Leave anonymousPullEnabled out.",
  link: "https://learn.microsoft.com/azure/container-registry/anonymous-pull-access",
  types: [AZURE_REGISTRY],
  level: "remediate",
  onUnknown: { behaviour: "passes", text: "An unknown anonymousPullEnabled passes, and is judged at the update." },
  check,
  inPlace: "A setting of the registry, changed in place; images stay. Anonymous readers lose access, which is the aim.",
  remediate: setting("anonymousPullEnabled", false, check),
};
