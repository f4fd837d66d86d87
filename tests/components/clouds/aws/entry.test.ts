import { AwsEntry } from "../../../../components/clouds/aws/entry";
import type { Scope } from "../../../../components/contracts/common";
import { type Simulation, simulate } from "../../../support/simulate";
import { cluster, network, scopeOf, world } from "./fixtures";

function entry(scope: Scope, mode: "up" | "preview" = "up"): Promise<Simulation> {
  return simulate(
    () => {
      const { address, targets } = new AwsEntry(`${scope.name}-entry`, { scope, network, cluster });
      return { address, targets: [...targets] };
    },
    { existing: world, mode },
  );
}

/** Port and peer of each rule of a kind on a group. */
function rules(made: Simulation, type: string, group: string) {
  return made
    .find(type)
    .map(({ inputs }) => inputs)
    .filter((inputs) => inputs["securityGroupId"] === group)
    .map((inputs) => {
      expect(inputs["toPort"]).toBe(inputs["fromPort"]);
      expect(inputs["ipProtocol"]).toBe("tcp");
      return [inputs["fromPort"], inputs["cidrIpv4"] ?? inputs["referencedSecurityGroupId"]];
    })
    .sort();
}

describe("the public entry", () => {
  let made: Simulation;
  let group: string;
  beforeAll(async () => {
    made = await entry(scopeOf());
    group = String(made.one("SecurityGroup").id);
  });

  test("is a public network load balancer across the public subnets", () => {
    expect(made.one("LoadBalancer").inputs).toMatchObject({
      loadBalancerType: "network",
      internal: false,
      subnets: network.publicSubnetIds,
      securityGroups: [group],
      enableCrossZoneLoadBalancing: true,
      enableDeletionProtection: false,
    });
  });

  test("lets the world in on 80 and 443, and on nothing else", () => {
    expect(rules(made, "SecurityGroupIngressRule", group)).toEqual([
      [443, "0.0.0.0/0"],
      [80, "0.0.0.0/0"],
    ]);
  });

  test("goes out to the gateway's pods alone", () => {
    expect(rules(made, "SecurityGroupEgressRule", group)).toEqual([
      [10080, cluster.accessGroup],
      [10443, cluster.accessGroup],
    ]);
  });

  test("opens the cluster to itself alone", () => {
    expect(rules(made, "SecurityGroupIngressRule", "sg-cluster")).toEqual([
      [10080, group],
      [10443, group],
    ]);
  });

  test("leaves its group without rules of its own", () => {
    const { ingress, egress } = made.one("SecurityGroup").inputs;
    expect([ingress, egress]).toEqual([undefined, undefined]);
  });

  test.each([
    ["http", 80, 10080],
    ["https", 443, 10443],
  ])("passes %s from %d to the pods' %d, with the client's address", (protocol, port, podPort) => {
    const target = made.one("TargetGroup", protocol === "http" ? "shop-dev-entry-http" : protocol);
    expect(target.inputs).toMatchObject({
      targetType: "ip",
      protocol: "TCP",
      port: podPort,
      vpcId: network.id,
      preserveClientIp: "true",
      healthCheck: { protocol: "TCP", port: "traffic-port" },
    });
    const listener = made.one("Listener", `shop-dev-entry-${protocol}-listener`);
    expect(listener.inputs).toMatchObject({
      loadBalancerArn: made.one("LoadBalancer").outputs["arn"],
      protocol: "TCP",
      port,
      defaultActions: [{ type: "forward", targetGroupArn: target.outputs["arn"] }],
    });
  });

  test("says where hosts point to, and where pods are registered", () => {
    expect(made.outputs).toEqual({
      address: made.one("LoadBalancer").outputs["dnsName"],
      targets: [
        { port: 10080, id: made.one("TargetGroup", "shop-dev-entry-http").outputs["arn"] },
        { port: 10443, id: made.one("TargetGroup", "https").outputs["arn"] },
      ],
    });
  });
});

test("a protected entry is refused by Pulumi before AWS has to", async () => {
  const balancer = (await entry(scopeOf({ protect: true }))).one("LoadBalancer");
  expect(balancer.inputs["enableDeletionProtection"]).toBe(true);
  expect(balancer.protect).toBe(true);
});

test("an unprotected entry goes with its stack", async () => {
  expect((await entry(scopeOf())).one("LoadBalancer").protect).toBe(false);
});

test("names stay within the 32 characters of load balancers, and apart", async () => {
  const made = await entry(scopeOf({ name: "a-shop-with-a-long-name-pull-request-1234" }));
  const names = [...made.find("LoadBalancer"), ...made.find("TargetGroup")].map((r) => String(r.inputs["name"]));
  expect(names.every((name) => name.length <= 32 && !name.endsWith("-"))).toBe(true);
  expect(new Set(names).size).toBe(3);
});

test("a preview works with nothing known", async () => {
  const made = await entry(scopeOf(), "preview");
  expect(made.find("Listener")).toHaveLength(2);
});
