import { CloudError, type Context, type Instance, type Properties, type TypeModel, text, UNKNOWN } from "../model";
import { texts } from "../paths";
import { arn, ec2Id, refuseTwin, shortRegion, tagsOf, to, withArn } from "./shared";

function address(c: Context, salt: string): string {
  const octet = (part: number) => (Number.parseInt(c.hash(4, `${salt}${part}`), 16) % 254) + 1;
  return `3.${octet(1)}.${octet(2)}.${octet(3)}`;
}

function owned(resource: string): (c: Context) => Properties {
  return (c) => ({ arn: arn(c, "ec2", `${resource}/${c.id}`), ownerId: c.account, tagsAll: tagsOf(c.inputs) });
}

/** First and last address of an IPv4 range, as numbers. */
function rangeOf(cidr: string): readonly [number, number] | undefined {
  const match = /^(\d+)\.(\d+)\.(\d+)\.(\d+)\/(\d+)$/.exec(cidr);
  if (!match) return undefined;
  const [a, b, c, d, bits] = match.slice(1).map(Number) as [number, number, number, number, number];
  const first = a * 2 ** 24 + b * 2 ** 16 + c * 2 ** 8 + d;
  return [first, first + 2 ** (32 - bits) - 1];
}

/** Refuses a subnet outside its VPC's range, or over another's, as EC2 does. */
function validateSubnet(c: Context): void {
  insideVpc(c);
  const own = rangeOf(text(c.inputs, "cidrBlock"));
  const overlaps = ({ inputs }: Instance) => {
    const range = inputs["vpcId"] === c.inputs["vpcId"] ? rangeOf(text(inputs, "cidrBlock")) : undefined;
    return own && range && range[0] <= own[1] && own[0] <= range[1];
  };
  if (own && c.inputs["vpcId"] !== UNKNOWN && c.others().some(overlaps)) {
    throw new CloudError("InvalidSubnet.Conflict", `the CIDR '${text(c.inputs, "cidrBlock")}' of ${c.name} is in use`);
  }
}

function insideVpc(c: Context): void {
  const vpc = c.find("aws:ec2/vpc:Vpc", "id", c.inputs["vpcId"]);
  const whole = rangeOf(text(vpc?.outputs ?? {}, "cidrBlock"));
  const part = rangeOf(text(c.inputs, "cidrBlock"));
  if (!whole || !part || vpc?.inputs["cidrBlock"] === undefined) return;
  if (part[0] < whole[0] || part[1] > whole[1]) {
    throw new CloudError(
      "InvalidSubnet.Range",
      `the CIDR '${text(c.inputs, "cidrBlock")}' of ${c.name} is not in its VPC's`,
    );
  }
}

/** The address that an endpoint has in a subnet; in one of unknown range, one of a VPC's usual. */
function addressIn(c: Context, subnetId: string): string {
  const subnet = c.find("aws:ec2/subnet:Subnet", "id", subnetId);
  const [first] = rangeOf(text(subnet?.outputs ?? {}, "cidrBlock")) ?? [10 * 2 ** 24];
  // Of each subnet AWS keeps the first four for itself.
  const own = first + 4 + (Number.parseInt(c.hash(4, subnetId), 16) % 200);
  return [24, 16, 8, 0].map((bits) => Math.floor(own / 2 ** bits) % 256).join(".");
}

/** Which letter is which zone differs from account to account; here the first is the first. */
function zoneId(c: Context): string {
  const letter = text(c.inputs, "availabilityZone", "a").at(-1) ?? "a";
  return `${shortRegion(c.region)}-az${letter.charCodeAt(0) - "a".charCodeAt(0) + 1}`;
}

/** VPCs and what lies in them. */
export const network: Readonly<Record<string, TypeModel>> = {
  "aws:ec2/vpc:Vpc": {
    id: ec2Id("vpc"),
    outputs: (c) => ({
      ...owned("vpc")(c),
      defaultNetworkAclId: `acl-0${c.hash(16, "acl")}`,
      defaultRouteTableId: `rtb-0${c.hash(16, "rtb")}`,
      defaultSecurityGroupId: `sg-0${c.hash(16, "sg")}`,
      dhcpOptionsId: `dopt-0${c.hash(16, "dopt")}`,
      mainRouteTableId: `rtb-0${c.hash(16, "rtb")}`,
      ipv6AssociationId: "",
    }),
    replaceOn: ["cidrBlock", "ipv4IpamPoolId"],
  },
  "aws:ec2/subnet:Subnet": {
    id: ec2Id("subnet"),
    references: [to.vpc("vpcId")],
    outputs: (c) => ({ ...owned("subnet")(c), availabilityZoneId: zoneId(c) }),
    replaceOn: ["vpcId", "cidrBlock", "availabilityZone", "availabilityZoneId"],
    validate: validateSubnet,
  },
  "aws:ec2/internetGateway:InternetGateway": {
    id: ec2Id("igw"),
    references: [to.vpc("vpcId")],
    outputs: owned("internet-gateway"),
  },
  "aws:ec2/eip:Eip": {
    id: ec2Id("eipalloc"),
    outputs: (c) => ({
      arn: arn(c, "ec2", `elastic-ip/${c.id}`),
      allocationId: c.id,
      publicIp: address(c, "eip"),
      publicDns: `ec2-${address(c, "eip").replaceAll(".", "-")}.${c.region}.compute.amazonaws.com`,
      tagsAll: tagsOf(c.inputs),
    }),
    inUse: "InvalidIPAddress.InUse",
  },
  "aws:ec2/natGateway:NatGateway": {
    id: ec2Id("nat"),
    references: [
      to.subnet("subnetId"),
      { path: "allocationId", to: ["aws:ec2/eip:Eip"], error: "InvalidAllocationID.NotFound" },
    ],
    outputs: (c) => ({
      publicIp: text(c.find("aws:ec2/eip:Eip", "id", c.inputs["allocationId"])?.outputs ?? {}, "publicIp"),
      networkInterfaceId: `eni-0${c.hash(16, "eni")}`,
      tagsAll: tagsOf(c.inputs),
    }),
    replaceOn: ["subnetId", "allocationId", "connectivityType"],
  },
  "aws:ec2/routeTable:RouteTable": {
    id: ec2Id("rtb"),
    references: [to.vpc("vpcId")],
    outputs: owned("route-table"),
    replaceOn: ["vpcId"],
  },
  "aws:ec2/route:Route": {
    id: (c) => `r-${text(c.inputs, "routeTableId")}${c.hash(10)}`,
    references: [
      to.routeTable("routeTableId"),
      {
        path: "gatewayId",
        to: ["aws:ec2/internetGateway:InternetGateway"],
        error: "InvalidInternetGatewayID.NotFound",
      },
      { path: "natGatewayId", to: ["aws:ec2/natGateway:NatGateway"], error: "InvalidNatGatewayID.NotFound" },
    ],
    validate: (c) =>
      refuseTwin(
        c,
        ["routeTableId", "destinationCidrBlock", "destinationIpv6CidrBlock", "destinationPrefixListId"],
        "RouteAlreadyExists",
      ),
    outputs: () => ({ origin: "CreateRoute", state: "active" }),
    replaceOn: ["routeTableId", "destinationCidrBlock", "destinationIpv6CidrBlock", "destinationPrefixListId"],
  },
  "aws:ec2/routeTableAssociation:RouteTableAssociation": {
    id: ec2Id("rtbassoc"),
    references: [to.subnet("subnetId"), to.routeTable("routeTableId")],
    validate: (c) => refuseTwin(c, ["subnetId", "gatewayId"], "Resource.AlreadyAssociated"),
    replaceOn: ["subnetId", "gatewayId"],
  },
  "aws:ec2/vpcEndpoint:VpcEndpoint": {
    id: ec2Id("vpce"),
    references: [
      to.vpc("vpcId"),
      to.subnet("subnetIds[]"),
      to.securityGroup("securityGroupIds[]"),
      to.routeTable("routeTableIds[]"),
    ],
    outputs: (c) => ({
      ...owned("vpc-endpoint")(c),
      state: "available",
      prefixListId: `pl-${c.hash(8, "pl")}`,
      cidrBlocks: [],
      networkInterfaceIds: texts(c.inputs, "subnetIds[]").map((id) => `eni-0${c.hash(16, id)}`),
      subnetConfigurations: texts(c.inputs, "subnetIds[]").map((id) => ({ subnetId: id, ipv4: addressIn(c, id) })),
      dnsEntries: [
        { dnsName: `${c.id}.${text(c.inputs, "serviceName")}`, hostedZoneId: `Z${c.hash(13).toUpperCase()}` },
      ],
      requesterManaged: false,
    }),
    replaceOn: ["vpcId", "serviceName", "vpcEndpointType"],
  },
  "aws:ec2/flowLog:FlowLog": {
    id: ec2Id("fl"),
    references: [
      to.vpc("vpcId"),
      to.roleArn("iamRoleArn"),
      {
        path: "logDestination",
        to: ["aws:cloudwatch/logGroup:LogGroup", "aws:s3/bucket:Bucket"],
        by: "arn",
        error: "LogDestinationNotFound",
        blocks: false,
      },
    ],
    outputs: withArn("ec2", (c) => `vpc-flow-log/${c.id}`),
    replaceOn: ["vpcId", "iamRoleArn", "logDestination", "logDestinationType", "trafficType", "maxAggregationInterval"],
  },
  "aws:ec2/launchTemplate:LaunchTemplate": {
    id: ec2Id("lt"),
    autoName: { property: "name", max: 128 },
    references: [to.securityGroup("vpcSecurityGroupIds[]"), to.securityGroup("networkInterfaces[].securityGroups[]")],
    outputs: (c) => ({
      arn: arn(c, "ec2", `launch-template/${c.id}`),
      latestVersion: 1,
      defaultVersion: 1,
      tagsAll: tagsOf(c.inputs),
    }),
    replaceOn: ["name"],
  },
  "aws:ec2/tag:Tag": {
    id: (c) => `${text(c.inputs, "resourceId")},${text(c.inputs, "key")}`,
    replaceOn: ["resourceId", "key"],
  },
};
