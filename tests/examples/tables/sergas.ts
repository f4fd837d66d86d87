import {
  alerted,
  all,
  because,
  configured,
  costs,
  drawn,
  forgets,
  grown,
  keepsOldFor,
  of,
  raised,
  registered,
  released,
  routed,
  type SystemFigures,
  said,
} from "../figures";
import { loads } from "../load";
import { command, FIREWALL, limited, POSTGRES, pipeline, REDIS } from "./shared";

const step = (weight: number, watchSeconds: number) =>
  released("app", { progressive: { steps: expect.arrayContaining([{ weight, watchSeconds }]) } });

export const sergas: SystemFigures = {
  name: "sergas",
  workloads: { app: "web" },
  advice: { "image-signature-verified": 1, "rds-monitored": 1, "bucket-backed-up": 2, "zone-query-log": 1 },
  figures: [
    ["environments", "dev single-AZ", registered("store-db", { multiAz: false }, "dev")],
    ["environments", "dev about $200", costs("dev")],
    [
      "environments",
      "staging production-like",
      all(
        registered("store-db", POSTGRES, "staging"),
        released("app", { progressive: { steps: [{ weight: 10 }, { weight: 50 }, { weight: 100 }] } }, "staging"),
      ),
    ],
    ["environments", "staging about $500", costs("staging")],
    ["environments", "prod multi-AZ", registered("store-db", POSTGRES)],
    ["environments", "prod autoscaling", released("app", { autoscaling: { min: 3, max: 10, cpu: 70 } })],
    ["environments", "prod about $1,500 a month", costs("prod")],
    ["network", "multi-AZ VPC", configured({ network: { zones: 3 } })],
    ["network", "NAT", registered("network-nat-c", { subnetId: expect.stringContaining("subnet-") })],
    ["network", "flow logs", registered("network-flow-logs", { trafficType: "ALL" })],
    [
      "network",
      "least-privilege security groups: one port of the database, from the cluster alone",
      registered("store-db-from-cluster", {
        fromPort: 5432,
        toPort: 5432,
        referencedSecurityGroupId: expect.stringMatching(/^sg-/),
      }),
    ],
    [
      "stores",
      "encrypted PostgreSQL",
      registered("store-db", { storageEncrypted: true, kmsKeyId: expect.stringContaining(":key/") }),
    ],
    ["stores", "PostgreSQL 16", registered("store-db", { engineVersion: "16" })],
    [
      "stores",
      "automated backups: RDS's own, and dumps",
      all(registered("store-db", { backupRetentionPeriod: 30 }), forgets("backups", "db-daily", "daily/db/", 7)),
    ],
    [
      "stores",
      "monitoring of PostgreSQL",
      registered("store-db", {
        performanceInsightsEnabled: true,
        enabledCloudwatchLogsExports: ["postgresql", "upgrade"],
      }),
    ],
    ["stores", "Redis 7", registered("store-cache", REDIS)],
    // Contradicts its platform: ElastiCache 7 has no AOF. A replica and daily snapshots instead; the README says what differs.
    [
      "stores",
      "Redis AOF: a replica, and snapshots of seven days",
      all(
        registered("store-cache", { snapshotRetentionLimit: 7, numCacheClusters: 2 }),
        said("examples/sergas/README.md", /Redis without AOF/),
      ),
    ],
    ["rollout", "blue-green", configured({ workloads: { app: { rollout: { strategy: "blueGreen" } } } })],
    ["rollout", "traffic 10%, watched 5 min", step(10, 300)],
    ["rollout", "traffic 50%, watched 10 min", step(50, 600)],
    ["rollout", "traffic 100%, watched 15 min", step(100, 900)],
    [
      "rollout",
      "health gate: no restarts, and ready before any traffic",
      released("app", { progressive: { gates: { restarts: 0 } }, probes: { readiness: { path: "/health" } } }),
    ],
    [
      "rollout",
      "smoke gate",
      released("app", { progressive: { gates: { smoke: { command: ["python", "-m", "sergas.smoke"] } } } }),
    ],
    ["rollout", "error-rate gate", released("app", { progressive: { gates: { errorPercent: 1 } } })],
    [
      "rollout",
      "automatic rollback: a gate that fails aborts, and is told",
      all(alerted("RolloutRefused critical"), said("docs/guides/rollouts.md", /abort/i)),
    ],
    ["rollout", "old colour retired after", released("app", { progressive: { retireSeconds: 600 } })],
    ["day-2 commands", "blue-green deploy", command("deploy")],
    ["day-2 commands", "traffic switch", command("traffic", /promote.*abort/)],
    [
      "day-2 commands",
      "rollback (with DB): the way back of the schema",
      released("app-migrate", { job: { rollback: ["alembic", "downgrade", "-1"] } }),
    ],
    ["day-2 commands", "health check", command("health")],
    [
      "day-2 commands",
      "migrations: dry run first, then backup",
      released("app-migrate", { job: { before: [{ name: "dry-run" }, { name: "backup" }] } }),
    ],
    ["day-2 commands", "migrations: rollback", command("migrate", /--down/)],
    ["day-2 commands", "smoke tests", released("app", { progressive: { gates: { smoke: { timeoutSeconds: 300 } } } })],
    [
      "day-2 commands",
      "metrics watch: by the rollout itself",
      released("app", { progressive: { gates: { prometheus: expect.stringContaining("prometheus") } } }),
    ],
    ["day-2 commands", "backup: DB", said("docs/guides/backups.md", /npm run ops -- backup db/)],
    [
      "day-2 commands",
      "backup: config export",
      because("config is Pulumi.<stack>.yaml in the repository, and state is exported by `pulumi stack export`"),
    ],
    ["day-2 commands", "decommission (scale to zero, clean up)", command("decommission", /no pods/)],
    ["day-2 commands", "tag environment colour", command("tag")],
    ["edge", "load balancer", registered("entry", { loadBalancerType: "network", internal: false })],
    ["edge", "WAF", FIREWALL],
    ["edge", "DNS", registered("edge-cdn-records-sergas-example-com-a", { name: "sergas.example.com", type: "A" })],
    ["edge", "rate limiting", limited(2000)],
    ["edge", "gzip", released("app", { traffic: { compression: true } })],
    [
      "edge",
      "security headers: HSTS, frames, content types, referrers",
      registered("edge-caching-secure", {
        securityHeadersConfig: {
          strictTransportSecurity: { includeSubdomains: true },
          frameOptions: { frameOption: "DENY" },
          referrerPolicy: { referrerPolicy: "strict-origin-when-cross-origin" },
        },
      }),
    ],
    ["alerts", "critical → PagerDuty", routed("critical", "pagerduty")],
    ["alerts", "service down", alerted("WorkloadDown critical")],
    [
      "alerts",
      "DB failure",
      alerted("PostgresStorageLow critical", "PostgresReplicaLags critical", "PostgresUnseen warning"),
    ],
    ["alerts", "warning → Slack", routed("warning", "slack")],
    ["alerts", "degradation", alerted("WorkloadSlow warning", "WorkloadErrorRatioHigh warning")],
    ["alerts", "resources", alerted("WorkloadCpuHigh warning", "WorkloadMemoryHigh warning", "NodeMemoryHigh warning")],
    ["alerts", "info → email", routed("info", "email")],
    // Deploys and backups that go well are on dashboards, not in letters: an alert is for what needs somebody.
    ["alerts", "info: deploys, backups", drawn("deploys a week", "age of the last backup")],
    ["dashboards", "business: account reviews", drawn('"account reviews"')],
    ["dashboards", "business: sync status", drawn('"synchronised"')],
    ["dashboards", "business: approval rate", drawn('"approval rate"', "percentunit")],
    ["dashboards", "application", drawn('"requests a second"')],
    ["dashboards", "infrastructure", drawn('"cpu of nodes"')],
    ["dashboards", "errors", drawn('"requests that failed"')],
    ["metrics", "request rate", drawn("slipway:workload_requests:rate5m")],
    ["metrics", "latency", drawn("slipway:workload_seconds:quantile5m")],
    ["metrics", "errors", drawn("slipway:workload_errors:ratio5m")],
    ["metrics", "throughput: of the business", drawn('metric=\\"account-reviews\\"')],
    ["metrics", "CPU", drawn("slipway:workload_cpu:of_request")],
    ["metrics", "memory", drawn('"memory, of its limit"')],
    ["metrics", "network", drawn('"network errors of nodes"')],
    ["metrics", "disk", drawn('"disks of nodes that are free"')],
    ["metrics", "connections", drawn("aws_rds_database_connections")],
    [
      "metrics",
      "query time: of disk operations; RDS's Performance Insights has it by statement",
      drawn("aws_rds_read_latency"),
    ],
    ["metrics", "replication lag", drawn("aws_rds_replica_lag")],
    ["recovery", "traffic switch < 5 min: the old colour stays for ten", keepsOldFor("app", 300)],
    ["recovery", "full rollback < 30 min: a restore in a drill", raised("RestoreTooSlow warning", "> 1800")],
    [
      "CI/CD",
      "lint, types",
      because(
        "which linter and which types is each application's own choice: the pipeline to begin with has tests, coverage and scans",
      ),
    ],
    [
      "CI/CD",
      "Bandit/pip-audit/CodeQL; Safety asks what pip-audit asks",
      pipeline("check", /bandit.*pip-audit.*codeql-action/),
    ],
    ["CI/CD", "Trivy and Grype, SARIF", pipeline("check", /trivy\.sarif.*grype.*upload-sarif/)],
    [
      "CI/CD",
      "staging on merge; prod by hand after backup",
      pipeline("deliver", /branches: \[develop\].*workflow_dispatch.*name: backup.*name: migrate and roll out/),
    ],
    [
      "CI/CD",
      "prod after backup",
      released("app-migrate", {
        job: { before: expect.arrayContaining([{ name: "backup", command: ["python", "-m", "sergas.backup"] }]) },
      }),
    ],
    [
      "CI/CD",
      "lead time < 30 min: the rollout itself watches as long",
      all(
        drawn("lead time"),
        of((prod) => {
          const { steps } = prod.values("app")["progressive"] as { steps: { watchSeconds: number }[] };
          expect(steps.reduce((sum, { watchSeconds }) => sum + watchSeconds, 0)).toBeLessThanOrEqual(30 * 60);
        }),
      ),
    ],
    ["asked for next", "canary", grown("canary", released("app", { progressive: { scale: "traffic" } }))],
    ["asked for next", "performance tests", loads({ thresholds: { http_req_failed: ["rate<0.01"] } })],
    [
      "asked for next",
      "chaos tests: a rehearsal loses a zone, a node or the region",
      said("docs/guides/rehearsal.md", /--lose zone/),
    ],
    ["asked for next", "multi-region", grown("regions", registered("backups-replication", {}))],
    [
      "asked for next",
      "GitOps",
      because("config in Git and `pulumi up` by a pipeline are Slipway's way; an operator in the cluster is not made"),
    ],
    [
      "asked for next",
      "cost automation",
      grown("budget", registered("budget", { limitAmount: expect.stringMatching(/^1500/) })),
    ],
    ["asked for next", "Kubernetes", registered("cluster", { name: "sergas-prod" })],
    ["asked for next", "service mesh", grown("mesh", registered("istio-istiod-release", { chart: "istiod" }))],
    ["asked for next", "tracing", grown("tracing", registered("tempo-tempo-release", { chart: "tempo" }))],
  ],
};
