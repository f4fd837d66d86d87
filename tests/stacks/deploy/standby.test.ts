/** A pair of stacks, as registered: what is copied to where, and what a promotion changes. Foundations alone. */
import { join } from "node:path";
import { withPrimary } from "../../../stacks/config/inherited";
import { fileConfig, type Raw, root } from "../../support/configs";
import { type Simulation, simulate } from "../../support/simulate";

const main = require("../../../index") as () => Promise<object>;
const folder = join(root, "examples/pair");
const account = "333333333333";
const alarms = { to: { team: { kind: "email", address: "a@example.com" } } };

let primary: Simulation;
let secondary: Simulation;

function home(now = "serving"): Promise<Simulation> {
  const standby = { role: "primary", other: "prod-b", region: "eu-central-1", now };
  const config = {
    ...fileConfig("examples/pair/Pulumi.prod.yaml"),
    ...{ "slipway:layer": "foundation", "slipway:standby": standby },
  };
  return simulate(main, { stack: "prod", config, region: "eu-west-1", account });
}

function away(standby: Raw = {}, over: Raw = {}): Promise<Simulation> {
  const own = {
    ...{ region: "eu-central-1", layer: "foundation", alarms, ...over },
    standby: { role: "secondary", other: "prod", ...standby },
  };
  const { raw } = withPrimary(own, folder);
  const config = Object.fromEntries(Object.entries(raw).map(([key, value]) => [`slipway:${key}`, value]));
  return simulate(main, {
    ...{ stack: "prod-b", config, region: "eu-central-1", account },
    stackOutputs: { "organization/shop/prod": primary.outputs },
    // What the other made exists, but for the two accounts' worth of what both call the same.
    existing: primary.cloud.state.instances.filter(({ type }) => /^aws:(rds|s3|secretsmanager|route53)/.test(type)),
  });
}

beforeAll(async () => {
  // The program looks for the other's file beside its own.
  jest.spyOn(process, "cwd").mockReturnValue(folder);
  primary = await home();
  secondary = await away();
});

afterAll(() => jest.restoreAllMocks());

const instance = (made: Simulation, name: string) => made.one("aws:rds/instance:Instance", name);

describe("the primary", () => {
  test("keeps its database's password itself: RDS copies none whose password it manages", () => {
    expect(instance(primary, "shop-prod-store-db").inputs).not.toHaveProperty("manageMasterUserPassword");
    expect(instance(primary, "shop-prod-store-db").inputs["password"]).toBeDefined();
    expect(primary.find("SecretRotation")).toHaveLength(1);
  });

  test("copies its bucket there and back, each under the key of the other side", () => {
    const rules = primary.find("BucketReplicationConfig").map(({ inputs, provider }) => {
      const [rule] = inputs["rules"] as [{ destination: { bucket: string; storageClass: string; metrics: object } }];
      return [rule.destination.bucket, rule.destination.storageClass, provider?.includes("copy-aws") ?? false];
    });
    const arnOf = (name: string) => primary.one("aws:s3/bucket:Bucket", name).outputs["arn"];
    expect(rules).toEqual(
      expect.arrayContaining([
        [arnOf("shop-prod-store-media-copy"), "STANDARD", false],
        [arnOf("shop-prod-store-media"), "STANDARD", true],
      ]),
    );
  });

  test("copies its secrets and its workloads' logins, under a key of that region", () => {
    const copied = primary
      .find("aws:secretsmanager/secret:Secret")
      .filter(({ inputs }) => inputs["replicas"] !== undefined)
      .map(({ inputs }) => inputs["name"]);
    expect(copied).toEqual(expect.arrayContaining(["shop/prod/payments-key", "shop/prod/login-db-web"]));
    const { replicas } = primary.find("aws:secretsmanager/secret:Secret", "payments-key")[0]!.inputs;
    const key = primary.find("aws:kms/key:Key", "shop-prod-secrets-key-copy")[0]!;
    expect(replicas).toEqual([{ region: "eu-central-1", kmsKeyId: key.outputs["arn"] }]);
    // The master's own is rotated there, and would be wrong here.
    expect(copied.some((name) => String(name).includes("master"))).toBe(false);
  });
});

describe("the one that stands by", () => {
  test("has a replica in its own network, under its own key, that nobody has to delete with care", () => {
    const { inputs, outputs } = instance(secondary, "shop-prod-b-store-db");
    expect(inputs).toMatchObject({
      replicateSourceDb: `arn:aws:rds:eu-west-1:${account}:db:shop-prod-store-db`,
      ...{ deletionProtection: false, skipFinalSnapshot: true, backupRetentionPeriod: 30 },
      kmsKeyId: secondary.find("aws:kms/key:Key", "shop-prod-b-store-db-key")[0]!.outputs["arn"],
    });
    for (const key of ["engine", "engineVersion", "username", "dbName", "password"])
      expect(inputs).not.toHaveProperty(key);
    expect(outputs["arn"]).toContain(":eu-central-1:");
    expect(secondary.find("SecretRotation")).toEqual([]);
  });

  test("makes no bucket, secret of the stack, login or zone, and finds the copies of its primary's", () => {
    for (const type of ["aws:s3/bucket:Bucket", "aws:route53/zone:Zone"]) expect(secondary.find(type)).toEqual([]);
    const secrets = secondary.find("aws:secretsmanager/secret:Secret").map(({ name }) => name);
    expect(secrets.filter((name) => /payments|login-/.test(name))).toEqual([]);
    const { foundation } = secondary.outputs as unknown as {
      foundation: { stores: { media: object }; secrets: object; logins: object; zones: object };
    };
    const copy = primary.one("aws:s3/bucket:Bucket", "shop-prod-store-media-copy").outputs["bucket"];
    expect(foundation.stores.media).toMatchObject({ name: copy, kind: "bucket" });
    expect(JSON.stringify([foundation.secrets, foundation.logins])).not.toContain("eu-west-1");
    expect(Object.keys(foundation.logins)).toEqual(["login-db-web", "login-db-web-migrate", "login-db-jobs"]);
    expect(foundation.zones).toEqual({ "example.com": primary.one("aws:route53/zone:Zone").id });
  });

  test("a cache with users has its own there, with passwords of their own that workloads here are given", async () => {
    const stores = { cache: { kind: "redis", logins: "perWorkload" } };
    const made = await away({}, { stores });
    const group = made.one("elasticache/userGroup:UserGroup");
    expect(made.one("ReplicationGroup").inputs["userGroupIds"]).toEqual([group.inputs["userGroupId"]]);
    const users = made.find("elasticache/user:User").map(({ inputs }) => inputs["userName"]);
    expect(users.sort()).toEqual(["default", "jobs", "slipway", "web", "web-migrate"]);
    const secrets = made.find("aws:secretsmanager/secret:Secret").map(({ inputs }) => String(inputs["name"]));
    expect(secrets.filter((name) => name.includes("login-")).sort()).toEqual(
      ["jobs", "web", "web-migrate"].map((role) => `shop/prod-b/login-cache-${role}`),
    );
    const { logins } = (made.outputs as unknown as { foundation: { logins: Record<string, { id: string }> } })
      .foundation;
    // Of databases, whose data is the primary's, the logins are too.
    expect(logins["login-db-web"]!.id).toContain(":secret:shop/prod/");
    expect(logins["login-cache-web"]!.id).toContain(":secret:shop/prod-b/");
  });

  test("has a cluster without nodes, and no add-on whose pods need some", () => {
    expect(secondary.find("NodeGroup")).toEqual([]);
    expect(
      secondary
        .find("aws:eks/addon:Addon")
        .map(({ inputs }) => inputs["addonName"])
        .sort(),
    ).toEqual([...["eks-pod-identity-agent", "kube-proxy", "vpc-cni"]]);
    expect(secondary.find("NatGateway")).toEqual([]);
  });

  test("tells somebody when its copy is behind", () => {
    expect(secondary.find("MetricAlarm", "db-lag")).toHaveLength(1);
  });
});

describe("serving", () => {
  test("its database is told what a database of its own is told, but nothing that would replace it", async () => {
    const served = await away({ now: "serving" });
    const [copy, own] = [secondary, served].map((made) => instance(made, "shop-prod-b-store-db").inputs);
    expect(own).not.toHaveProperty("replicateSourceDb");
    expect(own).toMatchObject({ deletionProtection: true, skipFinalSnapshot: false });
    expect(own!["password"]).toBeDefined();
    for (const same of ["identifier", "kmsKeyId", "dbSubnetGroupName", "multiAz", "storageEncrypted"]) {
      expect({ [same]: own![same] }).toEqual({ [same]: copy![same] });
    }
    expect(served.find("SecretRotation")).toHaveLength(1);
    expect(served.find("NodeGroup").length).toBeGreaterThan(0);
    expect(served.find("aws:s3/bucket:Bucket", "store-media")).toEqual([]);
  });

  test("a primary that follows is a copy of the other's, by the other's name", async () => {
    const follows = await simulate(main, {
      ...{ stack: "prod", region: "eu-west-1", account },
      config: {
        ...fileConfig("examples/pair/Pulumi.prod.yaml"),
        "slipway:layer": "foundation",
        "slipway:standby": { role: "primary", other: "prod-b", region: "eu-central-1", now: "following" },
      },
      existing: secondary.cloud.state.instances.filter(({ urn }) => urn.endsWith("::shop-prod-b-store-db")),
    });
    expect(instance(follows, "shop-prod-store-db").inputs["replicateSourceDb"]).toBe(
      `arn:aws:rds:eu-central-1:${account}:db:shop-prod-b-store-db`,
    );
  });
});
