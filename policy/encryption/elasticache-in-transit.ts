import { isTrue, isUnknown } from "../read";
import type { ResourceRule } from "../rule";
import { REPLICATION_GROUP } from "../types";

export const elasticacheInTransit: ResourceRule = {
  name: "elasticache-in-transit",
  pack: "encryption",
  description: "Redis and Valkey accept TLS only.",
  severity: "high",
  frameworks: ["AWS FSBP ElastiCache.5"],
  why: "Without TLS the auth token and all data cross the network in the clear.",
  mend: 'Set transitEncryptionEnabled: true, and leave transitEncryptionMode out or "required".',
  link: "https://docs.aws.amazon.com/securityhub/latest/userguide/elasticache-controls.html#elasticache-5",
  types: [REPLICATION_GROUP],
  level: "mandatory",
  onUnknown: { behaviour: "passes", text: "Unknown transitEncryptionEnabled and transitEncryptionMode pass." },
  check: ({ props }) => {
    const enabled = props["transitEncryptionEnabled"];
    if (!isUnknown(enabled) && !isTrue(enabled)) return ["it is not encrypted in transit"];
    return props["transitEncryptionMode"] === "preferred" ? ["it also accepts connections without TLS"] : [];
  },
};
