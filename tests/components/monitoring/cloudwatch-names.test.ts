import { contextOf } from "../addons/context";
import { at, valuesOf } from "../addons/read";
import { dashboards, groups } from "./shipped";

/** CloudWatch's metrics, as the user guides of RDS, ElastiCache, WAF and Billing list them. */
const documented: Readonly<Record<string, readonly string[]>> = {
  "AWS/RDS": [
    ...["BurstBalance", "CPUUtilization", "CPUCreditUsage", "CPUCreditBalance", "CPUSurplusCreditBalance"],
    ...["DatabaseConnections", "DiskQueueDepth", "FreeableMemory", "FreeStorageSpace", "MaximumUsedTransactionIDs"],
    ...["NetworkReceiveThroughput", "NetworkTransmitThroughput", "OldestReplicationSlotLag", "ReadIOPS", "ReadLatency"],
    ...["ReadThroughput", "ReplicaLag", "SwapUsage", "TransactionLogsDiskUsage", "WriteIOPS", "WriteLatency"],
  ],
  "AWS/ElastiCache": [
    ...["CPUUtilization", "EngineCPUUtilization", "DatabaseMemoryUsagePercentage", "Evictions", "CurrConnections"],
    ...["CurrItems", "BytesUsedForCache", "CacheHits", "CacheMisses", "FreeableMemory", "ReplicationLag", "SwapUsage"],
  ],
  "AWS/WAFV2": ["AllowedRequests", "BlockedRequests", "CountedRequests", "PassedRequests"],
  "AWS/Billing": ["EstimatedCharges"],
};

interface Fetched {
  readonly name: string;
  readonly statistics: readonly string[];
}

/** How yet-another-cloudwatch-exporter calls a metric: words apart, in lower case, with its statistic behind. */
const exported = (namespace: string, { name, statistics }: Fetched): string[] =>
  statistics.map((statistic) =>
    [namespace.replace("/", "_"), name.replace(/([a-z0-9])([A-Z])/g, "$1_$2"), statistic].join("_").toLowerCase(),
  );

const config = JSON.parse(String(at(valuesOf("cloudwatch-exporter", contextOf("prod")), "config"))) as {
  discovery: { jobs: readonly { type: string; metrics: readonly Fetched[] }[] };
  static: readonly { namespace: string; metrics: readonly Fetched[] }[];
};
const jobs = [
  ...config.discovery.jobs.map(({ type, metrics }) => [type, metrics] as const),
  ...config.static.map(({ namespace, metrics }) => [namespace, metrics] as const),
];

test.each(jobs)("%s: CloudWatch documents what is fetched", (namespace, metrics) => {
  for (const { name } of metrics) expect(documented[namespace]).toContain(name);
});

test("panels and rules ask for what is fetched, by the names that the exporter gives it, and all of it is asked for", () => {
  const given = jobs.flatMap(([namespace, metrics]) => metrics.flatMap((metric) => exported(namespace, metric)));
  const text = JSON.stringify([dashboards, groups]);
  const asked = new Set([...text.matchAll(/\baws_[a-z0-9_]+/g)].map(([name]) => name));
  expect([...asked].sort()).toEqual([...new Set(given)].sort());
});
