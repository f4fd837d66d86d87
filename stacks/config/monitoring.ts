import { z } from "zod";
import { exporterKinds } from "../../components/contracts/monitoring";
import { name, oneOf, whole } from "./fields";

/** What a stack's monitoring can be told: who hears of what, and from which figure on. */

export const secretName = name("the name of a secret", 40);

/** Who looks after something; routes of alerts go by it. */
export const team = name("the name of a team", 40);

const severity = oneOf(["critical", "warning", "info"], { description: "Which alerts." });

const route = z.strictObject({
  severity,
  team: team.optional().meta({ description: "Only alerts of this team. Default: every team's." }),
  to: oneOf(["slack", "pagerduty", "email", "webhook"], { description: "Where to." }),
  secret: secretName.meta({ description: "Secret that holds the webhook URL, routing key or SMTP password." }),
  target: z.string().min(1).optional().meta({ description: "Slack channel or e-mail address." }),
  smtp: z
    .strictObject({
      host: z
        .string()
        .regex(/^[a-z0-9.-]+:\d{2,5}$/)
        .meta({ description: "Mail server.", allowed: "host:port", mend: "write it like smtp.example.com:587" }),
      from: z.email().meta({ description: "Sender." }),
      username: z.string().min(1).meta({ description: "User that signs in; the password is the route's secret." }),
    })
    .optional()
    .meta({ description: "How mail is sent; needed by email." }),
  quiet: z
    .boolean()
    .optional()
    .meta({ description: "Waits during quietHours. Critical alerts never do. Default: false." }),
});

const DAY = "(?:monday|tuesday|wednesday|thursday|friday|saturday|sunday)";
const time = z
  .string()
  .regex(/^(?:(?:[01]\d|2[0-3]):[0-5]\d|24:00)$/)
  .meta({ allowed: "a time of the day", mend: "write it like 22:00; 24:00 is midnight at the end of the day" });

const quietHours = z.strictObject({
  days: z
    .array(
      z
        .string()
        .regex(new RegExp(`^${DAY}(?::${DAY})?$`))
        .meta({ allowed: "a day, or days from:to", mend: "write it like saturday or monday:friday" }),
    )
    .min(1)
    .meta({ description: "Days of the week." }),
  from: time.meta({ description: "When it begins." }),
  to: time.meta({ description: "When it ends, later on the same day." }),
  location: z
    .string()
    .regex(/^(?:UTC|[A-Z][A-Za-z_]+(?:\/[A-Z][A-Za-z_-]+){1,2})$/)
    .default("UTC")
    .meta({
      description: "Time zone.",
      allowed: "a name of the time zone database",
      mend: "write it like Europe/Lisbon",
    }),
});

const value = (max: number, unit: string) =>
  z
    .number()
    .gt(0)
    .max(max)
    .nullable()
    .optional()
    .meta({
      allowed: `a number above 0, at most ${max} (${unit}), or null for none`,
      mend: `write a number up to ${max}`,
    });

/** From which figure on there is an alert, for each of two severities; `null` takes a default away. */
const limits = (description: string, max: number, unit: string) =>
  z
    .strictObject({ warning: value(max, unit), critical: value(max, unit) })
    .default({})
    .meta({ description });

/** Limits of one workload. */
const ofWorkload = {
  errorPercent: limits("Requests that end with a server error, over 5 minutes, %.", 100, "%"),
  p95Ms: limits("Time within which 95% of requests must be answered, milliseconds.", 600_000, "ms"),
  p99Ms: limits("Time within which 99% of requests must be answered, milliseconds.", 600_000, "ms"),
  cpuPercent: limits("CPU in use for 10 minutes, % of what its pods request.", 1000, "%"),
  memoryPercent: limits("Memory in use for 10 minutes, % of what its pods may use.", 100, "%"),
  backlog: limits("Jobs that wait in its queue.", 100_000_000, "jobs"),
};

const thresholds = z
  .strictObject({
    ...ofWorkload,
    trafficDropPercent: limits("Fall of a workload's traffic against the hour before, %.", 100, "%"),
    storageFreePercent: limits("Disk of a database that must be free, %.", 100, "%"),
    databaseCpuPercent: limits("CPU of a database or cache for 10 minutes, %.", 100, "%"),
    connectionsPercent: limits(
      "Connections in use, % of those that a store takes, where its exporter tells.",
      100,
      "%",
    ),
    connections: limits(
      "Connections to a managed PostgreSQL, which does not tell how many it takes.",
      100_000,
      "connections",
    ),
    replicaLagSeconds: limits("Lag of a replica, seconds.", 86_400, "s"),
    redisMemoryPercent: limits("Memory of Redis in use, %.", 100, "%"),
    certificateDays: limits("Days that a certificate must still hold.", 90, "days"),
    backupHours: limits("Age of the last backup that went well, hours.", 10_000, "h"),
    drillDays: limits("Days since the last restore drill that went well.", 1000, "days"),
    restoreMinutes: limits("Time that a restore took in a drill, minutes (recovery time objective).", 10_000, "min"),
    lostMinutes: limits("Data that a restore lacked in a drill, minutes (recovery point objective).", 100_000, "min"),
    budgetPercent: limits("Part of the month's budget that is spent, %.", 1000, "%"),
  })
  .meta({ description: "From which figure on there is an alert." });

/** What every stack begins with; a figure of systems that Slipway was made for stands behind most of them. */
export const defaultThresholds = {
  errorPercent: { warning: 1, critical: 5 },
  p95Ms: { warning: 1000, critical: 2000 },
  p99Ms: { warning: 5000 },
  cpuPercent: { warning: 80 },
  memoryPercent: { warning: 85 },
  backlog: { warning: 1000 },
  trafficDropPercent: { warning: 80 },
  storageFreePercent: { warning: 20, critical: 10 },
  databaseCpuPercent: { warning: 80 },
  connectionsPercent: { warning: 80, critical: 95 },
  connections: {},
  replicaLagSeconds: { warning: 60, critical: 600 },
  redisMemoryPercent: { warning: 80, critical: 95 },
  certificateDays: { warning: 21, critical: 7 },
  backupHours: { warning: 26, critical: 50 },
  drillDays: { warning: 8 },
  restoreMinutes: { warning: 30 },
  lostMinutes: { warning: 1440 },
  budgetPercent: { warning: 80, critical: 100 },
} as const;

const metricName = name("the name of a metric", 40);

const business = z.strictObject({
  name: metricName.meta({ description: "What its series is called by." }),
  title: z.string().min(3).max(60).meta({ description: "What people call it." }),
  query: z.string().min(1).meta({ description: "PromQL; its answers are summed." }),
  unit: z.string().min(1).default("short").meta({ description: "Grafana's unit, such as short or percentunit." }),
  below: z.number().optional().meta({ description: "Warn when it is below for 15 minutes." }),
  above: z.number().optional().meta({ description: "Warn when it is above for 15 minutes." }),
});

const remoteWrite = z
  .strictObject({
    url: z
      .string()
      .regex(/^https:\/\/[^\s@]+$/)
      .meta({
        description: "Where to.",
        allowed: "an https address without a credential",
        mend: "write it like https://prometheus.example.com/api/v1/write, and name its credential in `secret`",
      }),
    secret: secretName.optional().meta({
      description: "Secret that holds the bearer token, or the password of `username`. Default: none is sent.",
    }),
    username: z.string().min(1).optional().meta({ description: "User that signs in with the secret as its password." }),
    keep: z.string().min(1).optional().meta({
      description: "Regular expression of the names of metrics that are sent, such as slipway:.*. Default: all.",
    }),
  })
  .meta({ description: "A service that takes Prometheus's remote write." });

const link = z
  .string()
  .regex(/^(?:https?:\/\/)?[\w.:\-/~%]*[^/]$/)
  .meta({ allowed: "an address without a slash at its end", mend: "write it like https://grafana.example.com" });

/** Prometheus, Alertmanager and Grafana. */
export const monitoring = z
  .strictObject({
    retentionDays: whole(1, 365, { description: "Days that metrics are kept." }),
    storageGb: whole(5, 10000, { description: "GiB of disk for metrics." }),
    scrapeSeconds: whole(5, 300, { description: "Seconds between scrapes." }),
    remoteWrite: z.array(remoteWrite).default([]).meta({
      description: "Services that Prometheus also sends what it measures to.",
    }),
    routes: z.array(route).default([]).meta({ description: "Where alerts go." }),
    quietHours: z
      .array(quietHours)
      .default([])
      .meta({ description: "When routes that are `quiet` wait; what still fires afterwards is sent then." }),
    heartbeat: secretName.optional().meta({
      description:
        "Secret with a URL that is called every 5 minutes, as long as alerts work: of a service that pages when the calls stop.",
    }),
    team: team.optional().meta({ description: "Who is told of what no workload's team looks after. Default: owner." }),
    links: z
      .strictObject({
        runbooks: link.meta({ description: "Where the pages of docs/runbooks are." }).default("docs/runbooks"),
        grafana: link.meta({ description: "Where people reach Grafana." }).default("http://localhost:3000"),
      })
      .default({ runbooks: "docs/runbooks", grafana: "http://localhost:3000" })
      .meta({ description: "Where links in alerts lead." }),
    thresholds,
    exporters: z.array(oneOf(exporterKinds)).default([]).meta({
      description:
        "Kinds of store whose exporters (postgres_exporter, redis_exporter, Percona's mongodb_exporter) run in this cluster: brings alerts and a dashboard for them.",
    }),
    business: z.array(business).default([]).meta({ description: "Numbers of the business: a dashboard, and alerts." }),
    monthlyBudget: whole(1, 10_000_000, {
      description: "US dollars a month for the whole account. Default: costs are not watched.",
    }).optional(),
  })
  .meta({ description: "Prometheus, Grafana and Alertmanager." });

/** Buckets of Envoy's histogram, in milliseconds: a latency objective can be counted at these alone. */
const BUCKETS = [25, 50, 100, 250, 500, 1000, 2500, 5000, 10000] as const;

const objective = (description: string) =>
  z.number().min(50).max(99.99).meta({ description, allowed: "a number from 50 to 99.99", mend: "write it like 99.9" });

/** An owner is any text; a team's name is one that matchers and labels can hold. */
export function teamOf(owner: string): string {
  return owner
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "");
}

/** What a workload can be told about how it is watched. */
export const watched = {
  team: team.optional().meta({ description: "Who is told of its alerts. Default: the stack's." }),
  slo: z
    .strictObject({
      availability: objective("Requests that must not end with a server error, %.").optional(),
      latency: z
        .strictObject({
          percent: objective("Requests that must be answered in time, %."),
          ms: z.literal(BUCKETS).meta({
            description: "In which time, milliseconds.",
            allowed: `one of ${BUCKETS.join(", ")}: the buckets that the gateway counts by`,
            mend: "write one of them",
          }),
        })
        .optional()
        .meta({ description: "How fast it must be." }),
    })
    .optional()
    .meta({ description: "What its users are promised, over 30 days: alerts when the error budget burns too fast." }),
  alerts: z
    .strictObject({
      ...ofWorkload,
      backlogQuery: z
        .string()
        .min(1)
        .optional()
        .meta({ description: "PromQL of the jobs that wait, where KEDA does not count them." }),
    })
    .default({ errorPercent: {}, p95Ms: {}, p99Ms: {}, cpuPercent: {}, memoryPercent: {}, backlog: {} })
    .meta({ description: "Its own figures, where the stack's are not right for it." }),
};
