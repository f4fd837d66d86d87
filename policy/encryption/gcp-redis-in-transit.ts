import { mustBeOneOf } from "../checks";
import { GCP_REDIS } from "../gcp-types";
import type { ResourceRule } from "../rule";

export const gcpRedisInTransit: ResourceRule = {
  name: "gcp-redis-in-transit",
  pack: "encryption",
  description: "Memorystore accepts TLS only.",
  severity: "high",
  frameworks: ["PCI DSS 4.2.1", "SOC 2 CC6.7", "GDPR Art. 32"],
  why: "Sessions and tokens cross the network in the clear.",
  mend: 'Set transitEncryptionMode: "SERVER_AUTHENTICATION" when the instance is made.',
  link: "https://cloud.google.com/memorystore/docs/redis/about-in-transit-encryption",
  types: [GCP_REDIS],
  level: "mandatory",
  onUnknown: { behaviour: "passes", text: "An unknown transitEncryptionMode passes, and is judged at the update." },
  check: mustBeOneOf("transitEncryptionMode", ["SERVER_AUTHENTICATION"], "it is not encrypted in transit"),
};
