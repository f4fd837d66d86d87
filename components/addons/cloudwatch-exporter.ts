import type { AddonContext, AwsStatement, CloudFacts } from "../contracts/addon";
import { costAlerts } from "../monitoring/alerts/cost";
import { managedPostgresAlerts } from "../monitoring/alerts/postgres";
import { managedRedisAlerts } from "../monitoring/alerts/redis";
import { firewallAlerts } from "../monitoring/alerts/security";
import { type AddonDefinition, resources, restrictedContainer } from "./definition";

const serviceAccount = "cloudwatch-exporter";

/**
 * Seconds between questions to CloudWatch, which asks $0.01 for a thousand metrics: with 15 metrics of three instances
 * that is about $4 a month. RDS and ElastiCache have a value for each minute.
 */
const PERIOD = 300;

/** The one region in which CloudWatch has the account's bill. */
const BILLING = "us-east-1";

/** CloudWatch's own names, and how a period's values become one. */
type Metrics = Readonly<Record<string, "Average" | "Maximum" | "Minimum" | "Sum">>;

const rds: Metrics = {
  CPUUtilization: "Average",
  CPUCreditBalance: "Minimum",
  FreeStorageSpace: "Minimum",
  FreeableMemory: "Average",
  SwapUsage: "Average",
  DatabaseConnections: "Maximum",
  ReplicaLag: "Maximum",
  ReadLatency: "Average",
  WriteLatency: "Average",
  MaximumUsedTransactionIDs: "Maximum",
};

const elasticache: Metrics = {
  EngineCPUUtilization: "Average",
  DatabaseMemoryUsagePercentage: "Maximum",
  Evictions: "Sum",
  CurrConnections: "Maximum",
  ReplicationLag: "Maximum",
};

const wafv2: Metrics = { BlockedRequests: "Sum" };

function metricsOf(metrics: Metrics): readonly object[] {
  return Object.entries(metrics).map(([name, statistic]) => ({
    name,
    statistics: [statistic],
    period: PERIOD,
    length: PERIOD,
  }));
}

/** What is asked for: things that bear the stack's tags, and the account's bill, which CloudWatch has in one region. */
function config({ facts, settings }: AddonContext): object {
  const searchTags = ["Project", "Stack"].map((key) => ({ key, value: `^${facts.tags[key]}$` }));
  const job = (type: string, metrics: Metrics, regions = [facts.region]) => ({
    type,
    regions,
    searchTags,
    metrics: metricsOf(metrics),
  });
  return {
    apiVersion: "v1alpha1",
    "sts-region": facts.region,
    discovery: {
      jobs: [job("AWS/RDS", rds), job("AWS/ElastiCache", elasticache), job("AWS/WAFV2", wafv2)],
    },
    ...(settings.monitoring.monthlyBudget === undefined
      ? {}
      : {
          static: [
            {
              name: "bill",
              namespace: "AWS/Billing",
              regions: [BILLING],
              dimensions: [{ name: "Currency", value: "USD" }],
              // It is worked out a few times a day.
              metrics: [{ name: "EstimatedCharges", statistics: ["Maximum"], period: 21_600, length: 43_200 }],
            },
          ],
        }),
  };
}

/** Reads of metrics and tags: none of them can be limited to a resource. */
const statements = ({ region }: CloudFacts): readonly AwsStatement[] => [
  {
    Sid: "ReadMetrics",
    Effect: "Allow",
    Action: [
      "cloudwatch:GetMetricData",
      "cloudwatch:GetMetricStatistics",
      "cloudwatch:ListMetrics",
      "tag:GetResources",
    ],
    Resource: "*",
    Condition: { StringEquals: { "aws:RequestedRegion": [region, BILLING] } },
  },
];

/**
 * The metrics of managed stores, of a firewall and of the bill, fetched from CloudWatch (yet-another-cloudwatch-exporter).
 *
 * Settings read: `monitoring.stores`, `monitoring.monthlyBudget`.
 */
export const cloudwatchExporter: AddonDefinition = {
  name: "cloudwatch-exporter",
  clouds: ["aws"],
  namespace: "cloudwatch-exporter",
  podSecurity: "restricted",
  scrapedOnly: true,
  needs: ["prometheus-operator-crds"],
  identity: { serviceAccount, policies: { aws: statements } },
  releases: [
    {
      chart: "cloudwatch-exporter",
      timeoutSeconds: 300,
      values: (context) => ({
        fullnameOverride: "cloudwatch-exporter",
        serviceAccount: { name: serviceAccount, annotations: context.annotations },
        // JSON is YAML; the chart fills in templates, of which there are none.
        config: JSON.stringify(config(context)),
        extraArgs: { "scraping-interval": PERIOD },
        extraEnv: [{ name: "AWS_REGION", value: context.facts.region }],
        // A second one would ask, and pay, twice.
        replicaCount: 1,
        podSecurityContext: { runAsNonRoot: true, runAsUser: 65534, fsGroup: 65534 },
        securityContext: restrictedContainer,
        resources: resources("20m", "96Mi", "192Mi"),
        testConnection: false,
        serviceMonitor: { enabled: true, interval: "60s", timeout: "30s" },
      }),
    },
  ],
  alerts: ({ settings: { monitoring } }) => [
    ...managedPostgresAlerts(monitoring),
    ...managedRedisAlerts(monitoring),
    ...costAlerts(monitoring),
    firewallAlerts,
  ],
};
