import { AZURE_MANAGED_REDIS_DATABASE, AZURE_REDIS } from "../azure-types";
import { type Check, every, mustNotBeOn, nested } from "../checks";
import type { ResourceRule } from "../rule";

const FAULT = "it has a port without TLS";

const check: Check = every(mustNotBeOn("enableNonSslPort", FAULT), ({ props }) =>
  props["clientProtocol"] === "Plaintext" ? [FAULT] : [],
);

export const azureRedisTlsPort: ResourceRule = {
  name: "azure-redis-tls-port",
  pack: "encryption",
  description: "Redis on Azure has no port without TLS.",
  severity: "high",
  frameworks: ["PCI DSS 4.2.1", "SOC 2 CC6.7", "GDPR Art. 32"],
  why: "On port 6379 the access key and all data cross the network in the clear.",
  mend: "Leave enableNonSslPort and clientProtocol out, and use port 6380 (10000 of Managed Redis).",
  link: "https://learn.microsoft.com/azure/azure-cache-for-redis/cache-configure#access-ports",
  types: [...AZURE_REDIS, AZURE_MANAGED_REDIS_DATABASE],
  level: "mandatory",
  onUnknown: { behaviour: "passes", text: "An unknown enableNonSslPort passes, and is judged at the update." },
  check,
  inPlace: "The port is closed in place. Clients that use it lose their connection, which is the aim.",
  remediate: (resource, context) => {
    if (check(resource, context).length === 0) return undefined;
    const isManaged = resource.type === AZURE_MANAGED_REDIS_DATABASE;
    return isManaged ? nested("clientProtocol", "Encrypted") : nested("enableNonSslPort", false);
  },
};
