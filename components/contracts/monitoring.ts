/** `critical` wakes somebody; `warning` is read on the same day; `info` is kept for whoever looks. */
export type Severity = "critical" | "warning" | "info";

/** One alert rule of Prometheus. */
export interface Alert {
  /** Several severities of one alert share its name, so that the graver silences the milder. */
  readonly alert: string;
  readonly expr: string;
  /** How long it must hold, such as `5m`. */
  readonly for: string;
  /** `none` is the dead man's switch alone: it always fires, and pages when it stops. */
  readonly severity: Severity | "none";
  readonly summary: string;
  /** Says how much: it holds `{{ $value }}`. */
  readonly description: string;
  /** Page under docs/runbooks that says what to do. */
  readonly runbook: string;
  /** Where the same is drawn: a dashboard, and the title of one of its panels. */
  readonly dashboard: DashboardName;
  readonly panel: string;
  /** Further labels, where rules differ in nothing else. @default none */
  readonly labels?: Readonly<Record<string, string>>;
  /** What users notice, and what something else may be the cause of: a cause that is known silences it. */
  readonly symptom?: true;
}

/** A query whose answer Prometheus keeps as a series of its own. */
export interface RecordingRule {
  /** `level:metric:operation`, as Prometheus's own guide says; ours begin with `slipway:`. */
  readonly record: string;
  readonly expr: string;
  readonly labels?: Readonly<Record<string, string>>;
}

/** Rules that are evaluated together, one after the other; lives beside the component that they watch. */
export interface AlertGroup {
  readonly name: string;
  /** Time between evaluations, such as `2m`. @default Prometheus's own */
  readonly interval?: string;
  /** Worked out before the alerts. @default none */
  readonly records?: readonly RecordingRule[];
  readonly rules: readonly Alert[];
}

/** Every dashboard there is: its uid in Grafana, and its file's name. */
export type DashboardName =
  | "slipway-backups"
  | "slipway-business"
  | "slipway-cost"
  | "slipway-delivery"
  | "slipway-edge"
  | "slipway-logs"
  | "slipway-mongodb"
  | "slipway-platform"
  | "slipway-postgres"
  | "slipway-redis"
  | "slipway-slo"
  | "slipway-traces"
  | "slipway-workload";

/** A Grafana dashboard as its JSON model. */
export interface Dashboard {
  /** File name without `.json`; also the dashboard's uid. */
  readonly name: DashboardName;
  readonly title: string;
  readonly model: Readonly<Record<string, unknown>>;
}

/** A limit for each of two severities; one that is left out has no alert. */
export interface Limits {
  readonly warning?: number;
  readonly critical?: number;
}

/** Limits of one workload. Those that it does not give are the stack's. */
export interface WorkloadThresholds {
  /** % of requests that end with a server error, over 5 minutes. */
  readonly errorPercent: Limits;
  /** Milliseconds within which 95% of requests must be answered. */
  readonly p95Ms: Limits;
  /** Milliseconds within which 99% of requests must be answered. */
  readonly p99Ms: Limits;
  /** % of the CPU that its pods request. */
  readonly cpuPercent: Limits;
  /** % of the memory that its pods may use. */
  readonly memoryPercent: Limits;
  /** Jobs that wait in its queue. */
  readonly backlog: Limits;
}

/** Limits of the stack. */
export interface Thresholds extends WorkloadThresholds {
  /** % by which traffic must fall within half an hour, against the hour before. */
  readonly trafficDropPercent: Limits;
  /** % of a database's disk that must be free. */
  readonly storageFreePercent: Limits;
  /** % of a database's CPU. */
  readonly databaseCpuPercent: Limits;
  /** % of the connections that a database takes. */
  readonly connectionsPercent: Limits;
  /** Connections to a managed PostgreSQL, which does not say how many it takes. */
  readonly connections: Limits;
  /** Seconds that a replica may lag behind. */
  readonly replicaLagSeconds: Limits;
  /** % of the memory that Redis may use. */
  readonly redisMemoryPercent: Limits;
  /** Days that a certificate must still hold. */
  readonly certificateDays: Limits;
  /** Hours since the last backup that went well. */
  readonly backupHours: Limits;
  /** Days since the last restore drill that went well. */
  readonly drillDays: Limits;
  /** Minutes that a restore in a drill may take: the recovery time objective. */
  readonly restoreMinutes: Limits;
  /** Minutes of data that a drill may find missing: the recovery point objective. */
  readonly lostMinutes: Limits;
  /** % of the month's budget. */
  readonly budgetPercent: Limits;
}

/** What is promised to a workload's users. */
export interface Objectives {
  /** % of requests that must not end with a server error, such as 99.9. */
  readonly availability?: number;
  /** `percent` of requests must be answered within `ms`, which is a bucket of Envoy's histogram. */
  readonly latency?: { readonly percent: number; readonly ms: number };
}

export interface WatchedWorkload {
  readonly name: string;
  readonly namespace: string;
  /** Who is told of its alerts. */
  readonly team: string;
  readonly thresholds: Partial<WorkloadThresholds>;
  readonly slo?: Objectives;
  /** PromQL of the jobs that wait, where KEDA does not count them. */
  readonly backlogQuery?: string;
  /** Stores that it works with: what is wrong with them is the cause of what is wrong with it. */
  readonly uses: readonly string[];
}

/** A store, and where its metrics come from: the cloud's own metrics, or an exporter in the cluster. */
export interface WatchedStore {
  readonly name: string;
  readonly kind: "postgres" | "redis";
  /** Regular expression of what the cloud calls its instances. */
  readonly instances: string;
  /** GiB of disk that it was given. */
  readonly storageGb?: number;
}

/** Exporters that run in the cluster, whoever runs them. */
export const exporterKinds = ["postgres", "redis", "mongodb"] as const;
export type ExporterKind = (typeof exporterKinds)[number];

/** A number of the business that a workload exports. */
export interface BusinessMetric {
  readonly name: string;
  readonly title: string;
  /** PromQL. */
  readonly query: string;
  /** Grafana's unit, such as `short` or `percentunit`. */
  readonly unit: string;
  /** Warns when it is below for 15 minutes. */
  readonly below?: number;
  /** Warns when it is above for 15 minutes. */
  readonly above?: number;
}

/** Hours in which warnings and notices wait; critical ones never do. */
export interface QuietHours {
  /** `monday` … `sunday`, or ranges such as `monday:friday`. */
  readonly days: readonly string[];
  /** `hh:mm`, in `location`. */
  readonly from: string;
  /** `hh:mm`, after `from`; `24:00` is midnight. */
  readonly to: string;
  /** Time zone, such as `Europe/Lisbon`. */
  readonly location: string;
}

/** A mail server that takes a user and a password (the route's secret), over TLS. */
export interface SmtpSettings {
  /** Host and port, such as `smtp.example.com:587`. */
  readonly host: string;
  readonly from: string;
  readonly username: string;
}

/** Where alerts of one severity go. The credential is a secret of the stack, named here, never given here. */
export interface AlertRoute {
  readonly severity: Severity;
  /** Only alerts of this team. @default every team's */
  readonly team?: string;
  readonly to: "slack" | "pagerduty" | "email" | "webhook";
  /** Name of a secret in `secrets:` that holds the webhook URL, routing key or SMTP password. */
  readonly secret: string;
  /** Slack channel or e-mail address. */
  readonly target?: string;
  /** How mail is sent; needed by `email`. */
  readonly smtp?: SmtpSettings;
  /** Waits while it is quiet. Never for critical alerts. @default false */
  readonly quiet?: boolean;
}

/** A service that Prometheus sends what it measures to, besides keeping it. */
export interface RemoteWrite {
  readonly url: string;
  /** Name of a secret in `secrets:`: a bearer token, or a password where there is a `username`. @default none is sent */
  readonly secret?: string;
  readonly username?: string;
  /** Regular expression of the names of metrics that are sent. @default all */
  readonly keep?: string;
}

/** Where the dead man's switch of the cluster reports, so that the cloud notices its silence. */
export interface HeartbeatTopic {
  readonly id: string;
  readonly region: string;
}

/** Everything that Prometheus, Alertmanager and Grafana are told. */
export interface MonitoringSettings {
  /** Days that metrics are kept. */
  readonly retentionDays: number;
  /** GiB of disk for metrics. */
  readonly storageGb: number;
  /** Seconds between scrapes. */
  readonly scrapeSeconds: number;
  /** @default nothing leaves the cluster */
  readonly remoteWrite?: readonly RemoteWrite[];
  readonly routes: readonly AlertRoute[];
  readonly quietHours: readonly QuietHours[];
  /** Secret with the URL that must be called every few minutes, or somebody is paged from outside. @default none */
  readonly heartbeat?: string;
  /** Where the same is said to the cloud, which watches that it goes on. @default none */
  readonly heartbeatTopic?: HeartbeatTopic;
  /** Who is told of what no workload's team looks after. */
  readonly team: string;
  /** Where links in alerts lead: folders of runbooks and Grafana, without a slash at the end. */
  readonly links: { readonly runbooks: string; readonly grafana: string };
  readonly thresholds: Thresholds;
  readonly workloads: readonly WatchedWorkload[];
  readonly stores: readonly WatchedStore[];
  readonly exporters: readonly ExporterKind[];
  /** Databases whose pools Slipway runs itself. @default none */
  readonly pools?: readonly string[];
  /** Operators in the cluster back stores up by themselves: their objects say how that goes. @default none do */
  readonly operated?: boolean;
  readonly business: readonly BusinessMetric[];
  /** US dollars a month, of the whole account. @default nothing is watched */
  readonly monthlyBudget?: number;
}
