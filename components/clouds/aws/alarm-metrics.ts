import type { types } from "@pulumi/aws";
import type { Input, Output } from "@pulumi/pulumi";
import type { AlarmedStore, AlarmLimits } from "../../contracts/alarms";
import { physicalName } from "../../shared/naming";

/** What is told of an alarm beside whom it tells. */
export interface MetricAlarm {
  /** Last part of its name. */
  readonly key: string;
  readonly alarmDescription: string;
  readonly comparisonOperator: "GreaterThanThreshold" | "LessThanThreshold";
  readonly threshold: number;
  readonly evaluationPeriods: number;
  /** What silence means. */
  readonly treatMissingData: "breaching" | "notBreaching" | "missing";
  readonly namespace?: string;
  readonly metricName?: string;
  readonly dimensions?: Readonly<Record<string, Input<string>>>;
  readonly statistic?: "Average" | "Maximum" | "Minimum" | "Sum";
  /** Seconds. */
  readonly period?: number;
  readonly metricQueries?: types.input.cloudwatch.MetricAlarmMetricQuery[];
}

interface Watched {
  readonly scope: { readonly name: string };
  readonly limits: AlarmLimits;
  readonly stores: readonly AlarmedStore[];
  readonly clusterName: Input<string>;
  readonly natIds: readonly Output<string>[];
}

const MINUTE = 60;
const GIB = 1024 ** 3;

/** % of the control plane's answers that may be errors of its own. */
const API_ERRORS_PERCENT = 5;

/** Keys that a cache may throw out within 15 minutes. */
const EVICTIONS = 1000;

type Simple = Pick<MetricAlarm, "key" | "alarmDescription" | "threshold" | "metricName" | "dimensions"> &
  Partial<MetricAlarm>;

/** An alarm on one metric, above its threshold for 15 minutes. */
const above = (namespace: string, alarm: Simple): MetricAlarm => ({
  comparisonOperator: "GreaterThanThreshold",
  statistic: "Average",
  period: 5 * MINUTE,
  evaluationPeriods: 3,
  treatMissingData: "missing",
  ...alarm,
  namespace,
});

/** Alarms on the metrics of what the foundation made. */
export function metricAlarms({ scope, limits, stores, clusterName, natIds }: Watched): readonly MetricAlarm[] {
  return [
    ...stores.flatMap((store) => storeAlarms(store, scope.name, limits)),
    apiErrors(clusterName),
    ...natIds.map((id, index) => natAlarm(id, index)),
    backups,
  ];
}

function storeAlarms(store: AlarmedStore, stackName: string, limits: AlarmLimits): MetricAlarm[] {
  const full = `${stackName}-store-${store.name}`;
  if (store.kind === "mongodb") return documentAlarms(store, full, limits);
  return store.kind === "postgres" ? databaseAlarms(store, full, limits) : cacheAlarms(store, full, limits);
}

/** An alarm for a limit that there is. */
const given = (limit: number | undefined, alarm: (limit: number) => MetricAlarm): MetricAlarm[] =>
  limit === undefined ? [] : [alarm(limit)];

function databaseAlarms(
  { name, replicas, storageGb, follows = false, aurora = false }: AlarmedStore,
  full: string,
  limits: AlarmLimits,
): MetricAlarm[] {
  const identifier = physicalName([full], 50);
  const instances = [
    { key: name, id: identifier, replica: follows },
    ...Array.from({ length: replicas }, (_, index) => ({
      key: `${name}-replica-${index + 1}`,
      id: `${identifier}-replica-${index + 1}`,
      replica: true,
    })),
  ];
  return instances.flatMap(({ key, id, replica }) => {
    const rds = (alarm: Simple): MetricAlarm =>
      above("AWS/RDS", { ...alarm, dimensions: { DBInstanceIdentifier: id } });
    const { storageFreePercent, databaseCpuPercent, connections, replicaLagSeconds } = limits;
    return [
      ...given(storageGb && worst(storageFreePercent), (percent) =>
        rds({
          key: `${key}-storage`,
          alarmDescription: `${id} has less than ${percent}% of its first ${storageGb} GiB free: see runbook postgres-storage-low`,
          metricName: "FreeStorageSpace",
          statistic: "Minimum",
          comparisonOperator: "LessThanThreshold",
          threshold: ((storageGb as number) * GIB * percent) / 100,
        }),
      ),
      ...given(worst(databaseCpuPercent), (percent) =>
        rds({
          key: `${key}-cpu`,
          alarmDescription: `${id} uses more than ${percent}% of its CPU: see runbook postgres-cpu-high`,
          metricName: "CPUUtilization",
          threshold: percent,
        }),
      ),
      ...given(worst(connections), (count) =>
        rds({
          key: `${key}-connections`,
          alarmDescription: `${id} has more than ${count} connections: see runbook postgres-connections-high`,
          metricName: "DatabaseConnections",
          statistic: "Maximum",
          threshold: count,
        }),
      ),
      ...given(replica ? worst(replicaLagSeconds) : undefined, (seconds) =>
        rds({
          key: `${key}-lag`,
          alarmDescription: `${id} is more than ${seconds} s behind: see runbook postgres-replica-lags`,
          // Aurora counts milliseconds.
          metricName: aurora ? "AuroraReplicaLag" : "ReplicaLag",
          statistic: "Maximum",
          threshold: seconds * (aurora ? 1000 : 1),
        }),
      ),
    ];
  });
}

function cacheAlarms({ name, replicas }: AlarmedStore, full: string, limits: AlarmLimits): MetricAlarm[] {
  const identifier = physicalName([full], 40);
  return Array.from({ length: replicas + 1 }, (_, index) => `${identifier}-00${index + 1}`).flatMap((id, index) => {
    const node = (alarm: Simple): MetricAlarm =>
      above("AWS/ElastiCache", { ...alarm, dimensions: { CacheClusterId: id } });
    const key = `${name}-${index + 1}`;
    return [
      ...given(worst(limits.redisMemoryPercent), (percent) =>
        node({
          key: `${key}-memory`,
          alarmDescription: `${id} uses more than ${percent}% of its memory: see runbook redis-memory-high`,
          metricName: "DatabaseMemoryUsagePercentage",
          threshold: percent,
        }),
      ),
      node({
        key: `${key}-evictions`,
        alarmDescription: `${id} throws out more than ${EVICTIONS} keys in 5 minutes: see runbook redis-evicting`,
        metricName: "Evictions",
        statistic: "Sum",
        threshold: EVICTIONS,
        treatMissingData: "notBreaching",
      }),
    ];
  });
}

/** Of each member of a DocumentDB, and of how far the last of them is behind. Its disk grows by itself. */
function documentAlarms({ name, replicas }: AlarmedStore, full: string, limits: AlarmLimits): MetricAlarm[] {
  const identifier = physicalName([full], 50);
  const docdb = (dimensions: Readonly<Record<string, string>>, alarm: Simple): MetricAlarm =>
    above("AWS/DocDB", { ...alarm, dimensions });
  const members = Array.from({ length: replicas + 1 }, (_, index) => index + 1).flatMap((member) => {
    const id = `${identifier}-${member}`;
    const of = { DBInstanceIdentifier: id };
    return [
      ...given(worst(limits.databaseCpuPercent), (percent) =>
        docdb(of, {
          key: `${name}-${member}-cpu`,
          alarmDescription: `${id} uses more than ${percent}% of its CPU: see runbook mongodb-operations-queued`,
          metricName: "CPUUtilization",
          threshold: percent,
        }),
      ),
      ...given(worst(limits.connections), (count) =>
        docdb(of, {
          key: `${name}-${member}-connections`,
          alarmDescription: `${id} has more than ${count} connections: see runbook mongodb-connections-near-limit`,
          metricName: "DatabaseConnections",
          statistic: "Maximum",
          threshold: count,
        }),
      ),
    ];
  });
  const lag = given(replicas > 0 ? worst(limits.replicaLagSeconds) : undefined, (seconds) =>
    docdb(
      { DBClusterIdentifier: identifier },
      {
        key: `${name}-lag`,
        alarmDescription: `a member of ${identifier} is more than ${seconds} s behind: see runbook mongodb-replica-lags`,
        // Milliseconds.
        metricName: "DBClusterReplicaLagMaximum",
        statistic: "Maximum",
        threshold: seconds * 1000,
      },
    ),
  );
  return [...members, ...lag];
}

/** The graver of two limits that is given. */
const worst = ({ warning, critical }: { readonly warning?: number; readonly critical?: number }): number | undefined =>
  critical ?? warning;

/** EKS tells of its API server by itself, for clusters of 1.28 and newer (namespace AWS/EKS, free of charge). */
function apiErrors(clusterName: Input<string>): MetricAlarm {
  const metric = (id: string, metricName: string): types.input.cloudwatch.MetricAlarmMetricQuery => ({
    id,
    metric: {
      namespace: "AWS/EKS",
      metricName,
      dimensions: { ClusterName: clusterName },
      period: 5 * MINUTE,
      stat: "Sum",
    },
  });
  return {
    key: "api-errors",
    alarmDescription: `more than ${API_ERRORS_PERCENT}% of the control plane's answers are errors, or it says nothing: see runbook kubernetes-api-failing`,
    comparisonOperator: "GreaterThanThreshold",
    threshold: API_ERRORS_PERCENT,
    evaluationPeriods: 3,
    treatMissingData: "breaching",
    metricQueries: [
      { id: "percent", expression: "100 * FILL(failed, 0) / total", label: "Errors, %", returnData: true },
      metric("failed", "apiserver_request_total_5XX"),
      metric("total", "apiserver_request_total"),
    ],
  };
}

const natAlarm = (id: Output<string>, index: number): MetricAlarm =>
  above("AWS/NATGateway", {
    key: `nat-${index + 1}-ports`,
    alarmDescription: "the NAT gateway has no port left for a new connection: what calls the internet fails",
    metricName: "ErrorPortAllocation",
    dimensions: { NatGatewayId: id },
    statistic: "Sum",
    threshold: 0,
    treatMissingData: "notBreaching",
  });

/** AWS Backup counts by vault and by kind; a question across all of them needs no name of either. */
const backups: MetricAlarm = {
  key: "backups-failed",
  alarmDescription: "a backup job of the account failed in this region: see runbook backup-failed",
  comparisonOperator: "GreaterThanThreshold",
  threshold: 0,
  evaluationPeriods: 1,
  treatMissingData: "notBreaching",
  metricQueries: [
    {
      id: "failed",
      expression: 'SELECT SUM(NumberOfBackupJobsFailed) FROM "AWS/Backup"',
      period: 60 * MINUTE,
      returnData: true,
    },
  ],
};
