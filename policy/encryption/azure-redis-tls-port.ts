import { AZURE_REDIS } from "../azure-types";
import { type Check, mustNotBeOn, setting } from "../checks";
import type { ResourceRule } from "../rule";

const check: Check = mustNotBeOn("enableNonSslPort", "it has a port without TLS");

export const azureRedisTlsPort: ResourceRule = {
  name: "azure-redis-tls-port",
  pack: "encryption",
  description: "Azure Cache has no port without TLS.",
  severity: "high",
  frameworks: ["PCI DSS 4.2.1", "SOC 2 CC6.7", "GDPR Art. 32"],
  why: "On port 6379 the access key and all data cross the network in the clear.",
  mend: "Leave enableNonSslPort out, and use port 6380.",
  link: "https://learn.microsoft.com/azure/azure-cache-for-redis/cache-configure#access-ports",
  types: AZURE_REDIS,
  level: "mandatory",
  onUnknown: { behaviour: "passes", text: "An unknown enableNonSslPort passes, and is judged at the update." },
  check,
  inPlace: "The port is closed in place. Clients that use it lose their connection, which is the aim.",
  remediate: setting("enableNonSslPort", false, check),
};
