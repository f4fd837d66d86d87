import type { Rule } from "../rule";
import { containerResources } from "./container-resources";
import { eksControlPlaneLogs } from "./eks-control-plane-logs";
import { elasticacheFailover } from "./elasticache-failover";
import { helmReleaseAtomic } from "./helm-release-atomic";
import { loadBalancerProtected } from "./load-balancer-protected";
import { rdsMultiAz } from "./rds-multi-az";
import { statefulProtected } from "./stateful-protected";
import { zones } from "./zones";

/** Every rule of the pack, by name. */
export const reliability: readonly Rule[] = [
  containerResources,
  eksControlPlaneLogs,
  elasticacheFailover,
  helmReleaseAtomic,
  loadBalancerProtected,
  rdsMultiAz,
  statefulProtected,
  zones,
];
