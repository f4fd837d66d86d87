import type { Rule } from "../rule";
import { alarmHasAction } from "./alarm-has-action";
import { autoscalingHealthChecks } from "./autoscaling-health-checks";
import { autoscalingZones } from "./autoscaling-zones";
import { azureAksServiceLevel } from "./azure-aks-service-level";
import { azureAksUpgrades } from "./azure-aks-upgrades";
import { azureAksZones } from "./azure-aks-zones";
import { azureLogRetention } from "./azure-log-retention";
import { azurePostgresStandby } from "./azure-postgres-standby";
import { azureRedisReplicated } from "./azure-redis-replicated";
import { azureStorageRedundant } from "./azure-storage-redundant";
import { classicLbCrossZone } from "./classic-lb-cross-zone";
import { classicLbDrains } from "./classic-lb-drains";
import { cloudfrontLogs } from "./cloudfront-logs";
import { cloudfrontRootObject } from "./cloudfront-root-object";
import { containerResources } from "./container-resources";
import { docdbAuditLogs } from "./docdb-audit-logs";
import { eksControlPlaneLogs } from "./eks-control-plane-logs";
import { eksSupportedVersion } from "./eks-supported-version";
import { elasticacheFailover } from "./elasticache-failover";
import { elasticacheMinorUpgrades } from "./elasticache-minor-upgrades";
import { elasticacheSubnetGroup } from "./elasticache-subnet-group";
import { gcpGkeRegional } from "./gcp-gke-regional";
import { gcpGkeReleaseChannel } from "./gcp-gke-release-channel";
import { gcpNodePoolManaged } from "./gcp-node-pool-managed";
import { gcpRedisStandby } from "./gcp-redis-standby";
import { gcpSqlRegional } from "./gcp-sql-regional";
import { helmReleaseAtomic } from "./helm-release-atomic";
import { lambdaZones } from "./lambda-zones";
import { loadBalancerLogs } from "./load-balancer-logs";
import { loadBalancerProtected } from "./load-balancer-protected";
import { loadBalancerZones } from "./load-balancer-zones";
import { opensearchLogs } from "./opensearch-logs";
import { opensearchNodes } from "./opensearch-nodes";
import { rdsLogExports } from "./rds-log-exports";
import { rdsMinorUpgrades } from "./rds-minor-upgrades";
import { rdsMonitored } from "./rds-monitored";
import { rdsMultiAz } from "./rds-multi-az";
import { statefulProtected } from "./stateful-protected";
import { zoneQueryLog } from "./zone-query-log";
import { zones } from "./zones";

/** Every rule of the pack, by name. */
export const reliability: readonly Rule[] = [
  alarmHasAction,
  autoscalingHealthChecks,
  autoscalingZones,
  azureAksServiceLevel,
  azureAksUpgrades,
  azureAksZones,
  azureLogRetention,
  azurePostgresStandby,
  azureRedisReplicated,
  azureStorageRedundant,
  classicLbCrossZone,
  classicLbDrains,
  cloudfrontLogs,
  cloudfrontRootObject,
  containerResources,
  docdbAuditLogs,
  eksControlPlaneLogs,
  eksSupportedVersion,
  elasticacheFailover,
  elasticacheMinorUpgrades,
  elasticacheSubnetGroup,
  gcpGkeRegional,
  gcpGkeReleaseChannel,
  gcpNodePoolManaged,
  gcpRedisStandby,
  gcpSqlRegional,
  helmReleaseAtomic,
  lambdaZones,
  loadBalancerLogs,
  loadBalancerProtected,
  loadBalancerZones,
  opensearchLogs,
  opensearchNodes,
  rdsLogExports,
  rdsMinorUpgrades,
  rdsMonitored,
  rdsMultiAz,
  statefulProtected,
  zoneQueryLog,
  zones,
];
