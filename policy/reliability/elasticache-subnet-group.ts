import { at, isMissing } from "../read";
import type { ResourceRule } from "../rule";
import { REPLICATION_GROUP } from "../types";

export const elasticacheSubnetGroup: ResourceRule = {
  name: "elasticache-subnet-group",
  pack: "reliability",
  description: "Redis and Valkey have a subnet group of their own.",
  severity: "medium",
  frameworks: ["AWS FSBP ElastiCache.7", "SOC 2 CC6.6"],
  why: "The default group is made of the default VPC's subnets, which are public.",
  mend: "Give subnetGroupName a group of the data subnets.",
  link: "https://docs.aws.amazon.com/securityhub/latest/userguide/elasticache-controls.html#elasticache-7",
  types: [REPLICATION_GROUP],
  level: "mandatory",
  onUnknown: { behaviour: "passes", text: "An unknown subnetGroupName passes, and is judged at the update." },
  check: ({ props }) => {
    const group = at(props, "subnetGroupName");
    return isMissing(group) || group === "default" ? ["it is in the default subnets"] : [];
  },
};
