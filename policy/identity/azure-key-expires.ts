import { mustBeGiven, where } from "../checks";
import { at, isMissing } from "../read";
import type { ResourceRule } from "../rule";

export const azureKeyExpires: ResourceRule = {
  name: "azure-key-expires",
  pack: "identity",
  description: "Keys in a vault expire.",
  severity: "medium",
  frameworks: ["CIS Azure Foundations 3.3.1", "PCI DSS 3.7.4", "SOC 2 CC6.1"],
  why: "A key without an end protects more each day, and nobody is asked to change it.",
  mend: "Give properties.attributes.expires, and a rotationPolicy.",
  link: "https://learn.microsoft.com/azure/key-vault/keys/about-keys-details#key-attributes",
  types: ["azure-native:keyvault:Key"],
  level: "mandatory",
  onUnknown: { behaviour: "passes", text: "An unknown date or rotation policy passes." },
  check: where(
    (props) => isMissing(at(props, "properties.rotationPolicy")),
    mustBeGiven("properties.attributes.expires", "it has no end"),
  ),
};
