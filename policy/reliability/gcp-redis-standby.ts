import { mustBeOneOf } from "../checks";
import { GCP_REDIS } from "../gcp-types";
import type { ResourceRule } from "../rule";

export const gcpRedisStandby: ResourceRule = {
  name: "gcp-redis-standby",
  pack: "reliability",
  description: "Production Memorystore fails over to another zone.",
  severity: "high",
  frameworks: ["SOC 2 A1.2"],
  why: "The basic tier is one node: its loss, and each of its updates, empties the store.",
  mend: 'Set tier: "STANDARD_HA".',
  link: "https://cloud.google.com/memorystore/docs/redis/redis-tiers",
  types: [GCP_REDIS],
  level: "mandatory",
  levels: { dev: "disabled", staging: "advisory" },
  onUnknown: { behaviour: "passes", text: "An unknown tier passes, and is judged at the update." },
  check: mustBeOneOf("tier", ["STANDARD_HA"], "it is one node"),
};
