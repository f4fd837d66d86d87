import * as aws from "@pulumi/aws";
import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";
import { simulate } from "../support/simulate";

/** Whether the engine may take the SDK's ballast off. */
let fast = true;
jest.mock("../../rehearsal/engine/speed", () => {
  const real = jest.requireActual("../../rehearsal/engine/speed");
  return { withoutBallast: (run: () => unknown) => (fast ? real.withoutBallast(run) : run()) };
});

/** Everything that the shortcuts touch: outputs read early, late, twice and never; secrets, unknowns, nested values. */
function program() {
  const vpc = new aws.ec2.Vpc("vpc", { cidrBlock: "10.0.0.0/16", tags: { Name: "vpc" } });
  const early = vpc.arn;
  const subnets = ["a", "b"].map(
    (zone, at) => new aws.ec2.Subnet(zone, { vpcId: vpc.id, cidrBlock: `10.0.${at}.0/24`, availabilityZone: zone }),
  );
  const password = new random.RandomPassword("password", { length: 12, special: undefined });
  const group = new aws.rds.SubnetGroup("group", { subnetIds: subnets.map(({ id }) => id) });
  const db = new aws.rds.Instance("db", {
    ...{ instanceClass: "x", dbSubnetGroupName: group.name, password: password.result, skipFinalSnapshot: true },
  });
  const release = new k8s.helm.v3.Release("web", {
    chart: "./chart",
    values: { nested: [{ host: db.address, none: undefined }], secret: password.result },
  });
  const late = pulumi.all([vpc.id]).apply(() => db.endpoint);
  return {
    ...{
      early,
      late,
      twice: [db.address, db.address],
      missing: vpc.ipv6CidrBlock.apply((range) => range ?? "none"),
      lifted: release.status.status,
    },
    ...{ password: password.result, whole: group, text: pulumi.interpolate`${db.address}:${db.port}` },
  };
}

describe.each(["up", "preview"] as const)("in %s", (mode) => {
  test("a run without the SDK's ballast gives the same as one with it", async () => {
    const runs = [];
    for (const each of [true, false]) {
      fast = each;
      const { resources, outputs, secretOutputs, order } = await simulate(program, { mode });
      runs.push({ resources, outputs, secretOutputs, order });
    }
    expect(runs[0]?.resources).toHaveLength(8);
    expect(runs[0]).toEqual(runs[1]);
  });
});

test("a mistake is told in the same words", async () => {
  const wrong = () => {
    const vpc = new aws.ec2.Vpc("vpc", { cidrBlock: "10.0.0.0/16" });
    new aws.sqs.Queue("q", {
      name: vpc.arn.apply((): string => {
        throw new Error("the reason");
      }),
    });
  };
  const messages = [];
  for (const each of [true, false]) {
    fast = each;
    messages.push(await simulate(wrong).then(String, (error: Error) => error.message));
  }
  expect(messages[0]).toContain("the reason");
  expect(messages[0]).toBe(messages[1]);
});

test("the SDK is as it was after each run", async () => {
  fast = true;
  await simulate(program);
  const vpc = pulumi.Resource as unknown as { callsites: () => unknown[] };
  expect(vpc.callsites().length).toBeGreaterThan(0);
});
