import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";
import { masked, unwrap } from "../../rehearsal/engine/wire";
import { existing, simulate, UNKNOWN } from "../support/simulate";

const trust = JSON.stringify({ Version: "2012-10-17", Statement: [] });

class Network extends pulumi.ComponentResource {
  readonly vpc: aws.ec2.Vpc;

  constructor(name: string, opts?: pulumi.ComponentResourceOptions) {
    super("slipway:test:Network", name, {}, opts);
    this.vpc = new aws.ec2.Vpc(`${name}-vpc`, { cidrBlock: "10.0.0.0/16" }, { parent: this });
    const zones = ["a", "b"];
    for (const [at, zone] of zones.entries()) {
      const subnet = { vpcId: this.vpc.id, cidrBlock: `10.0.${at}.0/24`, availabilityZone: zone };
      new aws.ec2.Subnet(`${name}-${zone}`, subnet, { parent: this });
    }
    this.registerOutputs({ vpcId: this.vpc.id });
  }
}

test("keeps all that the program said of a resource", async () => {
  const made = await simulate(() => {
    const key = new aws.kms.Key("key", {});
    const provider = new aws.Provider("other", { region: "eu-west-1" });
    const password = new random.RandomPassword("password", { length: 20 });
    new aws.rds.Instance(
      "db",
      { instanceClass: "db.t4g.micro", password: password.result, kmsKeyId: key.arn },
      {
        provider,
        protect: true,
        ignoreChanges: ["engineVersion"],
        aliases: [{ name: "old" }],
        customTimeouts: { create: "40m" },
        deleteBeforeReplace: true,
        retainOnDelete: true,
        replaceOnChanges: ["engine"],
        dependsOn: [password],
      },
    );
  });
  const db = made.one("Instance");
  expect(db).toMatchObject({
    ...{ name: "db", custom: true, external: false, protect: true, retainOnDelete: true, deleteBeforeReplace: true },
    ...{ ignoreChanges: ["engineVersion"], replaceOnChanges: ["engine"], aliases: ["old"] },
    customTimeouts: { create: "40m", update: "", delete: "" },
    provider: made.one("pulumi:providers:aws").urn,
    secrets: ["password"],
    propertyDependencies: { kmsKeyId: [made.one("Key").urn], password: [made.one("RandomPassword").urn] },
  });
  expect(db.dependencies).toEqual(expect.arrayContaining([made.one("Key").urn, made.one("RandomPassword").urn]));
  expect(db.secretOutputs).toContain("password");
  expect(db.inputs["password"]).toHaveLength(20);
});

test("URNs name every parent but the stack, as the engine makes them", async () => {
  const made = await simulate(() => ({ id: new Network("net").vpc.id }), { project: "p", stack: "s" });
  expect(made.one("Vpc").urn).toBe("urn:pulumi:s::p::slipway:test:Network$aws:ec2/vpc:Vpc::net-vpc");
  expect(made.one("Network").outputs).toEqual({ vpcId: made.one("Vpc").id });
  expect(made.children(made.one("Network")).map(({ name }) => name)).toEqual(["net-vpc", "net-a", "net-b"]);
  expect(made.outputs).toEqual({ id: made.one("Vpc").id });
});

test("whoever depends on a component waits for all its children", async () => {
  const made = await simulate(() => {
    const network = new Network("net");
    new aws.sqs.Queue("queue", {}, { dependsOn: [network] });
  });
  const queue = made.one("Queue");
  for (const subnet of made.find("Subnet")) {
    expect(made.waits(queue, subnet)).toBe(true);
    expect(made.order.create.indexOf(subnet.urn)).toBeLessThan(made.order.create.indexOf(queue.urn));
    expect(made.order.destroy.indexOf(queue.urn)).toBeLessThan(made.order.destroy.indexOf(subnet.urn));
  }
  expect(made.waits(made.one("Vpc"), queue)).toBe(false);
});

test("preview leaves unknown what the cloud computes, and runs no apply on it", async () => {
  const seen: unknown[] = [];
  const made = await simulate(
    () => {
      const network = new Network("net");
      network.vpc.id.apply((id) => seen.push(id));
      return { arn: network.vpc.arn, cidr: network.vpc.cidrBlock };
    },
    { mode: "preview" },
  );
  expect(made.outputs).toEqual({ arn: UNKNOWN, cidr: "10.0.0.0/16" });
  expect(made.find("Subnet").map(({ inputs }) => inputs["vpcId"])).toEqual([UNKNOWN, UNKNOWN]);
  expect(seen).toEqual([]);
});

describe("a run fails", () => {
  const cases: [string, () => unknown, RegExp][] = [
    [
      "when a cloud refuses, with the cloud's code and the resource",
      () => new aws.ec2.Subnet("web", { vpcId: "vpc-nope", cidrBlock: "10.0.1.0/24" }),
      /^web \[aws:ec2\/subnet:Subnet\]: InvalidVpcID\.NotFound/,
    ],
    [
      "when a type is not modelled",
      () => new aws.athena.Database("d"),
      /aws:athena\/database:Database is not modelled.*aws\/athena\.ts/,
    ],
    ["when a function is not modelled", () => aws.ec2.getAmi({}), /getAmi.*not modelled/],
    [
      "when the program throws",
      () => {
        throw new Error("the program's own words");
      },
      /^the program's own words$/,
    ],
    [
      "when an apply throws",
      () => {
        const vpc = new aws.ec2.Vpc("v", { cidrBlock: "10.0.0.0/16" });
        const vpcId = vpc.id.apply((): string => {
          throw new Error("no such thing");
        });
        new aws.ec2.Subnet("s", { vpcId, cidrBlock: "10.0.1.0/24" });
      },
      /^no such thing$/,
    ],
    [
      "when two resources have one name",
      () => {
        new aws.sqs.Queue("q");
        new aws.sqs.Queue("q");
      },
      /two resources have the same name/,
    ],
    [
      "when an output that nothing gives ends up in a string",
      () => {
        const group = new aws.ec2.SecurityGroup("g", {});
        const missing = (group as unknown as { nothing?: pulumi.Output<string> }).nothing;
        new aws.sqs.Queue("q", { name: `queue-${String(missing)}` });
      },
      /contains "undefined"/,
    ],
    [
      "when a literal finds its resource only by luck",
      () => {
        new aws.iam.Role("r", { name: "fixed", assumeRolePolicy: trust });
        const late = new aws.sqs.Queue("late", {}, { dependsOn: [new aws.sqs.Queue("early")] });
        new aws.iam.RolePolicy("p", { role: "fixed", policy: trust }, { dependsOn: [late] });
      },
      /p \[.*\] names r \[.*\] but does not wait for it/,
    ],
  ];
  test.each(cases)("%s", async (_, program, message) => {
    await expect(simulate(program)).rejects.toThrow(message);
  });

  test("and the next one is not touched by it", async () => {
    await expect(simulate(() => new aws.athena.Database("d"))).rejects.toThrow();
    const made = await simulate(() => new aws.sqs.Queue("q"));
    expect(made.find("Queue")).toHaveLength(1);
    expect(made.resources).toHaveLength(2);
  });

  test("and stack traces are given back", async () => {
    await expect(simulate(() => new aws.athena.Database("d"))).rejects.toThrow();
    expect(Error.stackTraceLimit).toBeGreaterThan(0);
    expect(new Error("x").stack).toContain("engine.test.ts");
  });
});

test("config is what the program reads, secrets and structures too", async () => {
  const made = await simulate(
    () => {
      const config = new pulumi.Config("slipway");
      return { app: config.require("app"), net: config.requireObject("net"), token: config.requireSecret("token") };
    },
    {
      config: { "slipway:app": "shop", "slipway:net": { zones: 2 }, "slipway:token": "t" },
      secretKeys: ["slipway:token"],
    },
  );
  expect(made.outputs).toEqual({ app: "shop", net: { zones: 2 }, token: "t" });
  expect(made.secretOutputs).toEqual(["token"]);
});

test("what exists already may be named and read; a stack reference gives what it was given", async () => {
  const cluster = existing("aws:eks/cluster:Cluster", "platform", { name: "platform", endpoint: "https://e" });
  const made = await simulate(
    () => {
      new aws.ec2.SecurityGroup("g", { vpcId: "vpc-1" });
      const found = aws.eks.Cluster.get("c", "platform");
      const other = new pulumi.StackReference("org/shop/base");
      return { endpoint: found.endpoint, base: other.requireOutput("address") };
    },
    { existing: ["vpc-1", cluster], stackOutputs: { "org/shop/base": { address: "10.0.0.1" } } },
  );
  expect(made.outputs).toEqual({ endpoint: "https://e", base: "10.0.0.1" });
  expect(made.one("Cluster").external).toBe(true);
  await expect(simulate(() => new pulumi.StackReference("org/shop/none"))).rejects.toThrow(/no outputs were given/);
});

describe("secrets", () => {
  const secret = { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", value: "hunter2" };

  test("are found at any depth, and masked in every copy", () => {
    const { values, secrets } = unwrap({ plain: 1, env: [{ name: "A", value: secret }], token: secret });
    expect(values).toEqual({ plain: 1, env: [{ name: "A", value: "hunter2" }], token: "hunter2" });
    expect(secrets).toEqual(["env[0].value", "token"]);
    const report = masked(values, secrets);
    expect(report).toEqual({ plain: 1, env: [{ name: "A", value: "[secret]" }], token: "[secret]" });
    expect(JSON.stringify(report)).not.toContain("hunter2");
  });

  test("what holds none is the same object afterwards, also beside one that does", () => {
    const given = { plain: { list: [1, null, { deep: "text" }] }, near: { token: secret } };
    const { values, secrets } = unwrap(given);
    expect(secrets).toEqual(["near.token"]);
    expect(values["plain"]).toBe(given.plain);
    expect(given.near.token).toBe(secret);
    const report = masked(values, secrets, (text) => text.replace("nothing", "something"));
    expect(report).toEqual({ plain: given.plain, near: { token: "[secret]" } });
    expect(report["plain"]).toBe(given.plain);
    expect(values["near"]).toEqual({ token: "hunter2" });
  });

  test("stay secret on the way through a resource", async () => {
    const made = await simulate(() => {
      const version = new aws.secretsmanager.SecretVersion("v", {
        secretId: new aws.secretsmanager.Secret("s").arn,
        secretString: pulumi.secret("hunter2"),
      });
      return { text: version.secretString, id: version.versionId };
    });
    expect(made.secretOutputs).toEqual(["text"]);
  });
});
