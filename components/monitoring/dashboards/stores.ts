import type { Dashboard, Limits, MonitoringSettings, WatchedStore } from "../../contracts/monitoring";
import { dashboard, lines, numbers, type SizedPanel } from "./panels";

const GIB = 2 ** 30;

/** Limits in percent as parts. */
const parts = ({ warning, critical }: Limits): Limits => ({
  warning: warning === undefined ? undefined : warning / 100,
  critical: critical === undefined ? undefined : critical / 100,
});

const instancesOf = (stores: readonly WatchedStore[], kind: WatchedStore["kind"]): readonly WatchedStore[] =>
  stores.filter((store) => store.kind === kind);

/** Lines of CloudWatch's metric, one for each instance. */
function cloudLines(dimension: string, instances: string, prefix: string) {
  return (title: string, metric: string, unit: string, limits?: Limits): SizedPanel =>
    lines({
      title,
      unit,
      limits,
      queries: [[`max by (${dimension}) (${prefix}_${metric}{${dimension}=~"${instances}"})`, `{{${dimension}}}`]],
    });
}

/** Of each PostgreSQL, as far as its metrics go: CloudWatch's of managed ones, postgres_exporter's of others. */
export function postgresDashboard({ stores, exporters, pools = [], thresholds }: MonitoringSettings): Dashboard {
  const managed = instancesOf(stores, "postgres");
  const all = managed.map(({ instances }) => instances).join("|");
  const of = cloudLines("dimension_DBInstanceIdentifier", all, "aws_rds");
  const exported = exporters.includes("postgres");
  return dashboard({
    name: "slipway-postgres",
    title: "PostgreSQL",
    panels: [
      ...(managed.length === 0
        ? []
        : [
            lines({
              title: "Disk that is free",
              unit: "percentunit",
              limits: parts(thresholds.storageFreePercent),
              worse: "below",
              queries: managed.map(({ name, instances, storageGb = 0 }) => [
                `max by (dimension_DBInstanceIdentifier) (aws_rds_free_storage_space_minimum{dimension_DBInstanceIdentifier=~"${instances}"}) / ${storageGb * GIB}`,
                `${name} {{dimension_DBInstanceIdentifier}}`,
              ]),
            }),
            of("CPU", "cpuutilization_average", "percent", thresholds.databaseCpuPercent),
            lines({
              title: "Memory that is free",
              unit: "bytes",
              queries: [
                [
                  `aws_rds_freeable_memory_average{dimension_DBInstanceIdentifier=~"${all}"}`,
                  "{{dimension_DBInstanceIdentifier}} free",
                ],
                [
                  `aws_rds_swap_usage_average{dimension_DBInstanceIdentifier=~"${all}"}`,
                  "{{dimension_DBInstanceIdentifier}} swapped",
                ],
              ],
            }),
            of("Connections", "database_connections_maximum", "short", thresholds.connections),
            lines({
              title: "Disk, time of an operation",
              unit: "s",
              limits: { warning: 0.05 },
              queries: [
                [
                  `aws_rds_read_latency_average{dimension_DBInstanceIdentifier=~"${all}"}`,
                  "{{dimension_DBInstanceIdentifier}} read",
                ],
                [
                  `aws_rds_write_latency_average{dimension_DBInstanceIdentifier=~"${all}"}`,
                  "{{dimension_DBInstanceIdentifier}} write",
                ],
              ],
            }),
            of("CPU credits", "cpucredit_balance_minimum", "short"),
            of("Transaction ids in use", "maximum_used_transaction_ids_maximum", "short", { critical: 1e9 }),
          ]),
      lines({
        title: "Lag of replicas",
        unit: "s",
        limits: thresholds.replicaLagSeconds,
        queries: [
          ...(managed.length === 0
            ? []
            : [
                [
                  `aws_rds_replica_lag_maximum{dimension_DBInstanceIdentifier=~"${all}"}`,
                  "{{dimension_DBInstanceIdentifier}}",
                ] as const,
              ]),
          ...(exported ? [["max by (instance) (pg_replication_lag_seconds)", "{{instance}}"] as const] : []),
        ],
      }),
      ...(exported ? exportedPostgres(thresholds) : []),
      ...(pools.length > 0 ? ownPools : []),
    ],
  });
}

/** PgBouncers of Slipway's own. */
const ownPools: readonly SizedPanel[] = [
  numbers({ title: "Pools that answer", unit: "short", queries: [["max by (store) (pgbouncer_up)", "{{store}}"]] }),
  lines({
    title: "Longest wait for a connection of the pool",
    unit: "s",
    limits: { warning: 5 },
    queries: [["max by (store) (pgbouncer_pools_client_maxwait_seconds)", "{{store}}"]],
  }),
  lines({
    title: "Connections of pools",
    unit: "short",
    queries: [
      ["sum by (store) (pgbouncer_pools_server_active_connections)", "{{store}} in use"],
      ["sum by (store) (pgbouncer_pools_client_waiting_connections)", "{{store}} waited for"],
    ],
  }),
];

const exportedPostgres = (thresholds: MonitoringSettings["thresholds"]): readonly SizedPanel[] => [
  lines({
    title: "Servers that answer",
    unit: "short",
    queries: [
      ["min by (instance) (pg_up)", "{{instance}}"],
      ["max by (instance) (pg_exporter_last_scrape_error)", "{{instance}}: queries that fail"],
    ],
  }),
  lines({
    title: "Connections, of those allowed",
    unit: "percentunit",
    limits: parts(thresholds.connectionsPercent),
    queries: [
      [
        "sum by (instance) (pg_stat_activity_count) / on (instance) max by (instance) (pg_settings_max_connections)",
        "{{instance}}",
      ],
    ],
  }),
  lines({
    title: "Deadlocks",
    unit: "short",
    limits: { warning: 5 },
    queries: [["sum by (datname) (increase(pg_stat_database_deadlocks[10m]))", "{{datname}}"]],
  }),
  lines({
    title: "Longest transaction",
    unit: "s",
    limits: { warning: 900 },
    queries: [
      [
        'max by (datname, state) (pg_stat_activity_max_tx_duration{state=~"active|idle in transaction.*"})',
        "{{datname}} {{state}}",
      ],
    ],
  }),
  lines({
    title: "Transactions rolled back",
    unit: "short",
    queries: [
      ["sum by (datname) (rate(pg_stat_database_xact_rollback[10m]))", "{{datname}} rolled back"],
      ["sum by (datname) (rate(pg_stat_database_xact_commit[10m]))", "{{datname}} committed"],
    ],
  }),
  lines({
    title: "Blocks found in memory",
    unit: "percentunit",
    limits: { warning: 0.9 },
    worse: "below",
    queries: [
      [
        "sum by (instance) (rate(pg_stat_database_blks_hit[30m])) / (sum by (instance) (rate(pg_stat_database_blks_hit[30m])) + sum by (instance) (rate(pg_stat_database_blks_read[30m])))",
        "{{instance}}",
      ],
    ],
  }),
];

/** Of each Redis or Valkey. */
export function redisDashboard({ stores, exporters, thresholds }: MonitoringSettings): Dashboard {
  const managed = instancesOf(stores, "redis");
  const of = cloudLines(
    "dimension_CacheClusterId",
    managed.map(({ instances }) => instances).join("|"),
    "aws_elasticache",
  );
  return dashboard({
    name: "slipway-redis",
    title: "Redis",
    panels: [
      ...(managed.length === 0
        ? []
        : [
            of("Memory in use", "database_memory_usage_percentage_maximum", "percent", thresholds.redisMemoryPercent),
            of("CPU", "engine_cpuutilization_average", "percent", thresholds.databaseCpuPercent),
            of("Keys thrown out", "evictions_sum", "short", { warning: 100 }),
            of("Connections", "curr_connections_maximum", "short"),
            of("Lag of replicas", "replication_lag_maximum", "s", thresholds.replicaLagSeconds),
          ]),
      ...(exporters.includes("redis") ? exportedRedis(thresholds) : []),
    ],
  });
}

const exportedRedis = (thresholds: MonitoringSettings["thresholds"]): readonly SizedPanel[] => [
  numbers({ title: "Servers that answer", unit: "short", queries: [["min by (instance) (redis_up)", "{{instance}}"]] }),
  lines({
    title: "Memory in use, of maxmemory",
    unit: "percentunit",
    limits: parts(thresholds.redisMemoryPercent),
    queries: [["redis_memory_used_bytes / (redis_memory_max_bytes > 0)", "{{instance}}"]],
  }),
  lines({
    title: "Keys thrown out, by the exporter",
    unit: "short",
    limits: { warning: 100 },
    queries: [["sum by (instance) (increase(redis_evicted_keys_total[10m]))", "{{instance}}"]],
  }),
  lines({
    title: "Connections refused",
    unit: "short",
    queries: [
      ["sum by (instance) (increase(redis_rejected_connections_total[5m]))", "{{instance}} refused"],
      ["sum by (instance) (redis_connected_clients)", "{{instance}} open"],
    ],
  }),
  lines({
    title: "Replicas that are connected",
    unit: "short",
    queries: [["min by (instance) (redis_master_link_up)", "{{instance}}"]],
  }),
  lines({
    title: "Snapshots that succeed",
    unit: "short",
    queries: [["min by (instance) (redis_rdb_last_bgsave_status)", "{{instance}}"]],
  }),
];

/** Of each MongoDB. */
export function mongodbDashboard({ thresholds }: MonitoringSettings): Dashboard {
  const set = "{{set}}";
  return dashboard({
    name: "slipway-mongodb",
    title: "MongoDB",
    panels: [
      numbers({
        title: "Servers that answer",
        unit: "short",
        width: 8,
        queries: [["min by (instance) (mongodb_up)", "{{instance}}"]],
      }),
      lines({
        title: "State of members",
        unit: "short",
        queries: [
          [
            "max by (set, member_idx, member_state) (mongodb_rs_members_state)",
            `${set} {{member_idx}} {{member_state}}`,
          ],
        ],
      }),
      lines({
        title: "Members that are healthy",
        unit: "short",
        queries: [["min by (set, member_idx) (mongodb_rs_members_health)", `${set} {{member_idx}}`]],
      }),
      lines({
        title: "Lag of secondaries",
        unit: "s",
        limits: thresholds.replicaLagSeconds,
        queries: [
          [
            '(max by (set) (mongodb_rs_members_optimeDate{member_state="PRIMARY"}) - on (set) min by (set) (mongodb_rs_members_optimeDate{member_state="SECONDARY"})) / 1000',
            set,
          ],
        ],
      }),
      lines({
        title: "Connections, of those allowed",
        unit: "percentunit",
        limits: parts(thresholds.connectionsPercent),
        queries: [
          [
            'max by (instance) (mongodb_ss_connections{conn_type="current"}) / (max by (instance) (mongodb_ss_connections{conn_type="current"}) + max by (instance) (mongodb_ss_connections{conn_type="available"}))',
            "{{instance}}",
          ],
        ],
      }),
      lines({
        title: "Operations that wait",
        unit: "short",
        limits: { warning: 100 },
        queries: [
          ['sum by (instance) (mongodb_ss_globalLock_currentQueue{count_type=~"readers|writers"})', "{{instance}}"],
        ],
      }),
      lines({
        title: "Cursors that timed out",
        unit: "short",
        queries: [["sum by (instance) (increase(mongodb_ss_metrics_cursor_timedOut[10m]))", "{{instance}}"]],
      }),
    ],
  });
}
