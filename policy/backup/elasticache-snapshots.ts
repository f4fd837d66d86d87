import { mustBeAtLeast, setting } from "../checks";
import type { ResourceRule } from "../rule";
import { REPLICATION_GROUP } from "../types";

const check = mustBeAtLeast("snapshotRetentionLimit", 1, () => "it keeps no snapshots");

export const elasticacheSnapshots: ResourceRule = {
  name: "elasticache-snapshots",
  pack: "backup",
  description: "Redis and Valkey are snapshotted daily.",
  severity: "medium",
  frameworks: ["AWS FSBP ElastiCache.1"],
  why: "Queues and sessions are data too: without a snapshot a lost group starts empty.",
  mend: "Set snapshotRetentionLimit: 1 or more.",
  link: "https://docs.aws.amazon.com/securityhub/latest/userguide/elasticache-controls.html#elasticache-1",
  types: [REPLICATION_GROUP],
  level: "mandatory",
  levels: { dev: "advisory" },
  onUnknown: { behaviour: "passes", text: "An unknown snapshotRetentionLimit passes." },
  check,
  inPlace: "Snapshots are switched on in place; they are taken from a replica, in the snapshot window.",
  remediate: setting("snapshotRetentionLimit", 1, check),
};
