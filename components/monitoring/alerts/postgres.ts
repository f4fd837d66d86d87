import type { Alert, AlertGroup, MonitoringSettings, WatchedStore } from "../../contracts/monitoring";
import { onLimits, ratioOf } from "./on-limits";

const GIB = 2 ** 30;
const dashboard = "slipway-postgres";

/**
 * RDS, by what CloudWatch says of it and yet-another-cloudwatch-exporter fetches: names are CloudWatch's own in snake
 * case, behind `aws_rds_`. There is no metric of whether it answers; a database without any metric is told of.
 */
export function managedPostgresAlerts({ thresholds, stores }: MonitoringSettings): readonly AlertGroup[] {
  return stores
    .filter(({ kind }) => kind === "postgres")
    .map((store) => ({ name: `postgres-${store.name}`, rules: managed(store, thresholds) }));
}

function managed(store: WatchedStore, limits: MonitoringSettings["thresholds"]): readonly Alert[] {
  const { name, instances, storageGb = 0 } = store;
  /** One series for each instance, with the labels `store` and `instance`. */
  const of = (metric: string): string =>
    `label_replace(label_replace(max by (dimension_DBInstanceIdentifier) (aws_rds_${metric}{dimension_DBInstanceIdentifier=~"${instances}"}), "store", "${name}", "", ""), "instance", "$1", "dimension_DBInstanceIdentifier", "(.+)")`;
  const instance = "{{ $labels.instance }}";
  return [
    ...onLimits(limits.storageFreePercent, {
      alert: "PostgresStorageLow",
      // CloudWatch tells free bytes alone: they are judged by the disk that config asks for.
      expr: (percent) => `${of("free_storage_space_minimum")} / ${storageGb * GIB} < ${ratioOf(percent)}`,
      for: "5m",
      summary: `The disk of ${instance} is nearly full`,
      description: `{{ $value | humanizePercentage }} of its ${storageGb} GiB are free.`,
      runbook: "postgres-storage-low",
      dashboard,
      panel: "Disk that is free",
    }),
    ...onLimits(limits.databaseCpuPercent, {
      alert: "PostgresCpuHigh",
      expr: (percent) => `${of("cpuutilization_average")} > ${percent}`,
      for: "10m",
      summary: `${instance} is short of CPU`,
      description: "It uses {{ $value | humanize }}% of its CPU.",
      runbook: "postgres-cpu-high",
      dashboard,
      panel: "CPU",
    }),
    {
      alert: "PostgresMemoryLow",
      expr: `${of("swap_usage_average")} > ${GIB / 4} and on (instance) ${of("freeable_memory_average")} < ${GIB / 4}`,
      for: "15m",
      severity: "warning",
      summary: `${instance} is short of memory`,
      description: "It has swapped {{ $value | humanize1024 }}B out, and less than 256 MiB are free.",
      runbook: "postgres-memory-low",
      dashboard,
      panel: "Memory that is free",
    },
    ...onLimits(limits.connections, {
      alert: "PostgresConnectionsHigh",
      expr: (count) => `${of("database_connections_maximum")} > ${count}`,
      for: "5m",
      summary: `${instance} has many connections`,
      description: "There are {{ $value | humanize }}.",
      runbook: "postgres-connections-high",
      dashboard,
      panel: "Connections",
    }),
    ...onLimits(limits.replicaLagSeconds, {
      alert: "PostgresReplicaLags",
      expr: (seconds) => `${of("replica_lag_maximum")} > ${seconds}`,
      for: "5m",
      summary: `The replica ${instance} lags behind`,
      description: "What is read there is {{ $value | humanizeDuration }} old.",
      runbook: "postgres-replica-lags",
      dashboard,
      panel: "Lag of replicas",
    }),
    {
      alert: "PostgresDiskSlow",
      expr: `(${of("read_latency_average")} > 0.05 or on (instance) ${of("write_latency_average")} > 0.05)`,
      for: "15m",
      severity: "warning",
      summary: `The disk of ${instance} is slow`,
      description: "Reading or writing takes {{ $value | humanizeDuration }}; a healthy gp3 takes a few milliseconds.",
      runbook: "postgres-disk-slow",
      dashboard,
      panel: "Disk, time of an operation",
    },
    {
      alert: "PostgresCreditsLow",
      expr: `${of("cpucredit_balance_minimum")} < 20`,
      for: "15m",
      severity: "warning",
      summary: `${instance} has nearly used up its CPU credits`,
      description:
        "{{ $value | humanize }} are left; without any, a burstable class runs at its baseline or costs more.",
      runbook: "postgres-credits-low",
      dashboard,
      panel: "CPU credits",
    },
    {
      alert: "PostgresTransactionIdsRunOut",
      expr: `${of("maximum_used_transaction_ids_maximum")} > 1e9`,
      for: "15m",
      severity: "critical",
      summary: `${instance} runs out of transaction ids`,
      description: "{{ $value | humanize }} are in use; at about 2.1 billion it stops taking writes.",
      runbook: "postgres-transaction-ids-run-out",
      dashboard,
      panel: "Transaction ids in use",
    },
    {
      alert: "PostgresUnseen",
      expr: `label_replace(absent(aws_rds_database_connections_maximum{dimension_DBInstanceIdentifier=~"${instances}"}), "store", "${name}", "", "")`,
      for: "30m",
      severity: "warning",
      summary: `Nothing is known of the database ${name}`,
      description: "CloudWatch has given no metrics of it for half an hour (absent: {{ $value }}).",
      runbook: "postgres-unseen",
      dashboard,
      panel: "Connections",
    },
  ];
}

/** A PostgreSQL that postgres_exporter looks at, by the metrics of its default collectors. */
export function exportedPostgresAlerts({ thresholds }: MonitoringSettings): AlertGroup {
  const server = "{{ $labels.instance }}";
  return {
    name: "postgres-exporter",
    rules: [
      {
        alert: "PostgresDown",
        expr: "min by (namespace, instance) (pg_up) == 0",
        for: "2m",
        severity: "critical",
        summary: `PostgreSQL does not answer (${server})`,
        description: "The exporter cannot connect (up: {{ $value }}).",
        runbook: "postgres-down",
        dashboard,
        panel: "Servers that answer",
      },
      {
        alert: "PostgresExporterFailing",
        expr: "max by (namespace, instance) (pg_exporter_last_scrape_error) == 1 and on (namespace, instance) min by (namespace, instance) (pg_up) == 1",
        for: "15m",
        severity: "warning",
        summary: `Some figures of ${server} cannot be read`,
        description:
          "The exporter connects, and some of its queries fail (error: {{ $value }}): a right may be missing.",
        runbook: "postgres-exporter-failing",
        dashboard,
        panel: "Servers that answer",
      },
      ...onLimits(thresholds.connectionsPercent, {
        alert: "PostgresConnectionsNearLimit",
        expr: (percent) =>
          `sum by (namespace, instance) (pg_stat_activity_count) / on (namespace, instance) max by (namespace, instance) (pg_settings_max_connections) > ${ratioOf(percent)}`,
        for: "5m",
        summary: `${server} is running out of connections`,
        description: "{{ $value | humanizePercentage }} of max_connections are in use.",
        runbook: "postgres-connections-near-limit",
        dashboard,
        panel: "Connections, of those allowed",
      }),
      ...onLimits(thresholds.replicaLagSeconds, {
        alert: "PostgresReplicationLags",
        expr: (seconds) => `max by (namespace, instance) (pg_replication_lag_seconds) > ${seconds}`,
        for: "5m",
        summary: `The replica ${server} lags behind`,
        description: "What is read there is {{ $value | humanizeDuration }} old.",
        runbook: "postgres-replica-lags",
        dashboard,
        panel: "Lag of replicas",
      }),
      {
        alert: "PostgresDeadlocks",
        expr: "sum by (namespace, instance, datname) (increase(pg_stat_database_deadlocks[10m])) > 5",
        for: "0m",
        severity: "warning",
        summary: "Transactions of {{ $labels.datname }} lock each other out",
        description: "There were {{ $value | humanize }} deadlocks in 10 minutes.",
        runbook: "postgres-deadlocks",
        dashboard,
        panel: "Deadlocks",
      },
      {
        alert: "PostgresLongTransaction",
        expr: 'max by (namespace, instance, datname) (pg_stat_activity_max_tx_duration{state=~"active|idle in transaction.*"}) > 900',
        for: "5m",
        severity: "warning",
        summary: "A transaction of {{ $labels.datname }} does not end",
        description: "It has been open for {{ $value | humanizeDuration }}: it holds locks and keeps dead rows.",
        runbook: "postgres-long-transaction",
        dashboard,
        panel: "Longest transaction",
      },
      {
        alert: "PostgresRollbacks",
        expr: "sum by (namespace, instance, datname) (rate(pg_stat_database_xact_rollback[10m])) / (sum by (namespace, instance, datname) (rate(pg_stat_database_xact_commit[10m])) + sum by (namespace, instance, datname) (rate(pg_stat_database_xact_rollback[10m])) > 1) > 0.1",
        for: "15m",
        severity: "info",
        summary: "Many transactions of {{ $labels.datname }} are rolled back",
        description: "{{ $value | humanizePercentage }} of them.",
        runbook: "postgres-rollbacks",
        dashboard,
        panel: "Transactions rolled back",
      },
      {
        alert: "PostgresCacheMisses",
        expr: "sum by (namespace, instance) (rate(pg_stat_database_blks_hit[30m])) / (sum by (namespace, instance) (rate(pg_stat_database_blks_hit[30m])) + sum by (namespace, instance) (rate(pg_stat_database_blks_read[30m])) > 100) < 0.9",
        for: "30m",
        severity: "info",
        summary: `${server} reads much from its disk`,
        description: "Only {{ $value | humanizePercentage }} of blocks are found in memory.",
        runbook: "postgres-cache-misses",
        dashboard,
        panel: "Blocks found in memory",
      },
    ],
  };
}
