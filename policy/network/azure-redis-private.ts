import { AZURE_MANAGED_REDIS, AZURE_REDIS } from "../azure-types";
import { mustBeOneOf, where } from "../checks";
import { isMissing } from "../read";
import type { ResourceRule } from "../rule";

export const azureRedisPrivate: ResourceRule = {
  name: "azure-redis-private",
  pack: "network",
  description: "Azure Cache has no public address.",
  severity: "high",
  frameworks: ["PCI DSS 1.4.4", "SOC 2 CC6.6", "GDPR Art. 32"],
  why: "With a leaked key, everything is read from anywhere.",
  mend: 'Set publicNetworkAccess: "Disabled" with a private endpoint, or subnetId.',
  link: "https://learn.microsoft.com/azure/azure-cache-for-redis/cache-network-isolation",
  types: [...AZURE_REDIS, AZURE_MANAGED_REDIS],
  level: "mandatory",
  onUnknown: {
    behaviour: "passes",
    text: "An unknown publicNetworkAccess or subnetId passes, and is judged at the update.",
  },
  check: where(
    (props) => isMissing(props["subnetId"]),
    mustBeOneOf("publicNetworkAccess", ["Disabled"], "it has a public address"),
  ),
};
