import { AZURE_REGISTRY } from "../azure-types";
import { type Check, mustNotBeOn, setting } from "../checks";
import type { ResourceRule } from "../rule";

const check: Check = mustNotBeOn("adminUserEnabled", "it has an administrator account");

export const azureRegistryNoAdmin: ResourceRule = {
  name: "azure-registry-no-admin",
  pack: "identity",
  description: "Registries have no administrator account.",
  severity: "high",
  frameworks: ["PCI DSS 8.2.2", "SOC 2 CC6.1"],
  why: "It is one password for everyone, may push, and names nobody in the log.",
  mend: "Leave adminUserEnabled out, and give AcrPull and AcrPush to identities.",
  link: "https://learn.microsoft.com/azure/container-registry/container-registry-authentication#admin-account",
  types: [AZURE_REGISTRY],
  level: "remediate",
  onUnknown: { behaviour: "passes", text: "An unknown adminUserEnabled passes, and is judged at the update." },
  check,
  inPlace:
    "A setting of the registry, changed in place; images stay. What signs in with that account is refused, which is the aim.",
  remediate: setting("adminUserEnabled", false, check),
};
