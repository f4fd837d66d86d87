import { mustBeOn } from "../checks";
import { GCP_REDIS } from "../gcp-types";
import type { ResourceRule } from "../rule";

export const gcpRedisAuth: ResourceRule = {
  name: "gcp-redis-auth",
  pack: "encryption",
  description: "Memorystore asks for a password.",
  severity: "high",
  frameworks: ["PCI DSS 8.2.2", "SOC 2 CC6.1"],
  why: "Without it, anything that reaches the port can read and flush the whole store.",
  mend: "Set authEnabled: true, and give clients the authString from a secret.",
  link: "https://cloud.google.com/memorystore/docs/redis/about-redis-auth",
  types: [GCP_REDIS],
  level: "mandatory",
  onUnknown: { behaviour: "passes", text: "An unknown authEnabled passes, and is judged at the update." },
  check: mustBeOn("authEnabled", "it asks for no password"),
};
