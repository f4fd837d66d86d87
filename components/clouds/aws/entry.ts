import * as aws from "@pulumi/aws";
import type { Output } from "@pulumi/pulumi";
import type { ClusterHandle } from "../../contracts/cluster";
import type { Scope } from "../../contracts/common";
import type { EntryHandle } from "../../contracts/entry";
import type { NetworkHandle } from "../../contracts/network";
import { BaseComponent, type ComponentOpts } from "../../shared/base-component";
import { physicalName } from "../../shared/naming";
import { named } from "../../shared/tags";
import type { EntryMetrics } from "./platform-alarms";
import { allowIn, allowOut, closedGroup, type OpeningArgs } from "./security-group";

export interface AwsEntryArgs {
  readonly scope: Scope;
  readonly network: Pick<NetworkHandle, "id" | "publicSubnetIds">;
  readonly cluster: Pick<ClusterHandle, "accessGroup">;
  /** CloudFront alone reaches it, by HTTPS. @default anybody does */
  readonly behindCdn?: boolean;
}

/**
 * What comes in on a port of the load balancer goes to this port of the gateway's pods: Envoy Gateway adds 10,000 to
 * listener ports below 1024, so that its pods need no privilege.
 */
const ROUTES = [
  { protocol: "http", port: 80, podPort: 10_080 },
  { protocol: "https", port: 443, podPort: 10_443 },
] as const;

/**
 * A network load balancer in the public subnets. TLS ends in the gateway, so it passes TCP on. The AWS Load Balancer
 * Controller only registers pods with the target groups (TargetGroupBinding): it owns nothing that a destroy could miss.
 */
export class AwsEntry extends BaseComponent implements EntryHandle {
  readonly address: Output<string>;
  /** Route 53's zone that its address lies in. */
  readonly zoneId: Output<string>;
  readonly targets: EntryHandle["targets"];
  /** What CloudWatch tells its parts apart by. */
  readonly metrics: EntryMetrics;

  constructor(name: string, args: AwsEntryArgs, opts?: ComponentOpts) {
    super("slipway:aws:Entry", name, opts);
    const group = this.openGroup(name, args);
    const balancer = this.balance(name, args, group);
    const routes = ROUTES.map((route) => this.route(name, args, balancer, route));
    this.targets = routes.map(({ port, target }) => ({ port, id: target.arn }));
    this.metrics = {
      balancer: balancer.arnSuffix,
      targets: routes.map(({ protocol, target }) => ({ protocol, suffix: target.arnSuffix })),
    };
    this.address = balancer.dnsName;
    this.zoneId = balancer.zoneId;
    this.registerOutputs({ address: this.address, targets: this.targets });
  }

  /** Open to the internet on 80 and 443, or to CloudFront on 443, and from there to the gateway's pods and nowhere else. */
  private openGroup(name: string, { scope, network, cluster, behindCdn }: AwsEntryArgs): aws.ec2.SecurityGroup {
    const edge = behindCdn ? cloudFrontRanges(this) : undefined;
    const group = closedGroup(
      `${name}-group`,
      { scope, vpcId: network.id, description: `Public entry of ${scope.name}` },
      this.child(),
    );
    for (const { protocol, port, podPort } of ROUTES) {
      const peer: OpeningArgs["peer"] = edge ? { prefixList: edge } : { cidr: "0.0.0.0/0" };
      const description = `${protocol} from ${edge ? "CloudFront" : "anywhere"}`;
      if (!edge || protocol === "https")
        allowIn(`${name}-${protocol}-in`, { scope, group: group.id, peer, port, description }, this.child());
      const toPods = { scope, port: podPort, description: `${protocol} from the entry to the gateway` };
      allowOut(
        `${name}-${protocol}-out`,
        { ...toPods, group: group.id, peer: { group: cluster.accessGroup } },
        this.child(),
      );
      allowIn(
        `${name}-${protocol}-pods`,
        { ...toPods, group: cluster.accessGroup, peer: { group: group.id } },
        this.child(),
      );
    }
    return group;
  }

  private balance(name: string, { scope, network }: AwsEntryArgs, group: aws.ec2.SecurityGroup): aws.lb.LoadBalancer {
    return new aws.lb.LoadBalancer(
      name,
      {
        name: physicalName([name], 32),
        loadBalancerType: "network",
        internal: false,
        subnets: network.publicSubnetIds,
        securityGroups: [group.id],
        enableCrossZoneLoadBalancing: true,
        enableDeletionProtection: scope.protect,
        tags: named(scope.tags, name),
      },
      // Not stateful, but AWS would refuse to delete it halfway through a destroy: better refused before the start.
      // Its name is fixed, so a replacement has to wait until the old one is gone.
      this.child({ protect: scope.protect, deleteBeforeReplace: true }),
    );
  }

  private route(
    name: string,
    { scope, network }: AwsEntryArgs,
    balancer: aws.lb.LoadBalancer,
    { protocol, port, podPort }: (typeof ROUTES)[number],
  ): { readonly protocol: string; readonly port: number; readonly target: aws.lb.TargetGroup } {
    const target = new aws.lb.TargetGroup(
      `${name}-${protocol}`,
      {
        name: physicalName([name, protocol], 32),
        vpcId: network.id,
        targetType: "ip",
        protocol: "TCP",
        port: podPort,
        // The gateway limits and logs by client address.
        preserveClientIp: "true",
        // As long as Envoy Gateway drains a pod that goes.
        deregistrationDelay: 60,
        healthCheck: {
          protocol: "TCP",
          port: "traffic-port",
          interval: 10,
          healthyThreshold: 2,
          unhealthyThreshold: 2,
        },
        tags: named(scope.tags, `${name}-${protocol}`),
      },
      this.child({ deleteBeforeReplace: true }),
    );
    new aws.lb.Listener(
      `${name}-${protocol}-listener`,
      {
        loadBalancerArn: balancer.arn,
        protocol: "TCP",
        port,
        defaultActions: [{ type: "forward", targetGroupArn: target.arn }],
        tags: named(scope.tags, `${name}-${protocol}-listener`),
      },
      this.child(),
    );
    return { protocol, port: podPort, target };
  }
}

/** The addresses that CloudFront's edge locations call origins from, which AWS keeps. */
const cloudFrontRanges = (parent: AwsEntry): Output<string> =>
  aws.ec2.getManagedPrefixListOutput({ name: "com.amazonaws.global.cloudfront.origin-facing" }, { parent }).id;
