import { AZURE_REGISTRY } from "../azure-types";
import { mustBeOneOf, where } from "../checks";
import { isUnknown } from "../read";
import type { ResourceRule } from "../rule";

export const azureRegistryPrivate: ResourceRule = {
  name: "azure-registry-private",
  pack: "network",
  description: "Registries are reached from named networks only.",
  severity: "medium",
  frameworks: ["PCI DSS 1.3.1", "SOC 2 CC6.6"],
  why: "With a leaked token, every image is pulled, and overwritten, from anywhere.",
  mend: 'Set publicNetworkAccess: "Disabled", or networkRuleSet.defaultAction: "Deny" (Premium).',
  link: "https://learn.microsoft.com/azure/container-registry/container-registry-private-link",
  types: [AZURE_REGISTRY],
  level: "advisory",
  onUnknown: {
    behaviour: "passes",
    text: "An unknown publicNetworkAccess or networkRuleSet passes, and is judged at the update.",
  },
  check: where(
    (props) => !isUnknown(props["publicNetworkAccess"]) && props["publicNetworkAccess"] !== "Disabled",
    mustBeOneOf("networkRuleSet.defaultAction", ["Deny"], "every network may reach it"),
  ),
};
