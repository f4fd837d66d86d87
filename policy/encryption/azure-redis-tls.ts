import { AZURE_MANAGED_REDIS, AZURE_REDIS } from "../azure-types";
import { type Check, mustBeOneOf, setting } from "../checks";
import type { ResourceRule } from "../rule";

const check: Check = mustBeOneOf("minimumTlsVersion", ["1.2"], "it accepts TLS older than 1.2");

export const azureRedisTls: ResourceRule = {
  name: "azure-redis-tls",
  pack: "encryption",
  description: "Redis on Azure speaks TLS 1.2 or newer.",
  severity: "high",
  frameworks: ["PCI DSS 4.2.1", "SOC 2 CC6.7", "GDPR Art. 32"],
  why: "TLS 1.0 and 1.1 can be downgraded and read on the way.",
  mend: 'Set minimumTlsVersion: "1.2".',
  link: "https://learn.microsoft.com/azure/azure-cache-for-redis/cache-remove-tls-10-11",
  types: [...AZURE_REDIS, AZURE_MANAGED_REDIS],
  level: "remediate",
  onUnknown: { behaviour: "passes", text: "An unknown minimumTlsVersion passes, and is judged at the update." },
  check,
  inPlace: "A setting of the cache, changed in place; only clients that know nothing newer are refused.",
  remediate: setting("minimumTlsVersion", "1.2", check),
};
