import {
  alerted,
  all,
  backWithin,
  because,
  configured,
  costs,
  drawn,
  forgets,
  grown,
  of,
  raised,
  registered,
  released,
  type SystemFigures,
  said,
} from "../figures";
import { loads } from "../load";
import { cached, FIREWALL, heading, limited, limitedAt, POSTGRES, pipeline, REDIS } from "./shared";

export const leather: SystemFigures = {
  name: "leather-api",
  workloads: { web: "web", worker: "worker", beat: "scheduler" },
  advice: { "image-signature-verified": 1, "rds-monitored": 1, "bucket-backed-up": 2, "zone-query-log": 1 },
  figures: [
    ["network", "public subnets", registered("network-public-out", { destinationCidrBlock: "0.0.0.0/0" })],
    ["network", "private subnets", registered("network-private-c", { mapPublicIpOnLaunch: false })],
    ["network", "NAT gateways", registered("network-nat-c", { subnetId: expect.stringContaining("subnet-") })],
    ["PostgreSQL", "multi-AZ RDS", registered("store-db", POSTGRES)],
    ["PostgreSQL", "db.t3.medium", registered("store-db", { instanceClass: "db.t3.medium" })],
    ["PostgreSQL", "alert at free storage < 20%", raised("PostgresStorageLow warning", "< 0.2")],
    ["Redis", "ElastiCache", registered("store-cache", REDIS)],
    ["Redis", "cache.t3.micro", registered("store-cache", { nodeType: "cache.t3.micro" })],
    ["media", "a bucket", registered("store-media-versioning", { versioningConfiguration: { status: "Enabled" } })],
    ["media", "behind a CDN", cached("/media/*")],
    ["web", "gunicorn", released("web", { command: ["gunicorn", "leather.asgi:application"] })],
    ["web", "uvicorn workers", released("web", { args: expect.arrayContaining(["uvicorn.workers.UvicornWorker"]) })],
    [
      "web",
      "workers = CPU × 2 + 1",
      of((prod) => {
        const { env, resources } = prod.values("web") as {
          env: Record<string, string>;
          resources: { requests: { cpu: string } };
        };
        expect(Number(env["WEB_CONCURRENCY"])).toBe(Number(resources.requests.cpu) * 2 + 1);
      }),
    ],
    ["web", "at least 2 replicas", released("web", { autoscaling: { min: 2 } })],
    ["web", "at most 10 replicas", released("web", { autoscaling: { max: 10 } })],
    ["web", "out at CPU > 60%", released("web", { autoscaling: { cpu: 60 } })],
    ["web", "out after 5 min", released("web", { autoscaling: { behaviour: { up: { stabilizationSeconds: 300 } } } })],
    // Contradicts its platform: an autoscaler has one target. At a fifth of use it wants ⌈10 × 20 / 60⌉ = 4 of 10 pods.
    [
      "web",
      "in at < 20%: one target, and the README says how it is near",
      said("examples/leather-api/README.md", /At 20% it wants a third/),
    ],
    [
      "web",
      "in after 10 min",
      released("web", { autoscaling: { behaviour: { down: { stabilizationSeconds: 600 } } } }),
    ],
    [
      "web",
      "start < 30 s",
      released("web", { probes: { startup: { path: "/health", periodSeconds: 3, failureThreshold: 10 } } }),
    ],
    ["worker", "Celery", released("worker", { command: ["celery", "--app", "leather", "worker"] })],
    ["worker", "concurrency 4 a container", released("worker", { args: ["--concurrency", "4"] })],
    [
      "worker",
      "scaled by Redis queue length",
      released("worker", {
        autoscaling: { triggers: [{ type: "redis", metadata: { listName: "celery", listLength: "100" } }] },
      }),
    ],
    [
      "worker",
      "spot capacity",
      all(released("worker", { spot: "preferred" }), configured({ cluster: { capacity: "spot" } })),
    ],
    // AWS sets the price by the hour, and by type and zone: 61% for this region's machines by the price file.
    [
      "worker",
      "spot saves 70%, nearest by list: what its nodes cost of the price on demand",
      of(({ report }) => {
        const [spot] = (report.cost?.lines ?? []).filter(({ what }) => / spot,/.test(what));
        const [steady] = (report.cost?.lines ?? []).filter(({ what }) => /t4g\.small, for pods/.test(what));
        expect(spot!.price / steady!.price).toBeLessThan(0.45);
      }),
    ],
    [
      "beat",
      "one Celery beat",
      released("beat", { kind: "scheduler", command: ["celery", "--app", "leather", "beat"] }),
    ],
    [
      "beat",
      "never two at once",
      said("charts/workload/templates/statefulset.yaml", /eq .Values.kind "scheduler".* replicas: 1 /),
    ],
    [
      "migrations",
      "before the new release",
      released("web-migrate", { kind: "task", command: ["python", "manage.py", "migrate", "--noinput"] }),
    ],
    [
      "migrations",
      "zero-downtime: tried dry, and the old version serves meanwhile",
      released("web-migrate", { job: { before: [{ name: "dry-run" }] } }),
    ],
    ["migrations", "two-phase advice", said("docs/guides/rollouts.md", /in two releases/)],
    [
      "edge",
      "DNS",
      registered("edge-cdn-records-api-leather-example-com-a", { name: "api.leather.example.com", type: "A" }),
    ],
    [
      "edge",
      "managed certificate",
      registered("edge-cdn-certificate", { domainName: "api.leather.example.com", validationMethod: "DNS" }),
    ],
    ["edge", "CDN", registered("edge-cdn", { enabled: true, aliases: ["api.leather.example.com"] })],
    [
      "edge",
      "HTTPS redirect",
      registered("envoy-gateway-httproute-https-redirect", {
        spec: { rules: [{ filters: [{ requestRedirect: { scheme: "https", statusCode: 301 } }] }] },
      }),
    ],
    ["edge", "10 req/s API", limited(10 * 300)],
    ["edge", "10 req/s API, at the gateway", limitedAt("web", { name: "api", requests: 10, unit: "Second" })],
    [
      "edge",
      "5 req/s writes",
      limitedAt("web", { requests: 5, unit: "Second", methods: ["POST", "PUT", "PATCH", "DELETE"] }),
    ],
    ["edge", "HSTS", heading("web", { "Strict-Transport-Security": "max-age=31536000; includeSubDomains" })],
    ["edge", "CSP", heading("web", { "Content-Security-Policy": "default-src 'self'" })],
    ["edge", "X-Frame-Options", heading("web", { "X-Frame-Options": "DENY" })],
    ["edge", "X-Content-Type-Options", heading("web", { "X-Content-Type-Options": "nosniff" })],
    ["edge", "X-XSS-Protection", heading("web", { "X-XSS-Protection": "1; mode=block" })],
    [
      "edge",
      "100/h anonymous",
      limitedAt("web", {
        requests: 100,
        unit: "Hour",
        scope: "global",
        header: { name: "authorization", present: false },
      }),
    ],
    [
      "edge",
      "1,000/h authenticated",
      limitedAt("web", {
        requests: 1000,
        unit: "Hour",
        scope: "global",
        header: { name: "authorization", present: true },
      }),
    ],
    ["edge", "WAF", FIREWALL],
    // RDS refuses a maintenance window that overlaps its backups': backups have the first hour.
    [
      "maintenance",
      "Sunday 02:00–04:00 UTC, of which backups take the first hour",
      all(
        registered("store-db", { maintenanceWindow: "sun:03:00-sun:04:00" }),
        registered("store-cache", { maintenanceWindow: "sun:03:00-sun:04:00" }),
      ),
    ],
    [
      "maintenance",
      "monthly",
      because("RDS and ElastiCache have weekly windows alone; in a week without a patch nothing happens"),
    ],
    [
      "secrets",
      "in a secret manager",
      registered("secret-django-secret-key", { name: "leather-api/prod/django-secret-key" }),
    ],
    ["logs", "structured JSON", released("web", { env: { LOG_FORMAT: "json" } })],
    [
      "logs",
      "30 days: of pods, the cluster and the network",
      all(
        registered("pod-logs", { retentionInDays: 30 }),
        registered("cluster-logs", { retentionInDays: 30 }),
        registered("network-flow-logs", { retentionInDays: 30 }),
      ),
    ],
    [
      "alerts",
      "error rate > 1% 5 min (page)",
      all(raised("WorkloadErrorRatioHigh critical", " + 0.01)", "5m"), raised("WorkloadErrorRatioHigh warning", null)),
    ],
    [
      "alerts",
      "p95 > 2 s 5 min",
      all(raised("WorkloadSlow warning", " + 2)", "5m"), raised("WorkloadSlow critical", null)),
    ],
    ["alerts", "CPU > 80% 10 min", raised("WorkloadCpuHigh warning", " + 0.8)", "10m")],
    ["alerts", "DB storage < 20%", raised("PostgresStorageLow warning", "< 0.2", "5m")],
    ["alerts", "Celery backlog > 1000", raised("QueueBacklogHigh warning", " + 1000)")],
    ["dashboards", "req/s", drawn("requests a second")],
    ["dashboards", "error %", drawn("requests that failed")],
    ["dashboards", "p50", drawn('quantile=\\"0.5\\"')],
    ["dashboards", "p95", drawn('quantile=\\"0.95\\"')],
    ["dashboards", "p99", drawn('quantile=\\"0.99\\"')],
    ["dashboards", "CPU", drawn('"cpu, of what is requested"')],
    ["dashboards", "memory", drawn('"memory, of its limit"')],
    ["dashboards", "DB connections", drawn("aws_rds_database_connections")],
    ["dashboards", "Redis memory", drawn("aws_elasticache_database_memory")],
    ["dashboards", "queue length", drawn("jobs that wait")],
    ["backups", "daily 02:00 UTC", released("backups-jobs", { stores: { db: { schedules: { daily: "0 2 * * *" } } } })],
    ["backups", "daily kept 7 d, below `daily/`", forgets("backups", "db-daily", "daily/db/", 7)],
    ["backups", "weekly kept 30 d, below `weekly/`", forgets("backups", "db-weekly", "weekly/db/", 30)],
    ["backups", "monthly kept 90 d, below `monthly/`", forgets("backups", "db-monthly", "monthly/db/", 90)],
    [
      "backups",
      "the weekly one is Sunday's, the monthly one the 1st's",
      released("backups-jobs", { stores: { db: { keepTiers: ["weekly", "monthly"] } } }),
    ],
    ["backups", "prefix `safety/`", forgets("backups", "db-safety", "safety/db/", 30)],
    [
      "backups",
      "a restore takes a safety backup first",
      said("docs/guides/backups.md", /It takes a safety backup; restores into a new database/),
    ],
    [
      "backups",
      "a restore verifies",
      released("backups-jobs", { stores: { db: { rows: "hash", drill: "0 5 * * 1" } } }),
    ],
    ["recovery", "DB restore 15 min: a drill that takes longer is an alert", raised("RestoreTooSlow warning", "> 900")],
    ["recovery", "rollback < 5 min: ten pods of 30 s, one after the other", backWithin("web", 300)],
    // No account to fail over in; what bounds it is that the data is there, and a stack of its own is brought up over it.
    [
      "recovery",
      "region failover 2 h: backups are in another region, under a key there",
      registered("backups-replication", { rules: [{ status: "Enabled", filter: { prefix: "" } }] }),
    ],
    [
      "recovery",
      "full loss 4 h: nothing that is lost with the account is needed but backups and this config",
      all(
        forgets("backups-copy", "db-monthly", "monthly/db/", 90),
        said("docs/guides/backups.md", /The server or the account is gone/),
      ),
    ],
    ["recovery", "RPO 24 h worst", raised("RestoreLosesTooMuch warning", "> 86400")],
    [
      "recovery",
      "RPO < 1 h typical: RDS goes back to any of the last five minutes",
      registered("store-db", { backupRetentionPeriod: 30 }),
    ],
    [
      "deploy",
      "build → registry → migrate → deploy → smoke → auto-rollback → Slack",
      pipeline("deliver", /build and push.*migrate and roll out.*smoke.*roll back.*Slack/),
    ],
    [
      "deploy",
      "auto-rollback: a release that does not become ready is taken back",
      registered("web", { atomic: true, cleanupOnFail: true }),
    ],
    [
      "deploy",
      "Slack",
      configured({
        monitoring: {
          routes: expect.arrayContaining([expect.objectContaining({ to: "slack", target: "#leather-alerts" })]),
        },
      }),
    ],
    // Both waits together: what Slipway's part of a deploy can take before it gives up.
    [
      "deploy",
      "< 10 min: a new version is ready in four minutes, or not taken",
      all(registered("web", { timeout: 240 }), released("web-migrate", { job: { activeDeadlineSeconds: 600 } })),
    ],
    ["deploy", "coverage ≥ 85%", pipeline("check", /COVERAGE: 85 .*--cov-fail-under="\$COVERAGE"/)],
    [
      "load",
      "1000 req/s sustained",
      loads({ scenarios: { sustained: { executor: "constant-arrival-rate", rate: 1000, timeUnit: "1s" } } }),
    ],
    [
      "load",
      "p95 < 500 ms",
      all(
        loads({ thresholds: { http_req_duration: ["p(95)<500"] } }),
        configured({ workloads: { web: { slo: { latency: { percent: 95, ms: 500 } } } } }),
      ),
    ],
    [
      "load",
      "errors < 0.1%",
      all(
        loads({ thresholds: { http_req_failed: ["rate<0.001"] } }),
        configured({ workloads: { web: { slo: { availability: 99.9 } } } }),
      ),
    ],
    ["load", "its objective is watched", alerted("SloBudgetBurning critical")],
    [
      "scaling path",
      "0–1k req/s as above",
      configured({ scalingPath: [{ name: "5k" }, { name: "10k" }, { name: "beyond" }] }),
    ],
    ["scaling path", "1–5k: db.t3.large", grown("5k", registered("store-db", { instanceClass: "db.t3.large" }))],
    ["scaling path", "1–5k: cache.t3.small", grown("5k", registered("store-cache", { nodeType: "cache.t3.small" }))],
    [
      "scaling path",
      "5–10k: read replicas",
      grown("10k", registered("store-db-replica-2", { replicateSourceDb: expect.anything() })),
    ],
    ["scaling path", "5–10k: db.r5.large", grown("10k", registered("store-db", { instanceClass: "db.r5.large" }))],
    // A second region is a second stack: the same file with another region, over the copies that this one sends there.
    ["scaling path", "10k+: multi-region", grown("beyond", registered("vault-copy", {}))],
    // ElastiCache in cluster mode needs clients that know it; replicas that read serve every client.
    [
      "scaling path",
      "10k+: Redis cluster, nearest: replicas that share the reads",
      grown("beyond", registered("store-cache", { numCacheClusters: 4 })),
    ],
    ["cost", "about $205–225 a month", costs("prod")],
    ["cost", "$150 with reserved DB, Intelligent-Tiering, spot workers", costs("prod", " saved")],
    [
      "small option",
      "one VPS (4 CPU, 8 GB)",
      all(
        configured({ cluster: { cpu: 4, memoryGb: 8 } }, "vps"),
        of(({ report }) => {
          const all = report.capacity!.figures.filter(({ what }) => what.endsWith("of all that always runs"));
          expect(all).toHaveLength(2);
          for (const { most, of: room } of all) expect(most).toBeLessThan(room!);
        }, "vps"),
      ),
    ],
    [
      "small option",
      "nginx-grade proxying",
      registered("envoy-gateway-gateway-slipway", { spec: { gatewayClassName: "slipway" } }, "vps"),
    ],
    [
      "small option",
      "Let's Encrypt",
      registered(
        "cert-manager-clusterissuer-letsencrypt",
        { spec: { acme: expect.objectContaining({ email: "platform@example.com" }) } },
        "vps",
      ),
    ],
    [
      "small option",
      "about $65 a month",
      of(({ report }) => expect(report.cost!.total.expected / 1e6).toBeCloseTo(65), "vps"),
    ],
  ],
};
