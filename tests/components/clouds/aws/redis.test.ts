import { AwsRedis, type AwsRedisArgs, parameterFamily, snapshotWindow } from "../../../../components/clouds/aws/redis";
import { type ResourceRecord, type Simulation, simulate, UNKNOWN } from "../../../support/simulate";
import { cluster, keyArn, network, openings, placement, scopeOf, world } from "./fixtures";

type Mode = "up" | "preview";

const free = scopeOf();
const guarded = scopeOf({ protect: true, environment: "prod" });

function redis(changes: Partial<AwsRedisArgs> = {}, mode: Mode = "up", name = "shop-dev-cache"): Promise<Simulation> {
  const args: AwsRedisArgs = {
    scope: free,
    placement,
    engine: "valkey",
    version: "8.0",
    nodeType: "cache.t4g.micro",
    replicas: 0,
    snapshotDays: 1,
    maintenanceWindow: "sun:04:00-sun:05:00",
    ...changes,
  };
  return simulate(
    () => {
      const { kind, host, readerHost, port, secretId, cidrs } = new AwsRedis(name, args);
      return { kind, host, readerHost, port, secretId, cidrs };
    },
    { existing: world, mode },
  );
}

describe("Redis", () => {
  let made: Simulation;
  let group: ResourceRecord;
  beforeAll(async () => {
    made = await redis();
    group = made.one("ReplicationGroup");
  });

  test("is the engine and size asked for, alone where it has no replica", () => {
    expect(group.inputs).toMatchObject({
      replicationGroupId: "shop-dev-cache",
      engine: "valkey",
      engineVersion: "8.0",
      nodeType: "cache.t4g.micro",
      numCacheClusters: 1,
      automaticFailoverEnabled: false,
      multiAzEnabled: false,
      subnetGroupName: made.one("SubnetGroup").outputs["name"],
      securityGroupIds: [made.one("SecurityGroup").id],
    });
  });

  test("is reachable from the cluster alone, reaches nothing, and lies in the data subnets", () => {
    const door = made.one("SecurityGroup");
    expect(openings(made, door)).toEqual([[6379, 6379, cluster.accessGroup]]);
    expect(made.find("SecurityGroupEgressRule")).toEqual([]);
    expect([door.inputs["ingress"], door.inputs["egress"]]).toEqual([undefined, undefined]);
    expect(made.one("SubnetGroup").inputs["subnetIds"]).toEqual(network.dataSubnetIds);
  });

  test("is encrypted at rest and on the way, with no plain port", () => {
    expect(group.inputs).toMatchObject({
      atRestEncryptionEnabled: true,
      kmsKeyId: keyArn(made),
      transitEncryptionEnabled: true,
      transitEncryptionMode: "required",
    });
  });

  test("asks for a token of letters and digits, which is secret wherever it goes", () => {
    const token = made.one("RandomPassword");
    expect(token.inputs).toMatchObject({ length: 64, special: false });
    expect(group.inputs["authToken"]).toBe(token.outputs["result"]);
    expect(group.secrets).toContain("authToken");
    const stored = made.one("SecretVersion");
    expect(JSON.parse(String(stored.inputs["secretString"]))).toEqual({ token: token.outputs["result"] });
    expect(stored.secrets).toContain("secretString");
  });

  test("gives the secret's id", () => {
    const secret = made.one("secretsmanager/secret:Secret");
    expect(secret.inputs).toMatchObject({ name: "shop/dev/shop-dev-cache-auth", kmsKeyId: keyArn(made) });
    expect(made.outputs["secretId"]).toBe(secret.outputs["arn"]);
  });

  test("never evicts what has no lifetime", () => {
    const parameters = made.one("ParameterGroup");
    expect(parameters.inputs["family"]).toBe("valkey8");
    expect(parameters.inputs["parameters"]).toContainEqual({ name: "maxmemory-policy", value: "volatile-lru" });
    expect(group.inputs["parameterGroupName"]).toBe(parameters.outputs["name"]);
  });

  test("is snapshotted before maintenance", () => {
    expect(group.inputs).toMatchObject({
      snapshotRetentionLimit: 1,
      snapshotWindow: "01:00-02:00",
      maintenanceWindow: "sun:04:00-sun:05:00",
    });
  });

  test("logs slow commands to a group that is there before it", () => {
    const log = made.one("LogGroup");
    expect(log.inputs).toMatchObject({
      name: "/aws/elasticache/shop-dev-cache/slow-log",
      retentionInDays: 30,
      kmsKeyId: keyArn(made),
    });
    expect(group.inputs["logDeliveryConfigurations"]).toEqual([
      { logType: "slow-log", logFormat: "json", destinationType: "cloudwatch-logs", destination: log.inputs["name"] },
    ]);
    expect(made.waits(group, log)).toBe(true);
  });

  test("reads from the primary where there is no replica", () => {
    expect(made.outputs).toMatchObject({
      kind: "redis",
      host: group.outputs["primaryEndpointAddress"],
      readerHost: group.outputs["primaryEndpointAddress"],
      port: 6379,
      cidrs: network.dataCidrs,
    });
  });

  test("goes with its stack where that is not protected", () => {
    expect(group.protect).toBe(false);
    expect(group.inputs["finalSnapshotIdentifier"]).toBeUndefined();
  });

  test("with replicas it fails over by itself, across zones, and reads from them", async () => {
    const two = await redis({ replicas: 2 });
    expect(two.one("ReplicationGroup").inputs).toMatchObject({
      numCacheClusters: 3,
      automaticFailoverEnabled: true,
      multiAzEnabled: true,
    });
    expect(two.outputs["readerHost"]).toBe(two.one("ReplicationGroup").outputs["readerEndpointAddress"]);
  });

  test("protected: by Pulumi, and by a last snapshot of a name of its own", async () => {
    const kept = await redis({ scope: guarded });
    expect(kept.one("ReplicationGroup").protect).toBe(true);
    expect(kept.one("secretsmanager/secret:Secret").protect).toBe(true);
    expect(kept.one("ReplicationGroup").inputs["finalSnapshotIdentifier"]).toBe(
      `shop-dev-cache-final-${kept.one("RandomId").outputs["hex"]}`,
    );
  });

  test("a preview knows neither address nor secret", async () => {
    expect((await redis({}, "preview")).outputs).toMatchObject({ host: UNKNOWN, port: 6379, secretId: UNKNOWN });
  });

  test("without snapshots it sends no window", async () => {
    const none = (await redis({ snapshotDays: 0 })).one("ReplicationGroup");
    expect(none.inputs["snapshotRetentionLimit"]).toBe(0);
    expect(none.inputs["snapshotWindow"]).toBeUndefined();
  });

  test("a long name is cut to the 40 characters of ElastiCache", async () => {
    const long = await redis({}, "up", `shop-pr-1234-${"sessions-".repeat(5)}cache`);
    expect(String(long.one("ReplicationGroup").inputs["replicationGroupId"]).length).toBeLessThanOrEqual(40);
  });

  test.each([
    ["valkey", "7.2", "valkey7"],
    ["valkey", "8.0", "valkey8"],
    ["redis", "7.1", "redis7"],
    ["redis", "6.2", "redis6.x"],
  ] as const)("%s %s takes the family %s", (engine, version, family) => {
    expect(parameterFamily(engine, version)).toBe(family);
  });

  test.each([
    ["sun:05:00-sun:06:00", "02:00-03:00"],
    ["mon:02:30-mon:03:30", "23:30-00:30"],
    ["tue:00:00-tue:01:00", "21:00-22:00"],
  ])("maintenance at %s: snapshots at %s", (maintenance, window) => {
    expect(snapshotWindow(maintenance)).toBe(window);
  });
});
