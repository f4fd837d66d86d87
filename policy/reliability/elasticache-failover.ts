import { isTrue, isUnknown } from "../read";
import type { ResourceRule } from "../rule";
import { REPLICATION_GROUP } from "../types";

export const elasticacheFailover: ResourceRule = {
  name: "elasticache-failover",
  pack: "reliability",
  description: "Production Redis and Valkey fail over to another zone by themselves.",
  severity: "high",
  frameworks: ["AWS FSBP ElastiCache.3"],
  why: "Otherwise the loss of the primary stops every queue and session until someone acts.",
  mend: "Set automaticFailoverEnabled and multiAzEnabled: true, with two nodes or more.",
  link: "https://docs.aws.amazon.com/securityhub/latest/userguide/elasticache-controls.html#elasticache-3",
  types: [REPLICATION_GROUP],
  level: "mandatory",
  levels: { dev: "disabled", staging: "advisory" },
  onUnknown: { behaviour: "judges-the-rest", text: "An unknown flag passes; the other one is judged." },
  check: ({ props }) => [
    ...(isOff(props["automaticFailoverEnabled"]) ? ["it does not fail over by itself"] : []),
    ...(isOff(props["multiAzEnabled"]) ? ["its nodes may share a zone"] : []),
  ],
};

const isOff = (flag: unknown): boolean => !isUnknown(flag) && !isTrue(flag);
