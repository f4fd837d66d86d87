import { flat, grow, judged, type RuleCase, type Series } from "./case";

const GIB = 2 ** 30;
const rds = 'dimension_DBInstanceIdentifier="shop-prod-store-db"';
const replica = 'dimension_DBInstanceIdentifier="shop-prod-store-db-replica-1"';
const db = { store: "db", instance: "shop-prod-store-db" };
const node = 'dimension_CacheClusterId="shop-prod-store-cache-001"';
const cache = { store: "cache", instance: "shop-prod-store-cache-001" };

const gauge =
  (selector: string, others: Series = {}) =>
  (value: number): Series => ({ ...others, [selector]: flat(value) });

const pg = 'namespace="shop",instance="db:9187"';
const ofPg = { namespace: "shop", instance: "db:9187" };
const shop = { ...ofPg, datname: "shop" };
const redis = 'namespace="shop",instance="cache:9121"';
const ofRedis = { namespace: "shop", instance: "cache:9121" };
const mongo = 'namespace="shop",instance="mongo:9216"';
const ofMongo = { namespace: "shop", instance: "mongo:9216" };
const member = (state: string, idx: string) => `${mongo},set="rs0",member_state="${state}",member_idx="${idx}"`;

/** So many of a hundred connections are in use. */
const connected = (count: number): Series => ({
  [`pg_stat_activity_count{${pg},datname="shop",state="active"}`]: flat(count - 10),
  [`pg_stat_activity_count{${pg},datname="shop",state="idle"}`]: flat(10),
  [`pg_settings_max_connections{${pg}}`]: flat(100),
});
const mongoConnected = (count: number): Series => ({
  [`mongodb_ss_connections{${mongo},conn_type="current"}`]: flat(count),
  [`mongodb_ss_connections{${mongo},conn_type="available"}`]: flat(100 - count),
});
/** A secondary that is so many seconds behind its primary; dates are in milliseconds. */
const behind = (seconds: number): Series => ({
  [`mongodb_rs_members_optimeDate{${member("PRIMARY", "mongo-0")}}`]: flat(1_000_000_000),
  [`mongodb_rs_members_optimeDate{${member("SECONDARY", "mongo-1")}}`]: flat(1_000_000_000 - seconds * 1000),
});
const rolledBack = (part: number): Series => ({
  [`pg_stat_database_xact_rollback{${pg},datname="shop"}`]: grow(6000 * part),
  [`pg_stat_database_xact_commit{${pg},datname="shop"}`]: grow(6000 * (1 - part)),
});
const found = (part: number): Series => ({
  [`pg_stat_database_blks_hit{${pg},datname="shop"}`]: grow(60_000 * part),
  [`pg_stat_database_blks_read{${pg},datname="shop"}`]: grow(60_000 * (1 - part)),
});

/** PostgreSQL, Redis and MongoDB, by CloudWatch and by exporters. */
export const storeCases: readonly RuleCase[] = [
  judged(
    "PostgresStorageLow",
    "warning",
    "10m",
    db,
    gauge(`aws_rds_free_storage_space_minimum{${rds}}`),
    19 * GIB,
    21 * GIB,
  ),
  judged(
    "PostgresStorageLow",
    "critical",
    "10m",
    db,
    gauge(`aws_rds_free_storage_space_minimum{${rds}}`),
    9 * GIB,
    11 * GIB,
  ),
  judged("PostgresCpuHigh", "warning", "15m", db, gauge(`aws_rds_cpuutilization_average{${rds}}`), 81, 79),
  judged(
    "PostgresMemoryLow",
    "warning",
    "20m",
    db,
    gauge(`aws_rds_freeable_memory_average{${rds}}`, { [`aws_rds_swap_usage_average{${rds}}`]: flat(GIB) }),
    GIB / 8,
    GIB,
  ),
  judged(
    "PostgresConnectionsHigh",
    "warning",
    "10m",
    db,
    gauge(`aws_rds_database_connections_maximum{${rds}}`),
    101,
    99,
  ),
  judged(
    "PostgresConnectionsHigh",
    "critical",
    "10m",
    db,
    gauge(`aws_rds_database_connections_maximum{${rds}}`),
    151,
    149,
  ),
  judged(
    "PostgresReplicaLags",
    "warning",
    "10m",
    { store: "db", instance: "shop-prod-store-db-replica-1" },
    gauge(`aws_rds_replica_lag_maximum{${replica}}`),
    61,
    59,
  ),
  judged(
    "PostgresReplicaLags",
    "critical",
    "10m",
    { store: "db", instance: "shop-prod-store-db-replica-1" },
    gauge(`aws_rds_replica_lag_maximum{${replica}}`),
    601,
    599,
  ),
  judged("PostgresDiskSlow", "warning", "20m", db, gauge(`aws_rds_write_latency_average{${rds}}`), 0.06, 0.04),
  judged("PostgresCreditsLow", "warning", "20m", db, gauge(`aws_rds_cpucredit_balance_minimum{${rds}}`), 19, 21),
  judged(
    "PostgresTransactionIdsRunOut",
    "critical",
    "20m",
    db,
    gauge(`aws_rds_maximum_used_transaction_ids_maximum{${rds}}`),
    1.1e9,
    0.9e9,
  ),
  {
    alert: "PostgresUnseen",
    severity: "warning",
    at: "40m",
    labels: { store: "db" },
    // Another database's metrics do not stand in for its own.
    fires: { 'aws_rds_database_connections_maximum{dimension_DBInstanceIdentifier="other"}': flat(3) },
    quiet: { [`aws_rds_database_connections_maximum{${rds}}`]: flat(3) },
  },
  judged("PoolDown", "critical", "5m", { store: "db" }, gauge('pgbouncer_up{store="db"}'), 0, 1),
  judged(
    "PoolWaits",
    "warning",
    "10m",
    { store: "db" },
    gauge('pgbouncer_pools_client_maxwait_seconds{store="db",database="shop",user="api"}'),
    6,
    4,
  ),
  judged("PostgresDown", "critical", "5m", ofPg, gauge(`pg_up{${pg}}`), 0, 1),
  judged(
    "PostgresExporterFailing",
    "warning",
    "20m",
    ofPg,
    gauge(`pg_exporter_last_scrape_error{${pg}}`, { [`pg_up{${pg}}`]: flat(1) }),
    1,
    0,
  ),
  judged("PostgresConnectionsNearLimit", "warning", "10m", ofPg, connected, 81, 79),
  judged("PostgresConnectionsNearLimit", "critical", "10m", ofPg, connected, 96, 94),
  judged("PostgresReplicationLags", "warning", "10m", ofPg, gauge(`pg_replication_lag_seconds{${pg}}`), 61, 59),
  judged("PostgresReplicationLags", "critical", "10m", ofPg, gauge(`pg_replication_lag_seconds{${pg}}`), 601, 599),
  judged(
    "PostgresDeadlocks",
    "warning",
    "15m",
    shop,
    (perMinute: number) => ({ [`pg_stat_database_deadlocks{${pg},datname="shop"}`]: grow(perMinute) }),
    1,
    0.4,
  ),
  judged(
    "PostgresLongTransaction",
    "warning",
    "10m",
    shop,
    gauge(`pg_stat_activity_max_tx_duration{${pg},datname="shop",state="idle in transaction"}`),
    901,
    899,
  ),
  judged("PostgresRollbacks", "info", "30m", shop, rolledBack, 0.11, 0.09),
  judged("PostgresCacheMisses", "info", "70m", ofPg, found, 0.89, 0.91),

  judged(
    "RedisMemoryHigh",
    "warning",
    "10m",
    cache,
    gauge(`aws_elasticache_database_memory_usage_percentage_maximum{${node}}`),
    81,
    79,
  ),
  judged(
    "RedisMemoryHigh",
    "critical",
    "10m",
    cache,
    gauge(`aws_elasticache_database_memory_usage_percentage_maximum{${node}}`),
    96,
    94,
  ),
  judged(
    "RedisCpuHigh",
    "warning",
    "15m",
    cache,
    gauge(`aws_elasticache_engine_cpuutilization_average{${node}}`),
    81,
    79,
  ),
  judged("RedisEvicting", "warning", "15m", cache, gauge(`aws_elasticache_evictions_sum{${node}}`), 101, 99),
  judged(
    "RedisReplicaLags",
    "warning",
    "10m",
    cache,
    gauge(`aws_elasticache_replication_lag_maximum{${node}}`),
    61,
    59,
  ),
  judged(
    "RedisReplicaLags",
    "critical",
    "10m",
    cache,
    gauge(`aws_elasticache_replication_lag_maximum{${node}}`),
    601,
    599,
  ),
  {
    alert: "RedisUnseen",
    severity: "warning",
    at: "40m",
    labels: { store: "cache" },
    fires: { 'aws_elasticache_curr_connections_maximum{dimension_CacheClusterId="other-001"}': flat(3) },
    quiet: { [`aws_elasticache_curr_connections_maximum{${node}}`]: flat(3) },
  },
  judged("RedisDown", "critical", "5m", ofRedis, gauge(`redis_up{${redis}}`), 0, 1),
  judged(
    "RedisMemoryNearLimit",
    "warning",
    "10m",
    ofRedis,
    gauge(`redis_memory_used_bytes{${redis}}`, { [`redis_memory_max_bytes{${redis}}`]: flat(1000) }),
    801,
    799,
  ),
  judged(
    "RedisMemoryNearLimit",
    "critical",
    "10m",
    ofRedis,
    gauge(`redis_memory_used_bytes{${redis}}`, { [`redis_memory_max_bytes{${redis}}`]: flat(1000) }),
    951,
    949,
  ),
  judged(
    "RedisKeysEvicted",
    "warning",
    "20m",
    ofRedis,
    (perMinute: number) => ({ [`redis_evicted_keys_total{${redis}}`]: grow(perMinute) }),
    11,
    9,
  ),
  judged(
    "RedisConnectionsRefused",
    "critical",
    "10m",
    ofRedis,
    (perMinute: number) => ({ [`redis_rejected_connections_total{${redis}}`]: grow(perMinute) }),
    1,
    0,
  ),
  judged("RedisReplicaDisconnected", "warning", "10m", ofRedis, gauge(`redis_master_link_up{${redis}}`), 0, 1),
  judged("RedisSnapshotFailing", "critical", "15m", ofRedis, gauge(`redis_rdb_last_bgsave_status{${redis}}`), 0, 1),

  judged("MongodbDown", "critical", "5m", ofMongo, gauge(`mongodb_up{${mongo}}`), 0, 1),
  judged(
    "MongodbNoPrimary",
    "critical",
    "5m",
    { namespace: "shop", set: "rs0" },
    (first: string) => ({
      [`mongodb_rs_members_state{${member(first, "mongo-0")}}`]: flat(first === "PRIMARY" ? 1 : 2),
      [`mongodb_rs_members_state{${member("SECONDARY", "mongo-1")}}`]: flat(2),
    }),
    "SECONDARY",
    "PRIMARY",
  ),
  judged(
    "MongodbMemberUnhealthy",
    "warning",
    "10m",
    { namespace: "shop", set: "rs0", member_idx: "mongo-1" },
    gauge(`mongodb_rs_members_health{${member("SECONDARY", "mongo-1")}}`),
    0,
    1,
  ),
  judged("MongodbReplicaLags", "warning", "10m", { namespace: "shop", set: "rs0" }, behind, 61, 59),
  judged("MongodbReplicaLags", "critical", "10m", { namespace: "shop", set: "rs0" }, behind, 601, 599),
  judged("MongodbConnectionsNearLimit", "warning", "10m", ofMongo, mongoConnected, 81, 79),
  judged("MongodbConnectionsNearLimit", "critical", "10m", ofMongo, mongoConnected, 96, 94),
  judged(
    "MongodbOperationsQueued",
    "warning",
    "10m",
    ofMongo,
    gauge(`mongodb_ss_globalLock_currentQueue{${mongo},count_type="writers"}`, {
      [`mongodb_ss_globalLock_currentQueue{${mongo},count_type="readers"}`]: flat(50),
    }),
    51,
    49,
  ),
  judged(
    "MongodbCursorsTimedOut",
    "info",
    "20m",
    ofMongo,
    (perMinute: number) => ({ [`mongodb_ss_metrics_cursor_timedOut{${mongo}}`]: grow(perMinute) }),
    11,
    9,
  ),
];
