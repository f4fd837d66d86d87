import { flat, grow, judged, type RuleCase, type Series } from "./case";

const api = { namespace: "shop", workload: "api" };
const web = { namespace: "shop", workload: "web" };
const route = (workload: string) =>
  `envoy_cluster_name="httproute/shop/${workload}/rule/0",namespace="envoy-gateway-system"`;

/** A limit of web's own: recorded by a group that does nothing else. */
const own = (limit: string, value: number): Series => ({
  [`slipway:workload_limit:value{namespace="shop",workload="web",limit="${limit}",severity="critical"}`]: flat(value),
});

/** 600 requests a minute, a part of which fails. */
const failing =
  (workload: string) =>
  (part: number): Series => ({
    [`envoy_cluster_upstream_rq_xx{${route(workload)},envoy_response_code_class="2"}`]: grow(600 * (1 - part)),
    [`envoy_cluster_upstream_rq_xx{${route(workload)},envoy_response_code_class="5"}`]: grow(600 * part),
  });

const limited = (part: number): Series => ({ ...failing("web")(part), ...own("errorPercent", 0.01) });

/** 600 requests a minute, all but a part of them within 100 ms and the others within `ms`. */
const slow =
  (workload: string, part: number) =>
  (ms: number): Series => {
    const bucket = (le: string, count: number) => ({
      [`envoy_cluster_upstream_rq_time_bucket{${route(workload)},le="${le}"}`]: grow(count),
    });
    const bounds = [100, 250, 500, 1000, 2500, 5000, 10000];
    return {
      ...failing(workload)(0),
      ...Object.assign({}, ...bounds.map((le) => bucket(String(le), le >= ms ? 600 : 600 * (1 - part)))),
      ...bucket("+Inf", 600),
    };
  };

/** 10 requests a second, the slowest of which take so many seconds. */
const tail = (seconds: number): Series => ({
  'slipway:workload_requests:rate5m{namespace="shop",workload="api"}': flat(10),
  'slipway:workload_seconds:quantile5m{namespace="shop",workload="api",quantile="0.99"}': flat(seconds),
});

/** Pods of a ReplicaSet that use so much of what they have been given. */
const using =
  (resource: "cpu" | "memory") =>
  (part: number): Series => ({
    'kube_pod_owner{namespace="shop",pod="api-7d4b9-x1",owner_kind="ReplicaSet",owner_name="api-7d4b9"}': flat(1),
    ...(resource === "cpu"
      ? {
          'container_cpu_usage_seconds_total{namespace="shop",pod="api-7d4b9-x1",container="app"}': grow(60 * part),
          'kube_pod_container_resource_requests{namespace="shop",pod="api-7d4b9-x1",container="app",resource="cpu"}':
            flat(1),
        }
      : {
          'container_memory_working_set_bytes{namespace="shop",pod="api-7d4b9-x1",container="app"}': flat(part * 1e9),
          'kube_pod_container_resource_limits{namespace="shop",pod="api-7d4b9-x1",container="app",resource="memory"}':
            flat(1e9),
        }),
  });

const keda = (workload: string) =>
  `keda_scaler_metrics_value{exported_namespace="shop",scaledObject="${workload}",scaler="redisScaler",namespace="keda"}`;
const waiting =
  (workload: string) =>
  (jobs: number): Series => ({
    [keda(workload)]: flat(jobs),
    ...own("backlog", 5000),
  });

const requests = 'slipway:workload_requests:rate5m{namespace="shop",workload="web"}';

const DAYS = 600;
/** 10 requests a second for hours, and the objective that they are held against. */
const promised: Series = {
  'slipway:slo_objective:ratio{namespace="shop",workload="web",slo="availability"}': flat(0.999, DAYS),
  [requests]: flat(10, DAYS),
};
/** A part of them fails. */
const burning = (part: number): Series => ({
  ...promised,
  'slipway:workload_errors:rate5m{namespace="shop",workload="web"}': flat(10 * part, DAYS),
});
/** The same as the slower groups find it. */
const budget = (part: number): Series => ({
  ...promised,
  'slipway:slo_errors:rate5m{namespace="shop",workload="web",slo="availability"}': flat(10 * part, DAYS),
});
const availability = { ...web, slo: "availability" };
/** Windows of days are recorded by the slower group. */
const recorded =
  (window: string) =>
  (part: number): Series => ({
    ...budget(part),
    [`slipway:slo_errors:ratio{namespace="shop",workload="web",slo="availability",window="${window}"}`]: flat(
      part,
      DAYS,
    ),
  });

/** Traffic, use, queues and objectives of workloads. `web` has limits of its own; `api` has the stack's. */
export const workloadCases: readonly RuleCase[] = [
  judged("WorkloadErrorRatioHigh", "critical", "20m", web, limited, 0.011, 0.009),
  judged("WorkloadErrorRatioHigh", "warning", "20m", api, failing("api"), 0.012, 0.009),
  judged("WorkloadSlow", "critical", "20m", api, slow("api", 0.1), 5000, 1000),
  judged("WorkloadSlow", "warning", "20m", web, slow("web", 0.1), 2500, 1000),
  judged("WorkloadSlowest", "warning", "30m", api, tail, 5.1, 4.9),
  {
    alert: "WorkloadTrafficDropped",
    severity: "warning",
    at: "165m",
    labels: api,
    fires: { [`envoy_cluster_upstream_rq_xx{${route("api")},envoy_response_code_class="2"}`]: "0+600x130 78060+60x60" },
    quiet: {
      [`envoy_cluster_upstream_rq_xx{${route("api")},envoy_response_code_class="2"}`]: "0+600x130 78240+240x60",
    },
  },
  judged("WorkloadCpuHigh", "warning", "30m", api, using("cpu"), 0.85, 0.75),
  judged("WorkloadMemoryHigh", "warning", "30m", api, using("memory"), 0.9, 0.8),
  judged("QueueBacklogHigh", "warning", "10m", api, waiting("api"), 1001, 999),
  judged("QueueBacklogHigh", "critical", "10m", web, waiting("web"), 5001, 4999),
  {
    alert: "QueueStalled",
    severity: "warning",
    at: "80m",
    labels: { namespace: "shop", workload: "worker" },
    fires: { 'celery_queue_length{queue_name="celery"}': "50+1x120" },
    quiet: { 'celery_queue_length{queue_name="celery"}': "500-3x120" },
  },
  { ...judged("SloBudgetBurning", "critical", "2h", availability, burning, 0.015, 0.014), window: "1h" },
  { ...judged("SloBudgetBurning", "critical", "8h", availability, budget, 0.0065, 0.0055), window: "6h" },
  {
    ...judged("SloBudgetBurning", "warning", "3h", availability, recorded("1d"), 0.0035, 0.0029),
    window: "1d",
  },
  {
    ...judged("SloBudgetBurning", "warning", "8h", availability, recorded("3d"), 0.0011, 0.0009),
    window: "3d",
  },
  judged("SloBudgetSpent", "warning", "1h", availability, budget, 0.0011, 0.0009),
  judged("SloBudgetLow", "info", "1h", availability, budget, 0.0008, 0.0007),
  judged(
    "BusinessMetricLow",
    "warning",
    "30m",
    {},
    (perMinute: number) => ({ shop_orders_total: grow(perMinute) }),
    0.5,
    2,
  ),
  judged(
    "BusinessMetricHigh",
    "warning",
    "30m",
    {},
    (part: number) => ({ shop_payments_failed_ratio: flat(part) }),
    0.2,
    0.05,
  ),
];
