import { isTrue, isUnknown } from "../read";
import type { ResourceRule } from "../rule";
import { REPLICATION_GROUP } from "../types";

export const elasticacheAtRest: ResourceRule = {
  name: "elasticache-at-rest",
  pack: "encryption",
  description: "Redis and Valkey are encrypted at rest.",
  severity: "high",
  frameworks: ["AWS FSBP ElastiCache.4"],
  why: "Sessions and cached records lie readable on the nodes' disks and in snapshots.",
  mend: "Set atRestEncryptionEnabled: true (and kmsKeyId). It cannot be changed in place: the group is replaced.",
  link: "https://docs.aws.amazon.com/securityhub/latest/userguide/elasticache-controls.html#elasticache-4",
  types: [REPLICATION_GROUP],
  level: "mandatory",
  onUnknown: { behaviour: "passes", text: "An unknown atRestEncryptionEnabled passes." },
  check: ({ props }) => {
    const enabled = props["atRestEncryptionEnabled"];
    return isUnknown(enabled) || isTrue(enabled) ? [] : ["it is not encrypted at rest"];
  },
};
