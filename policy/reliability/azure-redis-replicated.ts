import { AZURE_MANAGED_REDIS, AZURE_REDIS } from "../azure-types";
import { at } from "../read";
import type { ResourceRule } from "../rule";

export const azureRedisReplicated: ResourceRule = {
  name: "azure-redis-replicated",
  pack: "reliability",
  description: "Production caches have a replica.",
  severity: "medium",
  frameworks: ["SOC 2 A1.2"],
  why: "The basic tier is one node without a service level: each update empties it.",
  mend: 'Set sku.name: "Standard" or "Premium"; of Managed Redis highAvailability: "Enabled".',
  link: "https://learn.microsoft.com/azure/azure-cache-for-redis/cache-overview#service-tiers",
  types: [...AZURE_REDIS, AZURE_MANAGED_REDIS],
  level: "mandatory",
  levels: { dev: "disabled", staging: "advisory" },
  onUnknown: { behaviour: "passes", text: "An unknown sku or highAvailability passes, and is judged at the update." },
  check: ({ props }) =>
    at(props, "sku.name") === "Basic" || props["highAvailability"] === "Disabled" ? ["it is one node"] : [],
};
