import { AwsNetwork } from "../../../../components/clouds/aws/network";
import type { Nat } from "../../../../components/contracts/network";
import { planSubnets } from "../../../../stacks/plan/subnets";
import { requiredTags, scopeOf } from "../../../support/scope";
import { type Simulation, simulate } from "../../../support/simulate";

interface Shape {
  readonly zones?: number;
  readonly nat?: Nat;
  readonly protect?: boolean;
  readonly endpoints?: readonly ("ecr.api" | "sts")[];
}

const network = ({ zones = 3, nat = "perZone", protect = false, endpoints = [] }: Shape = {}): Promise<Simulation> =>
  simulate(() => {
    const made = new AwsNetwork("shop-dev-network", {
      scope: scopeOf({ protect }),
      cidr: "10.20.0.0/16",
      subnets: planSubnets("10.20.0.0/16", zones),
      nat,
      flowLogDays: 30,
      endpoints,
    });
    return {
      id: made.id,
      publicIds: made.publicSubnetIds,
      privateIds: made.privateSubnetIds,
      dataIds: made.dataSubnetIds,
      dataCidrs: made.dataCidrs,
    };
  });

describe("AwsNetwork", () => {
  let made: Simulation;
  beforeAll(async () => {
    made = await network();
  });

  test("three kinds of subnet in each zone, in the region's own zones, none with public addresses", () => {
    const subnets = made.find("Subnet");
    expect(subnets).toHaveLength(9);
    for (const subnet of subnets) {
      expect(subnet.inputs.availabilityZone).toMatch(/^eu-central-1[abc]$/);
      expect(subnet.inputs.mapPublicIpOnLaunch).toBe(false);
      expect(subnet.inputs.vpcId).toBe(made.one("Vpc").outputs.id ?? made.one("Vpc").id);
    }
  });

  test("everything hangs below the component, and carries the stack's tags where it takes any", () => {
    const component = made.one("slipway:aws:Network");
    for (const resource of made.resources) {
      if (!resource.type.startsWith("aws:ec2/")) continue;
      expect([component.urn, made.one("slipway:aws:FlowLogs").urn]).toContain(resource.parent);
      if ("tags" in resource.inputs) {
        expect(Object.keys(resource.inputs.tags as object)).toEqual(expect.arrayContaining([...requiredTags, "Name"]));
      }
    }
  });

  test("its names are the ones that stay", () => {
    expect(
      made
        .find("Subnet")
        .map(({ name }) => name)
        .sort(),
    ).toEqual(
      ["data", "private", "public"].flatMap((kind) =>
        ["a", "b", "c"].map((zone) => `shop-dev-network-${kind}-${zone}`),
      ),
    );
  });

  test("a NAT in each zone, each private subnet through its own", () => {
    expect(made.find("NatGateway")).toHaveLength(3);
    for (const zone of ["a", "b", "c"]) {
      const route = made.one("Route", `private-${zone}`);
      expect(route.inputs.natGatewayId).toBe(made.one("NatGateway", `nat-${zone}`).id);
      expect(route.inputs.destinationCidrBlock).toBe("0.0.0.0/0");
    }
  });

  test("data subnets have no way out: their table has no route at all", () => {
    const table = made.one("RouteTable", "network-data");
    expect(made.find("Route").filter((route) => route.inputs.routeTableId === table.id)).toEqual([]);
    const associations = made.find("RouteTableAssociation", "data");
    expect(associations.map(({ inputs }) => inputs.routeTableId)).toEqual([table.id, table.id, table.id]);
  });

  test("a NAT waits for the public route, so that it leads somewhere when it is up", () => {
    expect(made.waits(made.one("NatGateway", "nat-b"), made.one("Route", "public"))).toBe(true);
  });

  test("S3 is reached by a gateway endpoint from private and data subnets, not through NAT", () => {
    const endpoint = made.one("VpcEndpoint");
    expect(endpoint.inputs).toMatchObject({ serviceName: "com.amazonaws.eu-central-1.s3", vpcEndpointType: "Gateway" });
    expect(endpoint.inputs.routeTableIds).toHaveLength(4);
  });

  test("the default security group lets nothing in and nothing out", () => {
    expect(made.one("DefaultSecurityGroup").inputs).toMatchObject({ ingress: [], egress: [] });
  });

  test("flow logs of all traffic go to an encrypted group, kept for the days asked for", () => {
    expect(made.one("FlowLog").inputs).toMatchObject({ trafficType: "ALL", logDestinationType: "cloud-watch-logs" });
    const group = made.one("LogGroup");
    expect(group.inputs.retentionInDays).toBe(30);
    expect(group.inputs.kmsKeyId).toBe(made.one("kms/key:Key").outputs.arn);
    const policy = JSON.parse(String(made.one("RolePolicy").inputs.policy)) as { Statement: { Resource: string[] }[] };
    expect(policy.Statement[0]!.Resource).toEqual([group.outputs.arn, `${group.outputs.arn}:*`]);
  });

  test("subnets say what they are for: load balancers outside and inside", () => {
    expect(made.one("Subnet", "public-a").inputs.tags).toMatchObject({ "kubernetes.io/role/elb": "1" });
    expect(made.one("Subnet", "private-a").inputs.tags).toMatchObject({ "kubernetes.io/role/internal-elb": "1" });
    expect(Object.keys(made.one("Subnet", "data-a").inputs.tags as object).join()).not.toContain("kubernetes.io");
  });

  test("the handle gives ids by kind, and the data ranges", () => {
    expect(made.outputs.privateIds).toEqual(made.find("Subnet", "private").map(({ id }) => id));
    expect(made.outputs.dataCidrs).toEqual(["10.20.200.0/21", "10.20.216.0/21", "10.20.232.0/21"]);
  });

  test.each([
    ["none", 0, 0],
    ["single", 1, 2],
    ["perZone", 2, 2],
  ] as const)("NAT %s over two zones: %s gateways, %s routes through them", async (nat, gateways, routes) => {
    const two = await network({ zones: 2, nat });
    expect(two.find("NatGateway")).toHaveLength(gateways);
    expect(two.find("Eip")).toHaveLength(gateways);
    expect(two.find("Route", "private")).toHaveLength(routes);
  });

  test("with one NAT, every private subnet goes through it", async () => {
    const single = await network({ nat: "single" });
    const ids = single.find("Route", "private").map(({ inputs }) => inputs.natGatewayId);
    expect(new Set(ids)).toEqual(new Set([single.one("NatGateway").id]));
  });

  test("interface endpoints answer over HTTPS from inside the network only", async () => {
    const private_ = await network({ nat: "none", endpoints: ["ecr.api", "sts"] });
    const endpoints = private_.find("VpcEndpoint").filter(({ inputs }) => inputs.vpcEndpointType === "Interface");
    expect(endpoints.map(({ name }) => name)).toEqual(["shop-dev-network-ecr-api", "shop-dev-network-sts"]);
    const group = private_.one("SecurityGroup", "endpoints");
    for (const { inputs } of endpoints) {
      expect(inputs).toMatchObject({ privateDnsEnabled: true, securityGroupIds: [group.id] });
    }
    expect(private_.one("SecurityGroupIngressRule").inputs).toMatchObject({
      cidrIpv4: "10.20.0.0/16",
      fromPort: 443,
      toPort: 443,
    });
  });

  test.each([true, false])("protect: %s reaches the VPC", async (protect) => {
    expect((await network({ zones: 2, protect })).one("Vpc").protect).toBe(protect);
  });

  test("in a preview ids are unknown, and it still runs through", async () => {
    const preview = await simulate(
      () => {
        new AwsNetwork("shop-dev-network", {
          scope: scopeOf(),
          cidr: "10.20.0.0/16",
          subnets: planSubnets("10.20.0.0/16", 2),
          nat: "single",
          flowLogDays: 7,
        });
      },
      { mode: "preview" },
    );
    expect(preview.find("Subnet")).toHaveLength(6);
  });
});
