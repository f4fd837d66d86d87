import { readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../../support/configs";
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
  type Holds,
  health,
  of,
  raised,
  registered,
  released,
  resources,
  type SystemFigures,
  said,
} from "../figures";
import { loads } from "../load";
import { loadBalanced, modernTls, REDIS } from "./shared";

const SECRETS: Readonly<Record<string, string>> = {
  MONGODB_URL: "mongodb-url",
  JWT_SECRET: "jwt-secret",
  CLOUDINARY_URL: "cloudinary-url",
  SENDGRID_API_KEY: "sendgrid-key",
  TWILIO_AUTH_TOKEN: "twilio-token",
  RAZORPAY_KEY_SECRET: "razorpay-secret",
  SENTRY_DSN: "sentry-dsn",
  NEW_RELIC_LICENSE_KEY: "new-relic-key",
};

/** It is the same on each cloud. */
const everywhere = (values: Parameters<typeof released>[1]): Holds =>
  all(released("api", values), released("api", values, "gke"), released("api", values, "aks"));

/** OPERATIONS.md has that so many times. */
const written =
  (what: RegExp, times: number): Holds =>
  () =>
    expect(
      readFileSync(join(root, "examples/rez-merchant/OPERATIONS.md"), "utf8").match(what)?.length,
    ).toBeGreaterThanOrEqual(times);

export const rez: SystemFigures = {
  name: "rez-merchant",
  workloads: { api: "web", backup: "cron", "backup-check": "cron" },
  advice: { "image-signature-verified": 1, "bucket-backed-up": 1 },
  figures: [
    ["clouds", "EKS", registered("cluster", { name: "rez-merchant-prod" })],
    ["clouds", "GKE", registered("cluster", { location: "europe-west1" }, "gke")],
    ["clouds", "AKS", registered("cluster", { location: "westeurope" }, "aks")],
    [
      "clouds",
      "the same app",
      of((gke) => expect(Object.keys(gke.config.workloads)).toEqual(["api", "backup", "backup-check"]), "gke"),
    ],
    ["workload", "3–10 replicas", everywhere({ autoscaling: { min: 3, max: 10 } })],
    ["workload", "HPA 70% CPU", everywhere({ autoscaling: { cpu: 70 } })],
    ["workload", "HPA 80% memory", everywhere({ autoscaling: { memory: 80 } })],
    [
      "workload",
      "up: 30 s stabilization",
      everywhere({ autoscaling: { behaviour: { up: { stabilizationSeconds: 30 } } } }),
    ],
    ["workload", "up: +100%", everywhere({ autoscaling: { behaviour: { up: { percent: 100 } } } })],
    ["workload", "down: 300 s", everywhere({ autoscaling: { behaviour: { down: { stabilizationSeconds: 300 } } } })],
    ["workload", "down: −50%", everywhere({ autoscaling: { behaviour: { down: { percent: 50 } } } })],
    ["workload", "requests 500m/512Mi", everywhere({ resources: { requests: { cpu: "500m", memory: "512Mi" } } })],
    ["workload", "limits 1000m/1Gi", everywhere({ resources: resources("500m", "512Mi", "1", "1Gi") })],
    ["workload", "uid 1001", everywhere({ runAsUser: 1001 })],
    ["workload", "read-only root", said("charts/workload/templates/_security.tpl", /readOnlyRootFilesystem: true/)],
    ["workload", "`/health` liveness and readiness", everywhere({ probes: health("/health") })],
    [
      "workload",
      "uploads volume 50Gi",
      everywhere({ volumes: { uploads: { size: "50Gi", accessMode: "ReadWriteMany" } } }),
    ],
    ["workload", "load balancer", registered("entry", { loadBalancerType: "network" })],
    ["workload", "load balancer: GKE", loadBalanced("gke")],
    ["workload", "load balancer: AKS", loadBalanced("aks")],
    ["workload", "load balancer: TLS 1.2 or newer", all(modernTls(), modernTls("gke"), modernTls("aks"))],
    [
      "workload",
      "load balancer: HTTP is sent to HTTPS",
      all(...[undefined, "gke", "aks"].map((stack) => registered("envoy-gateway-httproute-https-redirect", {}, stack))),
    ],
    ["workload", "with session affinity", everywhere({ traffic: { cookie: { name: "slipway-affinity" } } })],
    // Atlas is made by its own people; Slipway opens the way, keeps the address, and counts the price.
    ["stores", "MongoDB Atlas M30 (3 nodes)", configured({ usage: { outside: { "MongoDB Atlas M30": 394.2 } } })],
    [
      "stores",
      "MongoDB is reached",
      everywhere({
        network: { openings: expect.arrayContaining([{ name: "mongodb-atlas", public: true, port: 27017 }]) },
      }),
    ],
    ["stores", "pool 10–100", everywhere({ env: { MONGODB_MIN_POOL_SIZE: "10", MONGODB_MAX_POOL_SIZE: "100" } })],
    ["stores", "Redis", registered("store-cache", REDIS)],
    ["stores", "Redis with password", released("api", { secretEnv: { CACHE_TOKEN: { property: "token" } } })],
    ["rollout", "rolling by default", everywhere({ rollout: expect.anything() })],
    ["rollout", "maxSurge 1", everywhere({ rollout: { maxSurge: 1 } })],
    ["rollout", "maxUnavailable 0", everywhere({ rollout: { maxUnavailable: 0 } })],
    [
      "rollout",
      "blue-green",
      grown("blue-green", released("api", { progressive: { scale: "full", steps: [{ weight: 100 }] } })),
    ],
    [
      "rollout",
      "canary at 10%",
      grown("canary", released("api", { progressive: { scale: "traffic", steps: [{ weight: 10 }] } })),
    ],
    [
      "migrations",
      "versioned, before the new version",
      released("api-migrate", { kind: "task", command: ["npm", "run", "migrate"] }),
    ],
    ["migrations", "with history, transactions", said("examples/app/migrate.mjs", /"begin".*insert into migrations/)],
    ["migrations", "rollback", released("api-migrate", { job: { rollback: ["npm", "run", "migrate:down"] } })],
    ...Object.entries(SECRETS).map(
      ([variable, secret]) =>
        [
          "secrets",
          secret,
          everywhere({ secretEnv: { [variable]: { secret: expect.stringContaining(secret) } } }),
        ] as const,
    ),
    ["secrets", "Redis", released("api", { secretEnv: { CACHE_URL: { secrets: { token: { property: "token" } } } } })],
    ["secrets", "all external", of(({ config }) => expect(config.secretValues).toEqual({}))],
    ["alerts", "error > 1% warning", raised("WorkloadErrorRatioHigh warning", " + 0.01)")],
    ["alerts", "error > 5% critical", raised("WorkloadErrorRatioHigh critical", " + 0.05)")],
    ["alerts", "p95 > 500 ms warning", raised("WorkloadSlow warning", " + 0.5)")],
    ["alerts", "p95 > 1000 ms critical", raised("WorkloadSlow critical", " + 1)")],
    ["alerts", "CPU > 80% warning", raised("WorkloadCpuHigh warning", " + 0.8)")],
    ["alerts", "memory > 85% warning", raised("WorkloadMemoryHigh warning", " + 0.85)")],
    ["alerts", "crash loop critical", alerted("WorkloadCrashLooping critical")],
    ["logs", "JSON", everywhere({ env: { LOG_FORMAT: "json" } })],
    [
      "logs",
      "14 days",
      all(
        registered("pod-logs", { retentionInDays: 14 }),
        registered("cluster-logs", { retentionInDays: 14 }),
        registered("network-flow-logs", { retentionInDays: 14 }),
      ),
    ],
    ["backups", "daily 02:00 UTC", released("backup", { cron: { schedule: "0 2 * * *" } })],
    ["backups", "gzip", said("examples/rez-merchant/backup/backup.sh", /mongodump .*--gzip --archive/)],
    ["backups", "30 days", forgets("store-backups", "expire", undefined, 30)],
    [
      "backups",
      "versioned bucket",
      registered("store-backups-versioning", { versioningConfiguration: { status: "Enabled" } }),
    ],
    [
      "backups",
      "restored and checked weekly",
      released("backup-check", { cron: { schedule: "0 4 * * 1" }, command: ["/restore-check"] }),
    ],
    [
      "backups",
      "the check compares what it restores",
      said("examples/rez-merchant/backup/restore-check.sh", /mongorestore .*count/),
    ],
    [
      "recovery",
      "DB 30 min: a weekly restore that takes longer fails",
      released("backup-check", { job: { activeDeadlineSeconds: 1800 } }),
    ],
    ["recovery", "app 5 min", backWithin("api", 300)],
    [
      "recovery",
      "zone loss 0 min: three zones, and pods spread over them",
      all(
        configured({ network: { zones: 3 } }),
        released("api", { spread: { zone: "ScheduleAnyway" }, autoscaling: { min: 3 } }),
      ),
    ],
    [
      "recovery",
      "corruption 1 h (point in time)",
      because(
        "Atlas's continuous backup goes back to a minute; it is bought and restored there, and Slipway has no hand in it",
      ),
    ],
    [
      "recovery",
      "99.9% uptime",
      all(
        configured({ workloads: { api: { slo: { availability: 99.9 } } } }),
        alerted("SloBudgetBurning critical"),
        drawn("slo"),
      ),
    ],
    [
      "load",
      "10,000 concurrent users",
      loads({
        scenarios: { users: { stages: expect.arrayContaining([expect.objectContaining({ target: 10_000 })]) } },
      }),
    ],
    [
      "load",
      "1M requests a day: ten times its average at its busiest",
      loads({ thresholds: { http_reqs: ["rate>58"] } }),
    ],
    ["load", "p95 < 300 ms", loads({ thresholds: { http_req_duration: ["p(95)<300"] } })],
    ["docs", "checklist", written(/^- \[ \] /gm, 10)],
    ["docs", "rollback guide: decision matrix", written(/^\| what you see \| how \| takes \| loses \|$/gm, 1)],
    ["docs", "rollback guide: four methods", written(/^\*\*\d\. /gm, 4)],
    ["docs", "runbook (six troubleshooting cases)", written(/^### \d\. /gm, 6)],
    [
      "docs",
      "deployment guide: EKS",
      said("examples/rez-merchant/README.md", /npx pulumi -C examples.rez-merchant up -s prod /),
    ],
    [
      "docs",
      "deployment guide: GKE",
      said("examples/rez-merchant/README.md", /npx pulumi -C examples.rez-merchant up -s gke /),
    ],
    [
      "docs",
      "deployment guide: AKS",
      said("examples/rez-merchant/README.md", /npx pulumi -C examples.rez-merchant up -s aks /),
    ],
    ["docs", "Kubernetes guide", said("docs/guides/workloads.md", /^# Workloads/)],
    ["cost", "about $725–1,025 a month", costs("prod")],
  ],
};
