import * as aws from "@pulumi/aws";
import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";
import type { Run } from "../../rehearsal/engine/run";
import { simulate } from "../support/simulate";

/** Whether the engine may take the SDK's ballast off. */
let fast = true;
jest.mock("../../rehearsal/engine/speed", () => {
  const real = jest.requireActual("../../rehearsal/engine/speed");
  return {
    withoutBallast: (run: () => unknown, monitor: unknown) => (fast ? real.withoutBallast(run, monitor) : run()),
  };
});

/** Which of two that wait for nothing comes first is nobody's promise, and other ways take other turns. */
function inAnyOrder({ resources, outputs, secretOutputs, order }: Run) {
  const byUrn = [...resources].sort((a, b) => a.urn.localeCompare(b.urn));
  const steps = order.steps.map((step) => [...step].sort());
  return { resources: byUrn, outputs, secretOutputs: [...secretOutputs].sort(), steps };
}

class Pair extends pulumi.ComponentResource {
  readonly last: aws.sqs.Queue;

  constructor(name: string, opts?: pulumi.ComponentResourceOptions) {
    super("slipway:test:Pair", name, {}, opts);
    const first = new aws.sqs.Queue(`${name}-first`, {}, { parent: this, protect: true });
    this.last = new aws.sqs.Queue(
      `${name}-last`,
      { tags: { After: first.arn } },
      { parent: this, ignoreChanges: ["x"] },
    );
    this.registerOutputs({ arn: this.last.arn, hidden: pulumi.secret("hidden"), promised: Promise.resolve([1, null]) });
  }
}

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
  const provider = new aws.Provider("other", { region: "eu-west-1" });
  const pair = new Pair("pair", { providers: [provider] });
  const above = new Pair("above", { dependsOn: [pair, release], parent: pair, aliases: [{ name: "old" }] });
  const after = new aws.sqs.Queue(
    "after",
    {
      name: pulumi.output(Promise.resolve(null)).apply(() => "after"),
      kmsMasterKeyId: undefined,
      tags: { Pair: above.urn },
    },
    { dependsOn: above, deleteBeforeReplace: true, customTimeouts: { create: "5m" }, additionalSecretOutputs: ["url"] },
  );
  new aws.sqs.QueuePolicy(
    "policy",
    { queueUrl: after.url, policy: pulumi.jsonStringify({ of: pair.last.arn, by: Promise.resolve(above.last.url) }) },
    { provider, deletedWith: after, hooks: { onError: [new pulumi.ErrorHook("told", () => false)] } },
  );
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
      runs.push(inAnyOrder(await simulate(program, { mode })));
    }
    expect(runs[0]?.resources).toHaveLength(17);
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
