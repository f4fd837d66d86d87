import fc from "fast-check";
import { costOf } from "../../../rehearsal/cost/cost";
import { dollars, spread, sumOf } from "../../../rehearsal/cost/money";
import type { CostReport } from "../../../rehearsal/cost/report";
import { costLines } from "../../../rehearsal/cost/text";
import { plain } from "../../../rehearsal/report/paint";
import type { StackConfig } from "../../../stacks/config/schema";
import { stackConfig, web } from "../../support/configs";
import { record } from "./records";

type Resource = ReturnType<typeof record>;

const cost = (resources: readonly Resource[], config?: StackConfig, region = "eu-west-1"): CostReport => {
  const report = costOf({ cloud: "aws", region, resources, config });
  if (!report) throw new Error("AWS is priced");
  return report;
};
const monthly = (resources: readonly Resource[], config?: StackConfig): number =>
  cost(resources, config).total.expected / 1e6;

const db = (inputs: Resource["inputs"] = {}) =>
  record("db", "aws:rds/instance:Instance", {
    ...{ engine: "postgres", instanceClass: "db.t3.medium", allocatedStorage: 100, storageType: "gp3" },
    ...{ multiAz: false, backupRetentionPeriod: 7, ...inputs },
  });
const cache = (inputs: Resource["inputs"] = {}) =>
  record("cache", "aws:elasticache/replicationGroup:ReplicationGroup", {
    ...{ engine: "redis", nodeType: "cache.t3.micro", numCacheClusters: 1, ...inputs },
  });
const atlas = (
  electableSpecs: Resource["inputs"] = {},
  autoScaling: Resource["inputs"] = {},
  inputs: Resource["inputs"] = {},
  regionName = "EU_WEST_1",
) =>
  record("docs", "mongodbatlas:index/advancedCluster:AdvancedCluster", {
    replicationSpecs: [
      {
        regionConfigs: [
          { regionName, electableSpecs: { instanceSize: "M30", nodeCount: 3, ...electableSpecs }, autoScaling },
        ],
      },
    ],
    ...inputs,
  });
const nodes = (size: number, inputs: Resource["inputs"] = {}) =>
  record("system", "aws:eks/nodeGroup:NodeGroup", {
    ...{ instanceTypes: ["m7g.large"], capacityType: "ON_DEMAND" },
    ...{ scalingConfig: { minSize: size, maxSize: size + 2, desiredSize: size }, ...inputs },
  });
const pool = record("pool", "kubernetes:karpenter.sh/v1:NodePool");
const nodeClass = record("class", "kubernetes:karpenter.k8s.aws/v1:EC2NodeClass", {
  spec: { blockDeviceMappings: [{ deviceName: "/dev/xvda", ebs: { volumeSize: "50Gi" } }] },
});

test.each<[string, Resource, number]>([
  ["a database: 0.078 an hour and 100 GB at 0.127", db(), 0.078 * 730 + 12.7],
  ["one in two zones costs twice", db({ multiAz: true }), 2 * (0.078 * 730 + 12.7)],
  ["a replica is an instance", db({ replicateSourceDb: "other" }), 0.078 * 730 + 12.7],
  ["backups beyond the disk's size", db({ backupRetentionPeriod: 35, allocatedStorage: 20 }), 0.078 * 730 + 20 * 0.127],
  ["a Redis node", cache(), 0.018 * 730],
  ["two Valkey nodes, a fifth less", cache({ engine: "valkey", numCacheClusters: 2 }), 2 * 0.0144 * 730],
  [
    "shards with replicas",
    cache({ numCacheClusters: undefined as never, numNodeGroups: 2, replicasPerNodeGroup: 1 }),
    4 * 0.018 * 730,
  ],
  [
    "a DocumentDB: 20 GB, ten million reads and writes, what its backups are over the free size",
    record("d", "aws:docdb/cluster:Cluster", { backupRetentionPeriod: 10 }),
    20 * 0.112 + 10 * 0.224 + 20 * 0.02 * 10 * 0.02352,
  ],
  [
    "one of its members",
    record("m", "aws:docdb/clusterInstance:ClusterInstance", { instanceClass: "db.r6g.large" }),
    0.2947 * 730,
  ],
  ["a cluster of Atlas", atlas(), 0.54 * 730],
  ["one of five members", atlas({ nodeCount: 5 }), (0.54 * 730 * 5) / 3],
  ["one that may grow: nothing is expected of it", atlas({}, { computeMaxInstanceSize: "M50" }), 0.54 * 730],
  ["one with a key of one's own", atlas({}, {}, { encryptionAtRestProvider: "AWS" }), 0.54 * 730 * 1.15],
  ["one in a region whose price is known", atlas({}, {}, {}, "SA_EAST_1"), 0.98 * 730],
  [
    "Atlas's part of a private endpoint, and 20 GB",
    record("l", "mongodbatlas:index/privateLinkEndpoint:PrivateLinkEndpoint", { region: "EU_WEST_1" }),
    0.0504 * 730 + 20 * 0.012,
  ],
  ["machines of a group", nodes(3), 3 * 0.091 * 730],
  ["a control plane", record("c", "aws:eks/cluster:Cluster"), 73],
  ["a NAT gateway and 50 GB", record("n", "aws:ec2/natGateway:NatGateway"), 0.048 * 730 + 2.4],
  ["an address", record("e", "aws:ec2/eip:Eip"), 0.005 * 730],
  ["a free endpoint", record("v", "aws:ec2/vpcEndpoint:VpcEndpoint", { vpcEndpointType: "Gateway" }), 0],
  [
    "a path in two zones and 20 GB",
    record("v", "aws:ec2/vpcEndpoint:VpcEndpoint", { vpcEndpointType: "Interface", subnetIds: ["a", "b"] }),
    2 * 0.011 * 730 + 0.2,
  ],
  [
    "a load balancer in three zones, its units, and 100 GB to the internet",
    record("l", "aws:lb/loadBalancer:LoadBalancer", { loadBalancerType: "network", subnets: ["a", "b", "c"] }),
    0.0252 * 730 + 100 * 0.006 + 3 * 0.005 * 730,
  ],
  ["a key", record("k", "aws:kms/key:Key"), 1],
  ["a secret", record("s", "aws:secretsmanager/secret:Secret"), 0.4],
  [
    "a bucket: 50 GB, a hundred thousand writes, a million reads",
    record("b", "aws:s3/bucket:Bucket"),
    1.15 + 0.5 + 0.4,
  ],
  [
    "logs: 2 GB, kept for 30 days",
    record("g", "aws:cloudwatch/logGroup:LogGroup", { retentionInDays: 30 }),
    1.14 + 0.06,
  ],
  ["a firewall with two rules", record("w", "aws:wafv2/webAcl:WebAcl", { rules: [{}, {}] }), 5 + 2 + 6],
  ["a zone", record("z", "aws:route53/zone:Zone"), 0.5 + 2],
  ["a distribution", record("d", "aws:cloudfront/distribution:Distribution"), 8.5 + 12],
  ["an alarm", record("a", "aws:cloudwatch/metricAlarm:MetricAlarm"), 0.1],
  ["copies in a vault", record("v", "aws:backup/vault:Vault"), 2.5],
  ["shared files", record("f", "aws:efs/fileSystem:FileSystem"), 15],
  ["images", record("i", "aws:ecr/repository:Repository"), 0.5],
  ["a role is free", record("r", "aws:iam/role:Role"), 0],
])("%s", (_, resource, usd) => {
  const report = cost([resource]);
  expect(report.unpriced).toEqual([]);
  expect(report.total.expected / 1e6).toBeCloseTo(usd, 2);
});

test("images that are copied to another region are paid for there too", () => {
  const replication = { rules: [{ destinations: [{ region: "eu-central-1" }] }] };
  const copies = record("r", "aws:ecr/replicationConfiguration:ReplicationConfiguration", {
    replicationConfiguration: replication,
  });
  const repositories = ["a", "b"].map((name) => record(name, "aws:ecr/repository:Repository"));
  expect(cost([...repositories, copies]).total.expected / 1e6).toBeCloseTo(4 * 0.5, 2);
});

test("spot machines cost the region's share of the list price, and say so", () => {
  const report = cost([nodes(2, { capacityType: "SPOT" })]);
  expect(report.total.expected / 1e6).toBeCloseTo(2 * 0.091 * 0.39 * 730, 0);
  expect(report.lines[0]?.estimated).toMatch(/39% of the list price/);
  expect(
    cost([nodes(2, { capacityType: "SPOT" })], stackConfig({ usage: { spotShare: 0.3 } })).total.expected,
  ).toBeLessThan(report.total.expected);
});

test("a group that nothing scales stays as it was made; with an autoscaler it is a range", () => {
  expect(cost([nodes(2)]).total).toEqual({ least: 132860000, expected: 132860000, most: 132860000 });
  const { least, most } = cost([
    nodes(2),
    record("ca", "kubernetes:helm.sh/v3:Release", { chart: "cluster-autoscaler", values: {} }),
  ]).total;
  expect([least, most]).toEqual([132860000, 265720000]);
});

describe("what has no price is listed, never counted as nothing", () => {
  test.each<[string, Resource, string, RegExp]>([
    ["a region without prices", db(), "mars-north-1", /no prices of mars-north-1/],
    ["an unknown class", db({ instanceClass: "db.z1d.large" }), "eu-west-1", /no list price of db\.z1d\.large/],
    ["another engine", db({ engine: "mysql" }), "eu-west-1", /engine mysql/],
    ["an unknown machine", nodes(1, { instanceTypes: ["u7i.metal"] }), "eu-west-1", /u7i\.metal/],
    ["a type that nobody modelled", record("x", "aws:msk/cluster:Cluster"), "eu-west-1", /not modelled/],
    [
      "a service that a region's file has not",
      record("n", "aws:ec2/natGateway:NatGateway"),
      "eu-north-1",
      /NAT gateway/,
    ],
    ["machines for pods that are not known", pool, "eu-west-1", /only known of a stack of Slipway's/],
  ])("%s", (_, resource, region, reason) => {
    const { unpriced } = cost([resource], undefined, region);
    expect(unpriced.map((each) => each.reason).join("\n")).toMatch(reason);
  });

  test.each([
    ...["iam/role:Role", "ec2/subnet:Subnet", "ec2/launchTemplate:LaunchTemplate", "s3/bucketPolicy:BucketPolicy"],
    ...["rds/parameterGroup:ParameterGroup", "kms/alias:Alias", "eks/addon:Addon", "cloudfront/function:Function"],
    ...["backup/plan:Plan", "lb/listener:Listener", "cloudwatch/eventRule:EventRule", "budgets/budget:Budget"],
  ])("aws:%s is free", (type) => {
    expect(cost([record("x", `aws:${type}`)])).toMatchObject({ lines: [], unpriced: [] });
  });

  test.each([
    ...["ec2/instance:Instance", "rds/proxy:Proxy", "elasticache/serverlessCache:ServerlessCache"],
    ...[
      "lambda/function:Function",
      "ec2/vpnConnection:VpnConnection",
      "dynamodb/table:Table",
      "route53/healthCheck:HealthCheck",
    ],
  ])("aws:%s is said to have no price", (type) => {
    expect(cost([record("x", `aws:${type}`)]).unpriced).toHaveLength(1);
  });

  test("free things of an unknown region are not listed", () => {
    expect(cost([record("r", "aws:iam/role:Role")], undefined, "mars-north-1").unpriced).toEqual([]);
  });

  test("another cloud is not priced at all", () => {
    expect(costOf({ cloud: "teapot", region: "x", resources: [] })).toBeUndefined();
  });
});

describe("machines for pods beyond the groups", () => {
  const config = (min: number, max: number, more: object = {}) =>
    stackConfig({
      cluster: { publicAccess: ["203.0.113.0/24"], capacity: "onDemand", maxCpu: 400 },
      workloads: { web: web({ hosts: [], resources: { cpu: "1", memory: "1Gi" }, scaling: { min, max } }) },
      ...more,
    });
  const of = (min: number, max: number, more?: object) => cost([pool, nodeClass], config(min, max, more));

  test("none where the groups have room", () => {
    expect(cost([pool, nodes(3)], config(1, 2)).lines.filter(({ resource }) => resource === "pool")).toEqual([]);
  });

  test("the cheapest that hold what is expected, each with its disk", () => {
    const { lines } = of(4, 4);
    const [machines] = lines.filter(({ unit }) => unit === "hours");
    expect(machines?.what).toMatch(/^\d+ × [cmrt]\d/);
    expect(lines.find(({ what }) => what === "disks of 50 GB (gp3)")).toBeDefined();
  });

  test("more pods are never cheaper, and a range is in order", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 30 }),
        fc.integer({ min: 0, max: 30 }),
        fc.integer({ min: 0, max: 10 }),
        (min, over, more) => {
          const { total } = of(min, min + over);
          expect(total.least).toBeLessThanOrEqual(total.expected);
          expect(total.expected).toBeLessThanOrEqual(total.most);
          expect(of(min + more, min + over + more).total.expected).toBeGreaterThanOrEqual(total.expected);
        },
      ),
      { numRuns: 60 },
    );
  });

  test("spot where the cluster may buy it, but not for what says never", () => {
    const spot = { cluster: { publicAccess: ["203.0.113.0/24"], capacity: "spot", maxCpu: 400 } };
    expect(of(4, 4, spot).total.expected).toBeLessThan(of(4, 4).total.expected);
    const never = stackConfig({
      ...spot,
      workloads: { web: web({ spot: "never", resources: { cpu: "1", memory: "1Gi" }, scaling: { min: 4, max: 4 } }) },
    });
    expect(cost([pool, nodeClass], never).total.expected).toBe(of(4, 4).total.expected);
  });

  test("never more cores than may be bought", () => {
    const capped = { cluster: { publicAccess: ["203.0.113.0/24"], capacity: "onDemand", maxCpu: 8 } };
    expect(of(4, 40, capped).total.most).toBeLessThan(of(4, 40).total.most);
  });
});

test("pods on Fargate: a quarter of a core at a time, and its agents' memory", () => {
  const config = stackConfig({
    cluster: { compute: "fargate", publicAccess: ["203.0.113.0/24"] },
    workloads: { web: web({ resources: { cpu: "300m", memory: "512Mi" }, scaling: { min: 2, max: 2 } }) },
  });
  const report = cost([record("f", "aws:eks/fargateProfile:FargateProfile")], config);
  expect(report.total.expected / 1e6).toBeCloseTo(2 * (0.5 * 0.04048 + 0.004445) * 730, 1);
});

test("disks that charts and workloads ask for; one that many nodes share is paid for once", () => {
  const claim = { spec: { resources: { requests: { storage: "100Gi" } } } };
  const release = record("r", "kubernetes:helm.sh/v3:Release", {
    values: {
      prometheus: { replicas: 2, storageSpec: { volumeClaimTemplate: claim } },
      replicas: 3,
      volumes: { up: { path: "/up", size: "50Gi", accessMode: "ReadWriteMany" } },
    },
  });
  expect(cost([release]).total.expected / 1e6).toBeCloseTo(200 * 0.088 + 50 * 0.3, 2);
});

describe("the sum", () => {
  const any = fc.array(
    fc.oneof(
      fc.integer({ min: 20, max: 2000 }).map((allocatedStorage) => db({ allocatedStorage })),
      fc.integer({ min: 1, max: 9 }).map((numCacheClusters) => cache({ numCacheClusters })),
      fc.integer({ min: 1, max: 9 }).map((size) => nodes(size)),
      fc.constant(record("n", "aws:ec2/natGateway:NatGateway")),
      fc.constant(record("b", "aws:s3/bucket:Bucket")),
    ),
    { maxLength: 12 },
  );

  test("is exactly that of its lines and of its parts, and more is never cheaper", () => {
    fc.assert(
      fc.property(any, (resources) => {
        const { total, lines, byPart } = cost(resources);
        expect(sumOf(lines.map((line) => line.monthly))).toEqual(total);
        expect(sumOf(byPart.map((part) => part.monthly))).toEqual(total);
        expect(lines.every((line) => Number.isInteger(line.monthly.expected) && line.source !== "")).toBe(true);
        expect(monthly([...resources, db()])).toBeGreaterThan(total.expected / 1e6);
      }),
    );
  });
});

describe("what the config says of the use", () => {
  test.each<[object, Resource]>([
    [{ natGb: 1000 }, record("n", "aws:ec2/natGateway:NatGateway")],
    [{ bucketGb: 5000 }, record("b", "aws:s3/bucket:Bucket")],
    [{ logGb: 100 }, record("g", "aws:cloudwatch/logGroup:LogGroup")],
    [{ cdnGb: 5000 }, record("d", "aws:cloudfront/distribution:Distribution")],
    [{ dnsQueries: 500 }, record("z", "aws:route53/zone:Zone")],
    [{ requests: 500 }, record("w", "aws:wafv2/webAcl:WebAcl")],
    [{ databaseFill: 1, dailyChange: 0.1 }, db()],
    [{ outside: { "MongoDB Atlas M30": 394.2 } }, db()],
  ])("%j makes it dearer", (usage, resource) => {
    expect(monthly([resource], stackConfig({ usage }))).toBeGreaterThan(monthly([resource], stackConfig()));
  });

  test("fewer hours of nodes make it cheaper", () => {
    expect(monthly([nodes(2)], stackConfig({ usage: { nodeHours: 261 } }))).toBeCloseTo(2 * 0.091 * 261, 2);
  });

  test("Atlas: what it may grow to is the most, tiers and disks without a price are said, and no contract with AWS is offered", () => {
    const { total, commitments, lines } = cost([atlas({}, { computeMaxInstanceSize: "M50" })]);
    expect(total.most / 1e6).toBeCloseTo(2 * 730, 2);
    expect(lines[0]?.estimated).toMatch(/us-east-1/);
    expect(commitments).toEqual([]);
    expect(cost([atlas({ instanceSize: "M80" })]).unpriced[0]?.reason).toBe(
      "no list price of MongoDB Atlas M80 in eu-west-1",
    );
    expect(cost([atlas({ diskSizeGb: 500 })]).unpriced[0]?.reason).toMatch(/no list price of a disk/);
    const backups = record("b", "mongodbatlas:index/cloudBackupSchedule:CloudBackupSchedule");
    const user = record("u", "mongodbatlas:index/databaseUser:DatabaseUser");
    expect(cost([backups, user]).unpriced.map(({ resource }) => resource)).toEqual(["b"]);
  });

  test("what is paid elsewhere is a line of its own", () => {
    const { lines } = cost([], stackConfig({ usage: { outside: { atlas: 100 } } }));
    expect(lines).toEqual([expect.objectContaining({ resource: "atlas", part: "outside" })]);
  });
});

describe("advice", () => {
  const advice = (resources: readonly Resource[], config?: StackConfig) =>
    Object.fromEntries(cost(resources, config).savings.map(({ how, monthly: saved }) => [how, saved / 1e6]));
  const nat = (name: string) => record(name, "aws:ec2/natGateway:NatGateway");

  test.each<[string, readonly Resource[], string, number]>([
    ["one NAT gateway", [nat("a"), nat("b"), nat("c")], "network.nat: single", 2 * 0.053 * 730],
    ["Graviton", [db({ multiAz: true })], "instanceClass: db.t4g.medium", 2 * 0.009 * 730],
    ["Valkey", [cache({ numCacheClusters: 2 })], "engine: valkey", 2 * 0.018 * 730 * 0.2],
    [
      "tiers",
      [
        record("b", "aws:s3/bucket:Bucket", { bucket: "b" }),
        record("c", "aws:s3/bucket:Bucket", { bucket: "c" }),
        record("d", "aws:s3/bucket:Bucket", { bucket: "d" }),
        record("e", "aws:s3/bucket:Bucket", { bucket: "e" }),
      ],
      "coldAfterDays: 30",
      4 * 50 * 0.6 * 0.0105,
    ],
  ])("%s, with its figure", (_, resources, how, usd) => {
    expect(advice(resources)[how]).toBeCloseTo(usd, 1);
  });

  test("gp3 where a disk is gp2, in a region whose list has both", () => {
    const report = costOf({
      cloud: "aws",
      region: "us-east-1",
      resources: [record("v", "aws:ebs/volume:Volume", { type: "gp2", size: 500 })],
    });
    expect(report?.savings[0]?.monthly).toBe(10_000_000);
  });

  test("nights off in dev alone", () => {
    const how = /usage\.nodeHours: 261/;
    const of = (environment: string) =>
      Object.keys(advice([nodes(2)], stackConfig({ environment, cluster: { publicAccess: ["203.0.113.0/24"] } })));
    expect(of("dev").join()).toMatch(how);
    expect(of("prod").join()).not.toMatch(how);
  });

  test("paths instead of NAT where much goes through it", () => {
    const subnet = record("s", "aws:ec2/subnet:Subnet", { availabilityZone: "eu-west-1a" });
    const how = "network.endpoints: [ecr.api, ecr.dkr]";
    expect(advice([nat("a"), subnet], stackConfig({ usage: { natGb: 5000 } }))[how]).toBeCloseTo(
      2500 * 0.038 - 2 * 0.011 * 730,
      1,
    );
    expect(advice([nat("a"), subnet])[how]).toBeUndefined();
  });

  test("nothing to say of nothing; contracts for what always runs", () => {
    expect(cost([])).toMatchObject({ savings: [], commitments: [] });
    const [option] = cost([nodes(1)]).commitments;
    expect((option?.after ?? 0) / (option?.before ?? 1)).toBeCloseTo(0.627, 3);
    expect(cost([nodes(1, { capacityType: "SPOT" })]).commitments).toEqual([]);
  });
});

describe("in the terminal", () => {
  test("amounts", () => {
    expect([0, 1_234_567, 99_990_000, 123_456_000_000, -5_000_000].map(dollars)).toEqual([
      "$0.00",
      "$1.23",
      "$99.99",
      "$123,456",
      "−$5.00",
    ]);
    expect(spread({ least: 1e6, expected: 1e6, most: 1e6 })).toBe("$1.00");
    expect(spread({ least: 1e6, expected: 2e6, most: 3e6 })).toBe("$1.00 to $3.00");
  });

  test("the sum, the parts, what is missing, and the budget", () => {
    const config = stackConfig({ budget: { monthly: 50, emails: ["a@example.com"] } });
    const text = costLines(cost([db(), record("x", "aws:msk/cluster:Cluster")], config), { paint: plain }).join("\n");
    expect(text).toMatch(/\$69\.64 a month expected/);
    expect(text).toMatch(/over the budget of \$50/);
    expect(text).toMatch(/not priced: 1, so the true sum is higher/);
    const all = costLines(cost([db()], config), { paint: plain, all: true }).join("\n");
    expect(all).toMatch(/\[ireland-clouds\] 2026-09-27/);
    expect(all).toMatch(/slipway:usage/);
  });
});

test("a proxy is paid by the vCPUs of the database that it stands before, two at least", () => {
  const target = (name: string, inputs: Resource["inputs"]) => ({
    ...record(name, "aws:rds/proxyTarget:ProxyTarget", inputs),
    outputs: inputs,
  });
  const proxied = (instanceClass: string) => [
    { ...db({ identifier: "db", instanceClass }), outputs: { identifier: "db" } },
    record("pool", "aws:rds/proxy:Proxy", { name: "pool" }),
    target("target", { dbProxyName: "pool", dbInstanceIdentifier: "db" }),
  ];
  const line = (instanceClass: string) =>
    cost(proxied(instanceClass), undefined, "us-east-1").lines.find(({ what }) => what.startsWith("proxy"));
  expect(line("db.t4g.micro")).toMatchObject({ what: "proxy of 2 vCPUs" });
  expect(line("db.m7g.xlarge")).toMatchObject({ what: "proxy of 4 vCPUs" });
  expect((line("db.m7g.xlarge")?.monthly.expected ?? 0) / 1e6).toBeCloseTo(4 * 0.015 * 730, 2);
  expect(cost(proxied("db.odd.size"), undefined, "us-east-1").unpriced.map(({ resource }) => resource)).toContain(
    "pool",
  );
});

test("Aurora: hours of a class or of units, data and its reads by what usage says", () => {
  const known = (name: string, type: string, inputs: Resource["inputs"]) => ({
    ...record(name, type, inputs),
    outputs: inputs,
  });
  const aurora = (instanceClass: string, more: Resource["inputs"] = {}) => [
    known("db", "aws:rds/cluster:Cluster", { clusterIdentifier: "db", backupRetentionPeriod: 7, ...more }),
    known("one", "aws:rds/clusterInstance:ClusterInstance", { clusterIdentifier: "db", instanceClass }),
  ];
  const lines = (resources: Resource[], region: string) =>
    Object.fromEntries(cost(resources, undefined, region).lines.map(({ what, monthly }) => [what, monthly]));
  const units = { serverlessv2ScalingConfiguration: { minCapacity: 1, maxCapacity: 5 } };
  const london = lines(aurora("db.serverless", units), "eu-west-2");
  const spent = london["Aurora capacity, 1 to 5 units"]!;
  // A quarter of the way from the fewest to the most, as usage.load says.
  expect([spent.least, spent.expected, spent.most].map((usd) => Math.round(usd / 1e4))).toEqual(
    [1, 2, 5].map((unit) => Math.round(unit * 0.14 * 730 * 100)),
  );
  expect(london["Aurora storage"]!.expected / 1e6).toBeCloseTo(50 * 0.1, 2);
  expect(london["Aurora reads and writes"]!.expected / 1e6).toBeCloseTo(50 * 0.2, 2);
  const optimised = lines(aurora("db.serverless", { ...units, storageType: "aurora-iopt1" }), "eu-west-2");
  expect(Object.keys(optimised)).not.toContain("Aurora reads and writes");
  expect(optimised["Aurora capacity, 1 to 5 units"]!.least / 1e6).toBeCloseTo(0.19 * 730, 2);
  expect(lines(aurora("db.r7g.large"), "us-east-1")["Aurora r7g.large"]!.expected / 1e6).toBeCloseTo(0.276 * 730, 2);
  expect(cost(aurora("db.r7g.large"), undefined, "sa-east-1").unpriced.map(({ resource }) => resource)).toContain(
    "one",
  );
});
