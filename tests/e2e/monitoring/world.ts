/**
 * What a stack in use shows Prometheus, where the thing itself cannot run here: Envoy, the kubelet, kube-state-metrics,
 * add-ons, CloudWatch, PgBouncer, backups. Names and labels are those that their makers document; the stores' own exporters and
 * Prometheus itself are real. Among much that is well, a little of everything is wrong, so that every panel has
 * something to show. One second stands for a minute.
 */
import { backupMetrics, drillMetrics } from "../../../components/monitoring/backup-metrics";
import { type Exposition, GIB, type Labels, wave } from "./exposition";
import { platform } from "./world-platform";
import { telemetry } from "./world-telemetry";

const DAY = 86_400;

/** Each pod: its namespace, its workload and its name. */
const pods = ["web", "api", "worker"].flatMap((workload) =>
  ["x1", "x2"].map((end) => ({ workload, pod: `${workload}-7d4b9-${end}` })),
);

function traffic(give: Exposition): void {
  const { age } = give;
  for (const [workload, requests, shift] of [
    ["web", wave(age, 40, 160), 0],
    ["api", wave(age, 60, 240, 12), 7],
  ] as const) {
    const route = { envoy_cluster_name: `httproute/shop/${workload}/rule/0` };
    // A bad quarter of an hour in the middle.
    const failing = workload === "api" && age % 120 > 60 && age % 120 < 75 ? 0.04 : 0.0004;
    const status = (code: string, part: number): void => {
      give.counter("envoy_cluster_upstream_rq_xx", { ...route, envoy_response_code_class: code[0]! }, requests * part);
      give.counter("envoy_cluster_upstream_rq", { ...route, envoy_response_code: code }, requests * part);
    };
    status("200", 0.97 - failing);
    status("401", 0.02);
    status("429", 0.01);
    status("503", failing);
    const slower = wave(age, 0, 0.05, shift);
    give.histogram("envoy_cluster_upstream_rq_time", route, requests, {
      "25": 0.4,
      "50": 0.62 - slower,
      "100": 0.8 - slower,
      "250": 0.92 - slower,
      "500": 0.996 - slower / 20,
      "1000": 0.998,
      "2500": 0.9995,
      "5000": 1,
      "10000": 1,
    });
    give.counter("envoy_cluster_upstream_cx_connect_fail", route, failing);
    give.counter("envoy_cluster_upstream_rq_pending_overflow", route, failing);
  }
}

function edge(give: Exposition): void {
  const { age } = give;
  const manager = { envoy_http_conn_manager_prefix: "https-10443", pod: "envoy-7c9-1" };
  const requests = wave(age, 100, 400, 6);
  for (const [code, part] of [
    ["2", 0.967],
    ["3", 0.01],
    ["4", 0.02],
    ["5", 0.003],
  ] as const) {
    give.counter("envoy_http_downstream_rq_xx", { ...manager, envoy_response_code_class: code }, requests * part);
  }
  give.histogram("envoy_http_downstream_rq_time", manager, requests, {
    "25": 0.35,
    "100": 0.78,
    "250": 0.91,
    "1000": 0.995,
  });
  give.gauge("envoy_http_downstream_cx_active", manager, Math.round(wave(age, 200, 900, 3)));
  for (const target of ["shop.example.com", "api.example.com"]) {
    const probe = { target, instance: `https://${target}/` };
    give.gauge("probe_success", probe, 1);
    give.gauge("probe_duration_seconds", probe, wave(age, 0.05, 0.2, target.length));
    give.gauge("probe_ssl_earliest_cert_expiry", probe, Date.now() / 1000 + 60 * DAY);
  }
  const pod = { pod: "envoy-7c9-1" };
  give.counter("envoy_cluster_manager_cds_update_rejected", pod, 0);
  give.counter("envoy_listener_manager_lds_update_rejected", pod, 0);
  give.counter("envoy_listener_ssl_connection_error", pod, 0.2);
  give.counter("envoy_listener_ssl_handshake", pod, requests / 8);
  const certificate = { exported_namespace: "shop", name: "shop-tls" };
  give.gauge("certmanager_certificate_expiration_timestamp_seconds", certificate, Date.now() / 1000 + 60 * DAY);
  for (const condition of ["True", "False", "Unknown"]) {
    give.gauge("certmanager_certificate_ready_status", { ...certificate, condition }, condition === "True" ? 1 : 0);
  }
  give.counter(
    "certmanager_http_acme_client_request_count",
    { host: "acme-v02.api.letsencrypt.org", status: "429" },
    0.001,
  );
  give.gauge("external_dns_controller_last_sync_timestamp_seconds", {}, Date.now() / 1000 - 20);
  give.gauge(
    "aws_wafv2_blocked_requests_sum",
    { dimension_WebACL: "shop-prod", dimension_Rule: "ALL" },
    Math.round(wave(age, 5, 80)),
  );
}

function use(give: Exposition): void {
  const { age } = give;
  for (const [index, { workload, pod }] of pods.entries()) {
    const of = { namespace: "shop", pod, container: workload };
    give.gauge(
      "kube_pod_owner",
      { namespace: "shop", pod, owner_kind: "ReplicaSet", owner_name: `${workload}-7d4b9` },
      1,
    );
    give.counter("container_cpu_usage_seconds_total", of, wave(age, 0.1, 0.42, index * 9));
    give.counter("container_cpu_cfs_periods_total", of, 10);
    give.counter("container_cpu_cfs_throttled_periods_total", of, wave(age, 0, 1.5, index * 9));
    give.gauge("container_memory_working_set_bytes", of, wave(age, 0.3, 0.42, index * 5) * GIB);
    for (const [resource, requests, limits] of [
      ["cpu", 0.5, 1],
      ["memory", 0.4 * GIB, 0.5 * GIB],
    ] as const) {
      give.gauge("kube_pod_container_resource_requests", { ...of, resource }, requests);
      give.gauge("kube_pod_container_resource_limits", { ...of, resource }, limits);
    }
    give.counter("kube_pod_container_status_restarts_total", of, 0);
  }
}

function stores(give: Exposition): void {
  const { age } = give;
  const now = Date.now() / 1000;
  const rds = { dimension_DBInstanceIdentifier: "shop-prod-store-db" };
  const figures: Readonly<Record<string, number>> = {
    free_storage_space_minimum: (62 - age / 60) * GIB,
    cpuutilization_average: wave(age, 15, 55),
    freeable_memory_average: wave(age, 3, 5) * GIB,
    swap_usage_average: 0.01 * GIB,
    database_connections_maximum: Math.round(wave(age, 24, 70)),
    read_latency_average: wave(age, 0.001, 0.006),
    write_latency_average: wave(age, 0.002, 0.009),
    cpucredit_balance_minimum: wave(age, 300, 570),
    maximum_used_transaction_ids_maximum: 2e8 + age * 1e4,
  };
  for (const [metric, value] of Object.entries(figures)) give.gauge(`aws_rds_${metric}`, rds, value);
  const replica: Labels = { dimension_DBInstanceIdentifier: "shop-prod-store-db-replica-0" };
  give.gauge("aws_rds_replica_lag_maximum", replica, wave(age, 0.1, 2));
  const cache = { dimension_CacheClusterId: "shop-prod-store-cache-001" };
  give.gauge("aws_elasticache_database_memory_usage_percentage_maximum", cache, wave(age, 30, 62));
  give.gauge("aws_elasticache_engine_cpuutilization_average", cache, wave(age, 5, 30));
  give.gauge("aws_elasticache_evictions_sum", cache, 0);
  give.gauge("aws_elasticache_curr_connections_maximum", cache, Math.round(wave(age, 20, 60)));
  give.gauge("aws_elasticache_replication_lag_maximum", cache, wave(age, 0, 0.4));
  give.gauge("aws_billing_estimated_charges_maximum", { dimension_Currency: "USD" }, 412 + age / 10);
  give.gauge(backupMetrics.readable, {}, 1);
  for (const store of ["db", "cache"]) {
    const backup = { store, tier: "daily" };
    give.gauge(backupMetrics.lastSuccess, backup, now - 5 * 3600);
    give.gauge(backupMetrics.lastRun, backup, now - 5 * 3600);
    give.gauge(backupMetrics.succeeded, backup, 1);
    give.gauge(backupMetrics.bytes, backup, store === "db" ? 12 * GIB : GIB);
    give.gauge(backupMetrics.seconds, backup, 340);
    give.gauge(drillMetrics.lastSuccess, { store }, now - 3 * DAY);
    give.gauge(drillMetrics.succeeded, { store }, 1);
    give.gauge(drillMetrics.restoreSeconds, { store }, 540);
    give.gauge(drillMetrics.lostSeconds, { store }, 280);
  }
  give.gauge("mongodb_up", { instance: "mongo-0" }, 1);
  for (const [index, state] of (["PRIMARY", "SECONDARY", "SECONDARY"] as const).entries()) {
    const member = { set: "rs0", member_idx: `mongo-${index}`, member_state: state };
    give.gauge("mongodb_rs_members_state", member, state === "PRIMARY" ? 1 : 2);
    give.gauge("mongodb_rs_members_health", member, 1);
    give.gauge("mongodb_rs_members_optimeDate", member, Math.round(now * 1000) - index * 400);
  }
  const mongo = { instance: "mongo-0" };
  give.gauge("mongodb_ss_connections", { ...mongo, conn_type: "current" }, Math.round(wave(age, 40, 120)));
  give.gauge("mongodb_ss_connections", { ...mongo, conn_type: "available" }, 700);
  give.gauge("mongodb_ss_globalLock_currentQueue", { ...mongo, count_type: "readers" }, Math.round(wave(age, 0, 6)));
  give.counter("mongodb_ss_metrics_cursor_timedOut", mongo, 0.01);
  // As its exporter says it: for each pool, which is a database and who comes by it.
  for (const pod of ["pool-db-x1", "pool-db-x2"]) {
    give.gauge("pgbouncer_up", { store: "db", pod }, 1);
    const pool = { store: "db", pod, database: "shop", user: "api" };
    give.gauge("pgbouncer_pools_client_maxwait_seconds", pool, wave(age, 0, 0.3));
    give.gauge("pgbouncer_pools_client_waiting_connections", pool, Math.round(wave(age, 0, 4)));
    give.gauge("pgbouncer_pools_server_active_connections", pool, Math.round(wave(age, 3, 12)));
  }
}

/** What the workloads say of themselves. */
function business(give: Exposition): void {
  give.counter("shop_orders_total", {}, wave(give.age, 0.4, 2.1));
  give.gauge("shop_payments_failed_ratio", {}, wave(give.age, 0.004, 0.02));
}

const BEGUN = Math.round(Date.now() / 1000);

/** Releases as Helm keeps them: workload, revision, hours before the tests began, what became of it. */
const released: readonly (readonly [string, number, number, string])[] = [
  ["web", 7, 70, "superseded"],
  ["web", 8, 20, "deployed"],
  ["api", 11, 100, "superseded"],
  ["api", 12, 44, "failed"],
  ["api", 13, 43.8, "superseded"],
  ["api", 14, 3, "deployed"],
  ["worker", 3, 50, "superseded"],
  ["cron", 2, 30, "pending-upgrade"],
  // In the course of the tests.
  ["worker", 4, -45 / 3600, "deployed"],
];

/** Releases, and the commits of the newest. */
function releases(give: Exposition): void {
  for (const [workload, revision, hoursAgo, status] of released) {
    const made = BEGUN - hoursAgo * 3600;
    if (made > Date.now() / 1000) continue;
    const secret = { namespace: "shop", secret: `sh.helm.release.v1.${workload}.v${revision}` };
    give.gauge("kube_secret_created", secret, made);
    give.gauge("kube_secret_labels", { ...secret, label_owner: "helm", label_name: workload, label_status: status }, 1);
  }
  for (const [workload, commit, hoursAgo] of [
    ["web", "4f5a2c91be07", 26],
    ["api", "91be074f5a2c", 3.6],
  ] as const) {
    give.gauge("slipway:workload_commit:timestamp", { namespace: "shop", workload, commit }, BEGUN - hoursAgo * 3600);
  }
}

/** Everything, for one scrape. */
export function world(give: Exposition): void {
  traffic(give);
  edge(give);
  use(give);
  stores(give);
  business(give);
  releases(give);
  platform(give);
  telemetry(give);
}
