/** VPCs and what lies in them. */
import { type Comparison, lax, make, missing, ref } from "./row";

const vpc = "aws:ec2/vpc:Vpc";
const subnet = "aws:ec2/subnet:Subnet";
const routeTable = "aws:ec2/routeTable:RouteTable";
const association = "aws:ec2/routeTableAssociation:RouteTableAssociation";
const route = "aws:ec2/route:Route";

const subnetOf = (vpcId: unknown, cidr: string, zone = "a") =>
  [
    [
      "ec2",
      "create_subnet",
      { VpcId: vpcId, CidrBlock: cidr, AvailabilityZone: `eu-central-1${zone}` },
      "Subnet.SubnetId",
    ],
    [subnet, { vpcId, cidrBlock: cidr, availabilityZone: `eu-central-1${zone}` }],
  ] as const;

const natOf = (subnetId: unknown, allocationId: unknown) =>
  [
    ["ec2", "create_nat_gateway", { SubnetId: subnetId, AllocationId: allocationId }, "NatGateway.NatGatewayId"],
    ["aws:ec2/natGateway:NatGateway", { subnetId, allocationId }],
  ] as const;

const routeOf = (table: unknown, by: Record<string, unknown>, inputs: Record<string, unknown>) =>
  [
    ["ec2", "create_route", { RouteTableId: table, DestinationCidrBlock: "0.0.0.0/0", ...by }],
    [route, { routeTableId: table, destinationCidrBlock: "0.0.0.0/0", ...inputs }],
  ] as const;

const associationOf = (table: unknown, subnetId: unknown) =>
  [
    ["ec2", "associate_route_table", { RouteTableId: table, SubnetId: subnetId }, "AssociationId"],
    [association, { routeTableId: table, subnetId }],
  ] as const;

const gatewayOf = (service: string, vpcId: unknown) =>
  [
    ["ec2", "create_vpc_endpoint", { VpcId: vpcId, ServiceName: service }, "VpcEndpoint.VpcEndpointId"],
    ["aws:ec2/vpcEndpoint:VpcEndpoint", { vpcId, serviceName: service }],
  ] as const;

const s3Endpoint = "com.amazonaws.eu-central-1.s3";

export const network: readonly Comparison[] = [
  make(
    "a VPC",
    "ok",
    "vpc",
    ["ec2", "create_vpc", { CidrBlock: "10.0.0.0/16" }, "Vpc.VpcId"],
    [vpc, { cidrBlock: "10.0.0.0/16" }],
    { shapes: { "Vpc.VpcId": "id", "Vpc.OwnerId": "ownerId" } },
  ),
  make(
    "a subnet of a VPC that is not there",
    "InvalidVpcID.NotFound",
    "lost",
    ...subnetOf(missing("vpc"), "10.0.9.0/24"),
  ),
  make("a subnet outside its VPC's range", "InvalidSubnet.Range", "outside", ...subnetOf(ref("vpc"), "10.9.0.0/24")),
  make("a subnet", "ok", "subnet-a", ...subnetOf(ref("vpc"), "10.0.0.0/24"), {
    shapes: { "Subnet.SubnetId": "id", "Subnet.SubnetArn": "arn", "Subnet.AvailabilityZoneId": "availabilityZoneId" },
  }),
  make("a second subnet", "ok", "subnet-b", ...subnetOf(ref("vpc"), "10.0.1.0/24", "b")),
  make(
    "a subnet over another one's addresses",
    "InvalidSubnet.Conflict",
    "over",
    ...subnetOf(ref("vpc"), "10.0.0.0/25"),
  ),
  make(
    "a route table of a VPC that is not there",
    "InvalidVpcID.NotFound",
    "lost-table",
    ["ec2", "create_route_table", { VpcId: missing("vpc") }],
    [routeTable, { vpcId: missing("vpc") }],
  ),
  make(
    "a route table",
    "ok",
    "table",
    ["ec2", "create_route_table", { VpcId: ref("vpc") }, "RouteTable.RouteTableId"],
    [routeTable, { vpcId: ref("vpc") }],
    { shapes: { "RouteTable.RouteTableId": "id", "RouteTable.OwnerId": "ownerId" } },
  ),
  make(
    "a second route table",
    "ok",
    "table-b",
    ["ec2", "create_route_table", { VpcId: ref("vpc") }, "RouteTable.RouteTableId"],
    [routeTable, { vpcId: ref("vpc") }],
  ),
  make(
    "an association with a missing table",
    "InvalidRouteTableID.NotFound",
    "lost-1",
    ...associationOf(missing("rtb"), ref("subnet-b")),
  ),
  make(
    "an association with a missing subnet",
    "InvalidSubnetID.NotFound",
    "lost-2",
    ...associationOf(ref("table"), missing("subnet")),
  ),
  make("an association", "ok", "association", ...associationOf(ref("table"), ref("subnet-a")), {
    shapes: { AssociationId: "id" },
  }),
  make(
    "a second association of a subnet",
    "Resource.AlreadyAssociated",
    "twice",
    ...associationOf(ref("table-b"), ref("subnet-a")),
    lax("moto moves the subnet to the other table"),
  ),
  make(
    "an internet gateway",
    "ok",
    "gateway",
    ["ec2", "create_internet_gateway", {}, "InternetGateway.InternetGatewayId"],
    ["aws:ec2/internetGateway:InternetGateway", { vpcId: ref("vpc") }],
    { shapes: { "InternetGateway.InternetGatewayId": "id", "InternetGateway.OwnerId": "ownerId" } },
  ),
  make(
    "an internet gateway for a VPC that is not there",
    "InvalidVpcID.NotFound",
    "lost-gateway",
    ["ec2", "attach_internet_gateway", { InternetGatewayId: ref("gateway"), VpcId: missing("vpc") }],
    ["aws:ec2/internetGateway:InternetGateway", { vpcId: missing("vpc") }],
  ),
  make(
    "an address",
    "ok",
    "address",
    ["ec2", "allocate_address", { Domain: "vpc" }, "AllocationId"],
    ["aws:ec2/eip:Eip", { domain: "vpc" }],
    { shapes: { AllocationId: "allocationId", PublicIp: "publicIp" } },
  ),
  make(
    "a NAT gateway in a missing subnet",
    "InvalidSubnetID.NotFound",
    "lost-nat-1",
    ...natOf(missing("subnet"), ref("address")),
  ),
  make(
    "a NAT gateway with a missing address",
    "InvalidAllocationID.NotFound",
    "lost-nat-2",
    ...natOf(ref("subnet-a"), missing("eipalloc")),
  ),
  make("a NAT gateway", "ok", "nat", ...natOf(ref("subnet-a"), ref("address")), {
    shapes: {
      "NatGateway.NatGatewayId": "id",
      "NatGateway.NatGatewayAddresses.0.NetworkInterfaceId": "networkInterfaceId",
      "NatGateway.NatGatewayAddresses.0.PublicIp": "publicIp",
    },
  }),
  make(
    "a route in a missing table",
    "InvalidRouteTableID.NotFound",
    "lost-route-1",
    ...routeOf(missing("rtb"), { GatewayId: ref("gateway") }, { gatewayId: ref("gateway") }),
  ),
  make(
    "a route to a missing internet gateway",
    "InvalidInternetGatewayID.NotFound",
    "lost-route-2",
    ...routeOf(ref("table"), { GatewayId: missing("igw") }, { gatewayId: missing("igw") }),
  ),
  make(
    "a route to a missing NAT gateway",
    "InvalidNatGatewayID.NotFound",
    "lost-route-3",
    ...routeOf(ref("table-b"), { NatGatewayId: missing("nat") }, { natGatewayId: missing("nat") }),
    lax("moto does not look the gateway up"),
  ),
  make("a route", "ok", "route", ...routeOf(ref("table"), { NatGatewayId: ref("nat") }, { natGatewayId: ref("nat") })),
  make(
    "a second route for one destination",
    "RouteAlreadyExists",
    "route-again",
    ...routeOf(ref("table"), { NatGatewayId: ref("nat") }, { natGatewayId: ref("nat") }),
  ),
  make(
    "an endpoint in a VPC that is not there",
    "InvalidVpcID.NotFound",
    "lost-endpoint",
    ...gatewayOf(s3Endpoint, missing("vpc")),
  ),
  make("an endpoint", "ok", "endpoint", ...gatewayOf(s3Endpoint, ref("vpc")), {
    shapes: { "VpcEndpoint.VpcEndpointId": "id", "VpcEndpoint.State": "state" },
  }),
  make(
    "a launch template",
    "ok",
    "template",
    [
      "ec2",
      "create_launch_template",
      { LaunchTemplateName: "nodes", LaunchTemplateData: { InstanceType: "m7g.large" } },
      "LaunchTemplate.LaunchTemplateId",
    ],
    ["aws:ec2/launchTemplate:LaunchTemplate", { name: "nodes", instanceType: "m7g.large" }],
    {
      shapes: {
        "LaunchTemplate.LaunchTemplateId": "id",
        "LaunchTemplate.LatestVersionNumber": "latestVersion",
        "LaunchTemplate.DefaultVersionNumber": "defaultVersion",
      },
    },
  ),
  make(
    "a flow log of a VPC that is not there",
    "InvalidVpcID.NotFound",
    "lost-log",
    [
      "ec2",
      "create_flow_logs",
      {
        ...{ ResourceType: "VPC", ResourceIds: [missing("vpc")], TrafficType: "ALL" },
        ...{ LogDestinationType: "s3", LogDestination: "arn:aws:s3:::logs" },
      },
    ],
    ["aws:ec2/flowLog:FlowLog", { vpcId: missing("vpc"), trafficType: "ALL" }],
  ),
];
