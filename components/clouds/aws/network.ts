import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import type { Inputs, Scope } from "../../contracts/common";
import type { NetworkArgs, NetworkHandle, SubnetKind, SubnetPlan } from "../../contracts/network";
import { BaseComponent, type ComponentOpts } from "../../shared/base-component";
import { named } from "../../shared/tags";
import { FlowLogs } from "./flow-logs";
import type { AwsOptions } from "./options";

export interface AwsNetworkArgs extends NetworkArgs {
  readonly scope: Scope;
  /** Interface endpoints to make. @default none */
  readonly endpoints?: AwsOptions["network"]["endpoints"];
}

/**
 * A VPC over one to three zones: public subnets for load balancers and NAT, private ones for nodes and pods, and data
 * subnets with no way out. S3 is reached through a free gateway endpoint; flow logs go to CloudWatch; the default
 * security group lets nothing through.
 */
export class AwsNetwork extends BaseComponent implements NetworkHandle {
  readonly id: pulumi.Output<string>;
  readonly cidr: pulumi.Output<string>;
  readonly publicSubnetIds: Inputs<string>;
  readonly privateSubnetIds: Inputs<string>;
  readonly dataSubnetIds: Inputs<string>;
  readonly dataCidrs: Inputs<string>;
  /** Ids of the NAT gateways, where it has any. */
  natIds: readonly pulumi.Output<string>[] = [];

  private readonly vpc: aws.ec2.Vpc;
  private readonly subnets: readonly { readonly plan: SubnetPlan; readonly resource: aws.ec2.Subnet }[];

  constructor(
    private readonly name: string,
    private readonly args: AwsNetworkArgs,
    opts: ComponentOpts = {},
  ) {
    super("slipway:aws:Network", name, opts);
    this.vpc = this.makeVpc();
    this.closeDefaultGroup();
    this.subnets = args.subnets.map((plan) => ({ plan, resource: this.makeSubnet(plan) }));
    const tables = this.makeRoutes();
    this.makeEndpoints(tables);
    new FlowLogs(
      `${name}-flow-logs`,
      { vpcId: this.vpc.id, days: args.flowLogDays, scope: args.scope },
      { parent: this },
    );

    this.id = this.vpc.id;
    this.cidr = this.vpc.cidrBlock;
    this.publicSubnetIds = this.idsOf("public");
    this.privateSubnetIds = this.idsOf("private");
    this.dataSubnetIds = this.idsOf("data");
    this.dataCidrs = this.of("data").map(({ plan }) => plan.cidr);
    this.registerOutputs({ id: this.id, cidr: this.cidr });
  }

  private tags(what: string): Record<string, string> {
    return named(this.args.scope.tags, `${this.name}-${what}`);
  }

  private makeVpc(): aws.ec2.Vpc {
    return new aws.ec2.Vpc(
      this.name,
      {
        cidrBlock: this.args.cidr,
        enableDnsHostnames: true,
        enableDnsSupport: true,
        tags: named(this.args.scope.tags, this.name),
      },
      this.child({ protect: this.args.scope.protect }),
    );
  }

  /** The group that AWS puts forgotten things in: it lets nothing in and nothing out. */
  private closeDefaultGroup(): void {
    new aws.ec2.DefaultSecurityGroup(
      `${this.name}-default`,
      { vpcId: this.vpc.id, ingress: [], egress: [], tags: this.tags("default-closed") },
      this.child(),
    );
  }

  private makeSubnet(plan: SubnetPlan): aws.ec2.Subnet {
    const what = `${plan.kind}-${plan.zone}`;
    return new aws.ec2.Subnet(
      `${this.name}-${what}`,
      {
        vpcId: this.vpc.id,
        cidrBlock: plan.cidr,
        availabilityZone: `${this.args.scope.region}${plan.zone}`,
        mapPublicIpOnLaunch: false,
        tags: { ...this.tags(what), ...discoveryTags(plan.kind) },
      },
      this.child(),
    );
  }

  /** One table for public subnets, one a zone for private ones, one without any way out for data. */
  private makeRoutes(): aws.ec2.RouteTable[] {
    const gateway = new aws.ec2.InternetGateway(
      `${this.name}-internet`,
      { vpcId: this.vpc.id, tags: this.tags("internet") },
      this.child(),
    );
    const publicTable = this.makeTable("public");
    const publicRoute = this.makeRoute("public", publicTable, { gatewayId: gateway.id });
    this.associate("public", () => publicTable);

    const nats = this.makeNats(publicRoute);
    const privateTables = new Map(
      this.of("private").map(({ plan }) => [plan.zone, this.makeTable(`private-${plan.zone}`)]),
    );
    for (const [zone, table] of privateTables) {
      const nat = nats.get(zone) ?? nats.values().next().value;
      if (nat) this.makeRoute(`private-${zone}`, table, { natGatewayId: nat.id });
    }
    this.associate("private", ({ zone }) => privateTables.get(zone) as aws.ec2.RouteTable);

    const dataTable = this.makeTable("data");
    this.associate("data", () => dataTable);
    return [...privateTables.values(), dataTable];
  }

  private makeNats(publicRoute: aws.ec2.Route): Map<string, aws.ec2.NatGateway> {
    const wanted = { none: 0, single: 1, regional: 1, perZone: this.of("public").length }[this.args.nat];
    const nats = new Map(
      this.of("public")
        .slice(0, wanted)
        .map(({ plan, resource }) => [plan.zone, this.makeNat(plan.zone, resource, publicRoute)]),
    );
    this.natIds = [...nats.values()].map(({ id }) => id);
    return nats;
  }

  private makeNat(zone: string, subnet: aws.ec2.Subnet, publicRoute: aws.ec2.Route): aws.ec2.NatGateway {
    const address = new aws.ec2.Eip(
      `${this.name}-nat-${zone}`,
      { domain: "vpc", tags: this.tags(`nat-${zone}`) },
      this.child(),
    );
    // Without the public route a NAT comes up but leads nowhere, and nodes behind it fail to join.
    return new aws.ec2.NatGateway(
      `${this.name}-nat-${zone}`,
      { allocationId: address.id, subnetId: subnet.id, tags: this.tags(`nat-${zone}`) },
      this.child({ dependsOn: [publicRoute] }),
    );
  }

  private makeTable(what: string): aws.ec2.RouteTable {
    return new aws.ec2.RouteTable(`${this.name}-${what}`, { vpcId: this.vpc.id, tags: this.tags(what) }, this.child());
  }

  private makeRoute(
    what: string,
    table: aws.ec2.RouteTable,
    target: Pick<aws.ec2.RouteArgs, "gatewayId" | "natGatewayId">,
  ): aws.ec2.Route {
    return new aws.ec2.Route(
      `${this.name}-${what}-out`,
      { routeTableId: table.id, destinationCidrBlock: "0.0.0.0/0", ...target },
      this.child(),
    );
  }

  private associate(kind: SubnetKind, tableOf: (plan: SubnetPlan) => aws.ec2.RouteTable): void {
    for (const { plan, resource } of this.of(kind)) {
      new aws.ec2.RouteTableAssociation(
        `${this.name}-${kind}-${plan.zone}`,
        { subnetId: resource.id, routeTableId: tableOf(plan).id },
        this.child(),
      );
    }
  }

  /** S3 by a gateway endpoint, which is free and keeps images and backups off the NAT's bill; others when asked for. */
  private makeEndpoints(tables: readonly aws.ec2.RouteTable[]): void {
    const { region } = this.args.scope;
    new aws.ec2.VpcEndpoint(
      `${this.name}-s3`,
      {
        vpcId: this.vpc.id,
        serviceName: `com.amazonaws.${region}.s3`,
        vpcEndpointType: "Gateway",
        routeTableIds: tables.map((table) => table.id),
        tags: this.tags("s3"),
      },
      this.child(),
    );
    const services = this.args.endpoints ?? [];
    if (services.length === 0) return;
    const group = this.makeEndpointGroup();
    for (const service of services) {
      new aws.ec2.VpcEndpoint(
        `${this.name}-${service.replace(".", "-")}`,
        {
          vpcId: this.vpc.id,
          serviceName: `com.amazonaws.${region}.${service}`,
          vpcEndpointType: "Interface",
          privateDnsEnabled: true,
          subnetIds: this.idsOf("private"),
          securityGroupIds: [group.id],
          tags: this.tags(service.replace(".", "-")),
        },
        this.child(),
      );
    }
  }

  private makeEndpointGroup(): aws.ec2.SecurityGroup {
    const group = new aws.ec2.SecurityGroup(
      `${this.name}-endpoints`,
      { vpcId: this.vpc.id, description: "Interface endpoints: HTTPS from inside", tags: this.tags("endpoints") },
      this.child(),
    );
    new aws.vpc.SecurityGroupIngressRule(
      `${this.name}-endpoints-https`,
      {
        securityGroupId: group.id,
        description: "HTTPS from the network itself",
        cidrIpv4: this.args.cidr,
        ipProtocol: "tcp",
        fromPort: 443,
        toPort: 443,
        tags: this.tags("endpoints-https"),
      },
      this.child(),
    );
    return group;
  }

  private of(kind: SubnetKind) {
    return this.subnets.filter(({ plan }) => plan.kind === kind);
  }

  private idsOf(kind: SubnetKind): pulumi.Output<string>[] {
    return this.of(kind).map(({ resource }) => resource.id);
  }
}

/** What load balancers find subnets by. */
function discoveryTags(kind: SubnetKind): Record<string, string> {
  if (kind === "public") return { "kubernetes.io/role/elb": "1" };
  return kind === "private" ? { "kubernetes.io/role/internal-elb": "1" } : {};
}
