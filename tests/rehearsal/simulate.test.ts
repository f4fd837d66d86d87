import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";
import { simulate, UNKNOWN } from "../support/simulate";

test("registers and finds", async () => {
  const made = await simulate(() => {
    const vpc = new aws.ec2.Vpc("a", { cidrBlock: "10.0.0.0/16" }, { protect: true });
    const s = new aws.ec2.Subnet("s", { vpcId: vpc.id, cidrBlock: "10.0.1.0/24" });
    const p = new random.RandomPassword("p", { length: 20 });
    return { id: vpc.id, p: p.result, s: s.arn };
  });
  expect(made.one("Vpc").protect).toBe(true);
  expect(made.outputs.id).toMatch(/^vpc-0/);
  expect(made.waits(made.one("Subnet"), made.one("Vpc"))).toBe(true);
});
test("refuses unknown vpc", async () => {
  await expect(
    simulate(() => new aws.ec2.Subnet("s", { vpcId: "vpc-nope", cidrBlock: "10.0.1.0/24" })),
  ).rejects.toThrow(/InvalidVpcID.NotFound/);
});
test("existing", async () => {
  await simulate(() => new aws.ec2.Subnet("s", { vpcId: "vpc-nope", cidrBlock: "10.0.1.0/24" }), {
    existing: ["vpc-nope"],
  });
});
test("apply that throws", async () => {
  await expect(
    simulate(() => {
      const vpc = new aws.ec2.Vpc("a", { cidrBlock: "10.0.0.0/16" });
      new aws.ec2.Subnet("s", {
        vpcId: vpc.id.apply(() => {
          throw new Error("boom");
        }),
        cidrBlock: "10.0.1.0/24",
      });
    }),
  ).rejects.toThrow(/boom/);
});
test("program that throws", async () => {
  await expect(
    simulate(() => {
      throw new Error("boom2");
    }),
  ).rejects.toThrow(/boom2/);
});
test("preview", async () => {
  const made = await simulate(
    () => {
      const vpc = new aws.ec2.Vpc("a", { cidrBlock: "10.0.0.0/16" });
      const s = new aws.ec2.Subnet("s", { vpcId: vpc.id, cidrBlock: "10.0.1.0/24" });
      return { known: pulumi.output(vpc.cidrBlock), s: s.arn };
    },
    { mode: "preview" },
  );
  expect(made.outputs).toEqual({ known: "10.0.0.0/16", s: UNKNOWN });
});
