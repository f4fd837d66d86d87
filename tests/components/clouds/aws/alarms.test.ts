import { AwsAlarms, type AwsAlarmsArgs } from "../../../../components/clouds/aws/alarms";
import { AwsEntry } from "../../../../components/clouds/aws/entry";
import { AwsPlatformAlarms } from "../../../../components/clouds/aws/platform-alarms";
import { AwsPodLogs } from "../../../../components/clouds/aws/pod-logs";
import { existing, type ResourceRecord, type Simulation, simulate } from "../../../support/simulate";
import { cluster, network, scopeOf, statementsOf, world } from "./fixtures";

const scope = scopeOf();
const GIB = 1024 ** 3;

const args: Omit<AwsAlarmsArgs, "natIds"> = {
  scope,
  to: [
    { name: "people", kind: "email", endpoint: "ops@example.com" },
    { name: "pager", kind: "pagerduty", endpoint: "canary-key" },
    { name: "hook", kind: "webhook", endpoint: "https://hooks.example.com/canary-path" },
  ],
  limits: {
    storageFreePercent: { warning: 20, critical: 10 },
    databaseCpuPercent: { warning: 80 },
    connections: {},
    replicaLagSeconds: { warning: 60, critical: 600 },
    redisMemoryPercent: { warning: 80, critical: 95 },
  },
  stores: [
    { name: "db", kind: "postgres", replicas: 1, storageGb: 100 },
    { name: "cache", kind: "redis", replicas: 1 },
    { name: "docs", kind: "mongodb", replicas: 1 },
  ],
  clusterName: "shop-dev",
};

const database = existing("aws:rds/instance:Instance", "db-ABC", { identifier: "shop-dev-store-db" });

const alarms = (over: Partial<AwsAlarmsArgs> = {}): Promise<Simulation> =>
  simulate(() => void new AwsAlarms("shop-dev-alarms", { ...args, natIds: [], ...over }), {
    existing: [...world, database],
  });

const named = (made: Simulation): Record<string, ResourceRecord["inputs"]> =>
  Object.fromEntries(
    made.find("MetricAlarm").map(({ name, inputs }) => [name.replace(/^shop-dev-(platform-)?alarms-/, ""), inputs]),
  );

describe("alarms of the foundation", () => {
  let made: Simulation;
  beforeAll(async () => {
    made = await alarms();
  });

  test("what is watched of stores, control plane and backups, at the stack's own critical limits", () => {
    const all = named(made);
    expect(Object.keys(all).sort()).toEqual([
      "api-errors",
      "backups-failed",
      "cache-1-evictions",
      "cache-1-memory",
      "cache-2-evictions",
      "cache-2-memory",
      "db-cpu",
      "db-replica-1-cpu",
      "db-replica-1-lag",
      "db-replica-1-storage",
      "db-storage",
      "docs-1-cpu",
      "docs-2-cpu",
      "docs-lag",
    ]);
    expect(all["docs-2-cpu"]).toMatchObject({
      namespace: "AWS/DocDB",
      dimensions: { DBInstanceIdentifier: "shop-dev-store-docs-2" },
    });
    // DocumentDB counts milliseconds.
    expect(all["docs-lag"]).toMatchObject({
      threshold: 600_000,
      dimensions: { DBClusterIdentifier: "shop-dev-store-docs" },
    });
    expect(all["db-storage"]).toMatchObject({
      comparisonOperator: "LessThanThreshold",
      threshold: 10 * GIB,
      dimensions: { DBInstanceIdentifier: "shop-dev-store-db" },
    });
    expect(all["db-cpu"]!.threshold).toBe(80);
    expect(all["db-replica-1-lag"]).toMatchObject({
      threshold: 600,
      dimensions: { DBInstanceIdentifier: "shop-dev-store-db-replica-1" },
    });
    expect(all["cache-2-memory"]).toMatchObject({
      threshold: 95,
      dimensions: { CacheClusterId: "shop-dev-store-cache-002" },
    });
    // A control plane that says nothing is no better than one that fails.
    expect(all["api-errors"]!.treatMissingData).toBe("breaching");
  });

  test("connections have an alarm only where there is a limit", async () => {
    const limits = { ...args.limits, connections: { warning: 80, critical: 100 } };
    expect(named(await alarms({ limits }))["db-connections"]!.threshold).toBe(100);
  });

  test("each tells the topic, also of its end, and names a runbook or what fails", () => {
    const topic = made.one("sns/topic:Topic").outputs.arn;
    for (const { inputs } of made.find("MetricAlarm")) {
      expect(inputs).toMatchObject({ alarmActions: [topic], okActions: [topic] });
      expect(String(inputs.alarmDescription)).toMatch(/see runbook [a-z-]+$/);
    }
  });

  test("the topic is encrypted under a key that CloudWatch and RDS may use for this account", () => {
    expect(made.one("sns/topic:Topic").inputs.kmsMasterKeyId).toBe(made.one("kms/key:Key").outputs.arn);
    const key = statementsOf(made.one("kms/key:Key")).find(({ Sid }) => Sid === "EncryptAlarms");
    const policy = statementsOf(made.one("TopicPolicy")).find(({ Sid }) => Sid === "Publish");
    for (const statement of [key, policy]) {
      expect(statement).toMatchObject({
        Principal: { Service: ["cloudwatch.amazonaws.com", "events.rds.amazonaws.com"] },
        Condition: { StringEquals: { "aws:SourceAccount": scope.account } },
      });
    }
  });

  test("who is told: addresses as they are, keys and URLs as secrets", () => {
    const to = Object.fromEntries(made.find("TopicSubscription").map((each) => [each.name.split("-to-")[1], each]));
    expect(to["people"]!.inputs).toMatchObject({ protocol: "email", endpoint: "ops@example.com" });
    expect(to["pager"]!.inputs).toMatchObject({
      protocol: "https",
      endpoint: "https://events.pagerduty.com/integration/canary-key/enqueue",
    });
    expect(to["hook"]!.inputs.endpoint).toBe("https://hooks.example.com/canary-path");
    expect([to["pager"]!.secrets, to["hook"]!.secrets, to["people"]!.secrets]).toEqual([
      ["endpoint"],
      ["endpoint"],
      [],
    ]);
  });

  test("RDS itself tells of failures of the databases that there are", () => {
    expect(made.one("EventSubscription").inputs).toMatchObject({
      sourceIds: ["shop-dev-store-db"],
      eventCategories: ["failure", "low storage", "availability"],
    });
  });
});

describe("alarms of the platform", () => {
  const platform = (): Promise<Simulation> =>
    simulate(
      () => {
        const { metrics } = new AwsEntry("shop-dev-entry", { scope, network, cluster });
        return { ...new AwsPlatformAlarms("shop-dev-platform-alarms", { scope, entry: metrics }).heartbeat };
      },
      { existing: world },
    );

  test("a cluster that no longer reports is noticed: silence is an alarm", async () => {
    const made = await platform();
    expect(made.outputs).toEqual({
      id: "arn:aws:sns:eu-central-1:123456789012:shop-dev-heartbeat",
      region: "eu-central-1",
    });
    expect(made.one("sns/topic:Topic").outputs.arn).toBe(made.outputs["id"]);
    expect(named(made)["silence"]).toMatchObject({
      namespace: "AWS/SNS",
      metricName: "NumberOfMessagesPublished",
      dimensions: { TopicName: "shop-dev-heartbeat" },
      treatMissingData: "breaching",
      alarmActions: ["arn:aws:sns:eu-central-1:123456789012:shop-dev-alarms"],
    });
  });

  test("so is an entry with nothing healthy behind it, by the names that CloudWatch uses", async () => {
    const made = await platform();
    const { dimensions } = named(made)["https-targets"] as { dimensions: Record<string, string> };
    expect(dimensions["LoadBalancer"]).toMatch(/^net\/shop-dev-entry\//);
    expect(dimensions["TargetGroup"]).toMatch(/^targetgroup\/shop-dev-entry-https\//);
  });
});

test("pods' logs in CloudWatch: an encrypted group that forgets, and the stream that nobody else could make", async () => {
  const made = await simulate(() => void new AwsPodLogs("shop-dev-pod-logs", { scope, retentionDays: 14 }));
  expect(made.one("LogGroup").inputs).toMatchObject({
    name: "/slipway/shop-dev/pods",
    retentionInDays: 14,
    kmsKeyId: made.one("kms/key:Key").outputs.arn,
  });
  expect(made.one("LogStream").inputs).toMatchObject({ name: "alloy", logGroupName: "/slipway/shop-dev/pods" });
});
