import * as aws from "@pulumi/aws";
import type { CustomResourceOptions, Input } from "@pulumi/pulumi";
import type { Scope } from "../../contracts/common";
import { named } from "../../shared/tags";

export interface ClosedGroupArgs {
  readonly scope: Scope;
  readonly vpcId: Input<string>;
  readonly description: string;
}

/**
 * A security group that lets nothing in and nothing out (the provider takes away the rule that AWS adds). Openings are
 * resources of their own, so that two parts of the program can open one group without undoing each other.
 */
export function closedGroup(name: string, args: ClosedGroupArgs, opts: CustomResourceOptions): aws.ec2.SecurityGroup {
  return new aws.ec2.SecurityGroup(
    name,
    { vpcId: args.vpcId, description: args.description, tags: named(args.scope.tags, name) },
    opts,
  );
}

type Peer =
  | { readonly group: Input<string> }
  | { readonly cidr: Input<string> }
  | { readonly prefixList: Input<string> };

export interface OpeningArgs {
  readonly scope: Scope;
  /** The group that is opened. */
  readonly group: Input<string>;
  /** The other side: a security group, an address range, or a list of ranges that AWS keeps. */
  readonly peer: Peer;
  /** TCP port. */
  readonly port: number;
  /** Every port from `port` to this one. @default `port` alone */
  readonly lastPort?: number;
  readonly description: string;
}

/** Lets the peer in on one TCP port, or on some that follow each other. */
export function allowIn(
  name: string,
  args: OpeningArgs,
  opts: CustomResourceOptions,
): aws.vpc.SecurityGroupIngressRule {
  return new aws.vpc.SecurityGroupIngressRule(name, rule(name, args), following(opts));
}

/** Lets the group out to the peer on one TCP port, or on some that follow each other. */
export function allowOut(
  name: string,
  args: OpeningArgs,
  opts: CustomResourceOptions,
): aws.vpc.SecurityGroupEgressRule {
  return new aws.vpc.SecurityGroupEgressRule(name, rule(name, args), following(opts));
}

/**
 * AWS could point a rule to another group in place, but then the engine would delete a replaced group, such as that of a
 * replaced cluster, while the rule still names it, which AWS refuses. Replaced, the rule goes first.
 */
function following(opts: CustomResourceOptions): CustomResourceOptions {
  return { ...opts, replaceOnChanges: ["referencedSecurityGroupId"] };
}

function rule(name: string, { scope, group, peer, port, lastPort = port, description }: OpeningArgs) {
  return {
    securityGroupId: group,
    ...peerOf(peer),
    ipProtocol: "tcp",
    fromPort: port,
    toPort: lastPort,
    description,
    tags: named(scope.tags, name),
  };
}

function peerOf(peer: Peer) {
  if ("group" in peer) return { referencedSecurityGroupId: peer.group };
  return "cidr" in peer ? { cidrIpv4: peer.cidr } : { prefixListId: peer.prefixList };
}
