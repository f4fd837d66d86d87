import type { Rule } from "../rule";
import { alarmHasAction } from "./alarm-has-action";
import { auroraReaders } from "./aurora-readers";
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
import { cnpgInstances } from "./cnpg-instances";
import { cnpgPoolerInstances } from "./cnpg-pooler-instances";
import { containerResources } from "./container-resources";
import { cronJobLimits } from "./cron-job-limits";
import { disruptionBudgetAllows } from "./disruption-budget-allows";
import { distinctProbes } from "./distinct-probes";
import { docdbAuditLogs } from "./docdb-audit-logs";
import { eksControlPlaneLogs } from "./eks-control-plane-logs";
import { eksSupportedVersion } from "./eks-supported-version";
import { elasticacheFailover } from "./elasticache-failover";
import { elasticacheMinorUpgrades } from "./elasticache-minor-upgrades";
import { elasticacheSubnetGroup } from "./elasticache-subnet-group";
import { enoughReplicas } from "./enough-replicas";
import { gcpGkeRegional } from "./gcp-gke-regional";
import { gcpGkeReleaseChannel } from "./gcp-gke-release-channel";
import { gcpNodePoolManaged } from "./gcp-node-pool-managed";
import { gcpRedisStandby } from "./gcp-redis-standby";
import { gcpSqlRegional } from "./gcp-sql-regional";
import { helmReleaseAtomic } from "./helm-release-atomic";
import { hpaNoReplicas } from "./hpa-no-replicas";
import { hpaRange } from "./hpa-range";
import { jobLimits } from "./job-limits";
import { lambdaZones } from "./lambda-zones";
import { loadBalancerLogs } from "./load-balancer-logs";
import { loadBalancerProtected } from "./load-balancer-protected";
import { loadBalancerZones } from "./load-balancer-zones";
import { namespaceQuota } from "./namespace-quota";
import { opensearchLogs } from "./opensearch-logs";
import { opensearchNodes } from "./opensearch-nodes";
import { podsSpread } from "./pods-spread";
import { prodThreeZones } from "./prod-three-zones";
import { psmdbMembers } from "./psmdb-members";
import { rdsLogExports } from "./rds-log-exports";
import { rdsMinorUpgrades } from "./rds-minor-upgrades";
import { rdsMonitored } from "./rds-monitored";
import { rdsMultiAz } from "./rds-multi-az";
import { readinessProbe } from "./readiness-probe";
import { rollingUpdate } from "./rolling-update";
import { statefulProtected } from "./stateful-protected";
import { terminationGrace } from "./termination-grace";
import { webWorkloadAlerts } from "./web-workload-alerts";
import { webWorkloadBudget } from "./web-workload-budget";
import { webhookCannotBlock } from "./webhook-cannot-block";
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
  cronJobLimits,
  disruptionBudgetAllows,
  distinctProbes,
  docdbAuditLogs,
  eksControlPlaneLogs,
  eksSupportedVersion,
  elasticacheFailover,
  elasticacheMinorUpgrades,
  elasticacheSubnetGroup,
  enoughReplicas,
  gcpGkeRegional,
  gcpGkeReleaseChannel,
  gcpNodePoolManaged,
  gcpRedisStandby,
  gcpSqlRegional,
  helmReleaseAtomic,
  hpaNoReplicas,
  hpaRange,
  jobLimits,
  lambdaZones,
  loadBalancerLogs,
  loadBalancerProtected,
  loadBalancerZones,
  namespaceQuota,
  opensearchLogs,
  opensearchNodes,
  podsSpread,
  prodThreeZones,
  rdsLogExports,
  rdsMinorUpgrades,
  rdsMonitored,
  rdsMultiAz,
  readinessProbe,
  rollingUpdate,
  statefulProtected,
  terminationGrace,
  webWorkloadAlerts,
  webWorkloadBudget,
  webhookCannotBlock,
  zoneQueryLog,
  zones,
  cnpgInstances,
  psmdbMembers,
  cnpgPoolerInstances,
  auroraReaders,
];
