import type { Alert, AlertGroup, MonitoringSettings, WatchedStore } from "../../contracts/monitoring";
import { onLimits, ratioOf } from "./on-limits";

const dashboard = "slipway-redis";

/** ElastiCache, by CloudWatch's metrics, as with RDS. */
export function managedRedisAlerts({ thresholds, stores }: MonitoringSettings): readonly AlertGroup[] {
  return stores
    .filter(({ kind }) => kind === "redis")
    .map((store) => ({ name: `redis-${store.name}`, rules: managed(store, thresholds) }));
}

function managed({ name, instances }: WatchedStore, limits: MonitoringSettings["thresholds"]): readonly Alert[] {
  const of = (metric: string): string =>
    `label_replace(label_replace(max by (dimension_CacheClusterId) (aws_elasticache_${metric}{dimension_CacheClusterId=~"${instances}"}), "store", "${name}", "", ""), "instance", "$1", "dimension_CacheClusterId", "(.+)")`;
  const instance = "{{ $labels.instance }}";
  return [
    ...onLimits(limits.redisMemoryPercent, {
      alert: "RedisMemoryHigh",
      expr: (percent) => `${of("database_memory_usage_percentage_maximum")} > ${percent}`,
      for: "5m",
      summary: `The memory of ${instance} is nearly full`,
      description: "{{ $value | humanize }}% of it are in use; then it evicts keys or refuses writes.",
      runbook: "redis-memory-high",
      dashboard,
      panel: "Memory in use",
    }),
    ...onLimits(limits.databaseCpuPercent, {
      alert: "RedisCpuHigh",
      // The engine's one thread; a node's own CPU says little.
      expr: (percent) => `${of("engine_cpuutilization_average")} > ${percent}`,
      for: "10m",
      summary: `${instance} is short of CPU`,
      description: "Its one thread is busy for {{ $value | humanize }}% of the time.",
      runbook: "redis-cpu-high",
      dashboard,
      panel: "CPU",
    }),
    {
      alert: "RedisEvicting",
      expr: `${of("evictions_sum")} > 100`,
      for: "10m",
      severity: "warning",
      summary: `${instance} throws keys out`,
      description: "{{ $value | humanize }} in a period of CloudWatch: its memory is full.",
      runbook: "redis-evicting",
      dashboard,
      panel: "Keys thrown out",
    },
    ...onLimits(limits.replicaLagSeconds, {
      alert: "RedisReplicaLags",
      expr: (seconds) => `${of("replication_lag_maximum")} > ${seconds}`,
      for: "5m",
      summary: `The replica ${instance} lags behind`,
      description: "By {{ $value | humanizeDuration }}: a failover would lose as much.",
      runbook: "redis-replica-lags",
      dashboard,
      panel: "Lag of replicas",
    }),
    {
      alert: "RedisUnseen",
      expr: `label_replace(absent(aws_elasticache_curr_connections_maximum{dimension_CacheClusterId=~"${instances}"}), "store", "${name}", "", "")`,
      for: "30m",
      severity: "warning",
      summary: `Nothing is known of the store ${name}`,
      description: "CloudWatch has given no metrics of it for half an hour (absent: {{ $value }}).",
      runbook: "redis-unseen",
      dashboard,
      panel: "Connections",
    },
  ];
}

/** A Redis or Valkey that redis_exporter looks at. */
export function exportedRedisAlerts({ thresholds }: MonitoringSettings): AlertGroup {
  const server = "{{ $labels.instance }}";
  return {
    name: "redis-exporter",
    rules: [
      {
        alert: "RedisDown",
        expr: "min by (namespace, instance) (redis_up) == 0",
        for: "2m",
        severity: "critical",
        summary: `Redis does not answer (${server})`,
        description: "The exporter cannot connect (up: {{ $value }}).",
        runbook: "redis-down",
        dashboard,
        panel: "Servers that answer",
      },
      ...onLimits(thresholds.redisMemoryPercent, {
        alert: "RedisMemoryNearLimit",
        expr: (percent) => `redis_memory_used_bytes / (redis_memory_max_bytes > 0) > ${ratioOf(percent)}`,
        for: "5m",
        summary: `The memory of ${server} is nearly full`,
        description: "{{ $value | humanizePercentage }} of maxmemory are in use.",
        runbook: "redis-memory-high",
        dashboard,
        panel: "Memory in use, of maxmemory",
      }),
      {
        alert: "RedisKeysEvicted",
        expr: "sum by (namespace, instance) (increase(redis_evicted_keys_total[10m])) > 100",
        for: "5m",
        severity: "warning",
        summary: `${server} throws keys out`,
        description: "{{ $value | humanize }} in 10 minutes: its memory is full.",
        runbook: "redis-evicting",
        dashboard,
        panel: "Keys thrown out, by the exporter",
      },
      {
        alert: "RedisConnectionsRefused",
        expr: "sum by (namespace, instance) (increase(redis_rejected_connections_total[5m])) > 0",
        for: "1m",
        severity: "critical",
        summary: `${server} refuses connections`,
        description: "{{ $value | humanize }} in 5 minutes: maxclients is reached.",
        runbook: "redis-connections-refused",
        dashboard,
        panel: "Connections refused",
      },
      {
        alert: "RedisReplicaDisconnected",
        expr: "min by (namespace, instance) (redis_master_link_up) == 0",
        for: "5m",
        severity: "warning",
        summary: `The replica ${server} has lost its primary`,
        description: "It has not been connected for 5 minutes (link: {{ $value }}).",
        runbook: "redis-replica-disconnected",
        dashboard,
        panel: "Replicas that are connected",
      },
      {
        alert: "RedisSnapshotFailing",
        expr: "min by (namespace, instance) (redis_rdb_last_bgsave_status) == 0",
        for: "10m",
        severity: "critical",
        summary: `${server} cannot write its snapshot`,
        description: "The last one failed (status {{ $value }}); by default it then refuses writes.",
        runbook: "redis-snapshot-failing",
        dashboard,
        panel: "Snapshots that succeed",
      },
    ],
  };
}
