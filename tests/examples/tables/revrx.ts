import {
  alerted,
  all,
  backWithin,
  forgets,
  grown,
  health,
  of,
  raised,
  registered,
  released,
  resources,
  routed,
  type SystemFigures,
} from "../figures";
import { FIREWALL, POSTGRES, pipeline, REDIS } from "./shared";

export const revrx: SystemFigures = {
  name: "revrx",
  workloads: { frontend: "web", backend: "web", worker: "worker" },
  advice: { "image-signature-verified": 1, "rds-monitored": 1, "bucket-backed-up": 2, "zone-query-log": 1 },
  figures: [
    ["workloads", "frontend: uid 1001", released("frontend", { runAsUser: 1001 })],
    ["workloads", "frontend: port 3000", released("frontend", { port: 3000 })],
    ["workloads", "frontend: `/api/health`", released("frontend", { probes: health("/api/health") })],
    [
      "workloads",
      "frontend: 256Mi–1Gi, 100m–500m",
      released("frontend", { resources: resources("100m", "256Mi", "500m", "1Gi") }),
    ],
    ["workloads", "backend: uid 1000", released("backend", { runAsUser: 1000 })],
    ["workloads", "backend: port 8000", released("backend", { port: 8000 })],
    ["workloads", "backend: `/health`", released("backend", { probes: health("/health") })],
    [
      "workloads",
      "backend: 512Mi–2Gi, 250m–1000m",
      released("backend", { resources: resources("250m", "512Mi", "1", "2Gi") }),
    ],
    [
      "workloads",
      "Celery worker: backend's image, other command",
      of((prod) => {
        expect(prod.values("worker")["image"]).toEqual(prod.values("backend")["image"]);
        expect(prod.values("worker")["command"]).toEqual(["celery", "--app", "app.worker", "worker"]);
        expect(prod.values("backend")).not.toHaveProperty("command");
      }),
    ],
    [
      "autoscaling",
      "backend 2–10 at 70% CPU / 80% memory",
      released("backend", { autoscaling: { min: 2, max: 10, cpu: 70, memory: 80 } }),
    ],
    [
      "autoscaling",
      "frontend 2–10 at 70% CPU / 80% memory",
      released("frontend", { autoscaling: { min: 2, max: 10, cpu: 70, memory: 80 } }),
    ],
    [
      "autoscaling",
      "worker 2–20 at 75% / 85%",
      released("worker", { autoscaling: { min: 2, max: 20, cpu: 75, memory: 85 } }),
    ],
    ["stores", "staging: PostgreSQL 16", registered("store-db", { engineVersion: "16" }, "staging")],
    [
      "stores",
      "staging: PostgreSQL in the cluster, 20Gi; 512Mi–2Gi, 250m–1000m: 2Gi from the start",
      registered(
        "store-db",
        {
          kind: "Cluster",
          spec: {
            storage: { size: "20Gi", storageClass: "gp3" },
            resources: { requests: { cpu: "250m", memory: "2048Mi" }, limits: { memory: "2048Mi" } },
          },
        },
        "kubernetes",
      ),
    ],
    ["stores", "staging: Redis 7", registered("store-cache", { engineVersion: "7.1" }, "staging")],
    [
      "stores",
      "staging: Redis in the cluster, 5Gi; 256Mi–1Gi, 100m–500m: 256Mi of data",
      registered(
        "store-cache",
        { values: expect.objectContaining({ maxMemory: "256mb", storage: { size: "1Gi", storageClass: "gp3" } }) },
        "kubernetes",
      ),
    ],
    ["stores", "on gp3", registered("gp3", { parameters: expect.objectContaining({ type: "gp3" }) }, "staging")],
    ["stores", "prod: 100Gi", registered("store-db", { allocatedStorage: 100, storageType: "gp3" })],
    ["stores", "prod: RDS multi-AZ", registered("store-db", POSTGRES)],
    ["stores", "prod: ElastiCache", registered("store-cache", REDIS)],
    [
      "stores",
      "prod: versioned bucket",
      registered("store-files-versioning", { versioningConfiguration: { status: "Enabled" } }),
    ],
    [
      "stores",
      "prod: cross-region replication",
      registered("store-files-replication", { rules: [{ status: "Enabled", filter: { prefix: "" } }] }),
    ],
    [
      "staging",
      "1 replica each",
      all(...["frontend", "backend", "worker"].map((name) => released(name, { autoscaling: { min: 1 } }, "staging"))),
    ],
    [
      "staging",
      "HPA max 3–5",
      all(
        released("frontend", { autoscaling: { max: 3 } }, "staging"),
        released("backend", { autoscaling: { max: 3 } }, "staging"),
        released("worker", { autoscaling: { max: 5 } }, "staging"),
      ),
    ],
    // A cluster of its own for each stack, so the namespace need not say which.
    [
      "staging",
      "own namespace `revrx-staging`: a namespace in a cluster of its own",
      registered("namespace", { metadata: { name: "revrx" } }, "staging"),
    ],
    // EKS wants two zones for its control plane; the stores and the way out are in one.
    ["staging", "single AZ: of the stores", registered("store-db", { multiAz: false }, "staging")],
    [
      "edge",
      "ingress with cert-manager",
      registered("envoy-gateway-gateway-slipway", {
        metadata: { annotations: { "cert-manager.io/cluster-issuer": "letsencrypt" } },
      }),
    ],
    [
      "edge",
      "Let's Encrypt",
      registered("cert-manager-clusterissuer-letsencrypt", {
        spec: { acme: { server: "https://acme-v02.api.letsencrypt.org/directory" } },
      }),
    ],
    ["edge", "host `app.`", released("frontend", { route: { hosts: ["app.revrx.example.com"] } })],
    ["edge", "host `api.`", released("backend", { route: { hosts: ["api.revrx.example.com"] } })],
    ["edge", "host `staging.`", released("frontend", { route: { hosts: ["staging.revrx.example.com"] } }, "staging")],
    [
      "edge",
      "host `api-staging.`",
      released("backend", { route: { hosts: ["api-staging.revrx.example.com"] } }, "staging"),
    ],
    [
      "edge",
      "TLS redirect",
      registered("envoy-gateway-httproute-https-redirect", {
        spec: { rules: [{ filters: [{ requestRedirect: { scheme: "https", statusCode: 301 } }] }] },
      }),
    ],
    [
      "edge",
      "proxy timeouts",
      released("backend", { traffic: { timeouts: { requestSeconds: 60, connectSeconds: 10 } } }),
    ],
    [
      "edge",
      "prod CDN",
      registered("edge-cdn", { enabled: true, aliases: ["app.revrx.example.com", "api.revrx.example.com"] }),
    ],
    ["edge", "prod WAF", FIREWALL],
    ["secrets", "postgres: RDS's own, rotated by it", registered("store-db", { manageMasterUserPassword: true })],
    [
      "secrets",
      "backend: URL",
      released("backend", { secretEnv: { DB_URL: { secrets: { password: { property: "password" } } } } }),
    ],
    [
      "secrets",
      "backend: JWT",
      released("backend", { secretEnv: { JWT_SECRET: { secret: expect.stringContaining("jwt-secret") } } }),
    ],
    [
      "secrets",
      "AWS/S3: none, the workload's own identity instead",
      registered("workload-backend-association", { namespace: "revrx", serviceAccount: "backend" }),
    ],
    [
      "secrets",
      "OpenAI",
      released("worker", { secretEnv: { OPENAI_API_KEY: { secret: expect.stringContaining("openai-api-key") } } }),
    ],
    [
      "secrets",
      "through External Secrets",
      released("backend", { secretStoreRef: { name: "slipway", kind: "ClusterSecretStore" } }),
    ],
    ["secrets", "none in git", of(({ config }) => expect(config.secretValues).toEqual({}))],
    [
      "hardening",
      "non-root",
      registered("namespace", {
        metadata: { labels: expect.objectContaining({ "pod-security.kubernetes.io/enforce": "restricted" }) },
      }),
    ],
    [
      "hardening",
      "NetworkPolicies",
      registered("namespace-default-deny", { spec: { podSelector: {}, policyTypes: ["Ingress", "Egress"] } }),
    ],
    [
      "hardening",
      "RBAC: workloads without a token of the cluster",
      of((prod) => expect(prod.values("backend")).not.toHaveProperty("permissions")),
    ],
    ["hardening", "quotas", registered("namespace-quota", { kind: "ResourceQuota" })],
    [
      "backups",
      "CronJob 02:00 UTC to S3",
      released("backups-jobs", { stores: { db: { schedules: { daily: "0 2 * * *" } } } }),
    ],
    [
      "backups",
      "AES256",
      registered("backups-encryption", {
        rules: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms" } }],
      }),
    ],
    [
      "backups",
      "90 days",
      all(forgets("backups", "db-daily", "daily/db/", 90), forgets("backups", "db-hourly", "hourly/db/", 90)),
    ],
    ["backups", "email on failure", all(alerted("BackupFailed warning"), routed("warning", "email"))],
    ["backups", "RDS daily snapshots kept 30 days", registered("store-db", { backupRetentionPeriod: 30 })],
    // RDS ships its log every five minutes; what a restore may lack is an alert beyond that.
    ["backups", "with PITR (5 min)", raised("RestoreLosesTooMuch warning", "> 300")],
    [
      "backups",
      "one before each prod deploy",
      released("backend-migrate", { job: { before: [{ name: "backup", command: ["python", "-m", "app.backup"] }] } }),
    ],
    ["backups", "the one before a deploy: 90 days", forgets("store-backups", "expire", undefined, 90)],
    [
      "backups",
      "hourly in prod",
      released("backups-jobs", { stores: { db: { schedules: { hourly: "0 0-1,3-23 * * *" } } } }),
    ],
    ["recovery", "rollback 5 min", all(backWithin("frontend", 300), backWithin("backend", 300))],
    ["recovery", "RDS 15 min: a drill that takes longer is an alert", raised("RestoreTooSlow warning", "> 900")],
    [
      "recovery",
      "from S3 2 h: a restore is ended after its hours, and each week's drill says how long it took",
      released("backups-jobs", { stores: { db: { drill: "0 5 * * 1", deadlineSeconds: 7200 } } }),
    ],
    [
      "recovery",
      "whole infrastructure 1 h: one `pulumi up`, in steps that wait for no person",
      of(({ report }) => expect(report.order.steps.length).toBeLessThan(60)),
    ],
    ["recovery", "RPO DB 5 min", raised("RestoreLosesTooMuch warning", "> 300")],
    [
      "recovery",
      "RPO files 0: S3 keeps every version in three zones, and copies each object as it is written",
      registered("store-files-replication", { rules: [{ deleteMarkerReplication: { status: "Disabled" } }] }),
    ],
    [
      "CI/CD",
      "staging on `develop`, prod on version tags",
      pipeline("deliver", /branches: \[develop\] tags: \["v\*"\]/),
    ],
    ["CI/CD", "prod: backup, then deploy", released("backend-migrate", { job: { before: [{ name: "backup" }] } })],
    [
      "CI/CD",
      "10-minute rollout limit",
      all(registered("backend", { timeout: 600 }), registered("frontend", { timeout: 600 })),
    ],
    ["CI/CD", "smoke, integration, release", pipeline("deliver", /smoke.*integration.*gh release create/)],
    ["CI/CD", "Slack", routed("warning", "slack")],
    ["CI/CD", "automatic rollback", registered("backend", { atomic: true, cleanupOnFail: true })],
    ["asked for next", "mesh", grown("mesh", registered("istio-istiod-release", { chart: "istiod" }))],
    [
      "asked for next",
      "Prometheus",
      registered("kube-prometheus-stack-kube-prometheus-stack-release", {
        values: { prometheus: { prometheusSpec: { replicas: 2 } } },
      }),
    ],
    [
      "asked for next",
      "Grafana",
      registered("kube-prometheus-stack-kube-prometheus-stack-release", {
        values: { grafana: { persistence: { enabled: true } } },
      }),
    ],
    ["asked for next", "PagerDuty", grown("pagerduty", registered("secret-pagerduty-key", {}))],
    ["asked for next", "cluster autoscaling", registered("karpenter-nodepool-workloads", { kind: "NodePool" })],
    [
      "asked for next",
      "spot",
      grown(
        "spot",
        registered("karpenter-nodepool-workloads", {
          spec: {
            template: {
              spec: {
                requirements: expect.arrayContaining([
                  expect.objectContaining({ values: expect.arrayContaining(["spot"]) }),
                ]),
              },
            },
          },
        }),
      ),
    ],
    ["asked for next", "tracing", grown("tracing", registered("tempo-tempo-release", { chart: "tempo" }))],
    ["asked for next", "log aggregation", grown("logs", registered("loki-loki-release", { chart: "loki" }))],
  ],
};
