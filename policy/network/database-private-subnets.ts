import { isTrue } from "../read";
import type { Resource, Stack, StackRule } from "../rule";
import { DOCDB_CLUSTER, RDS_CLUSTER, RDS_INSTANCE, REPLICATION_GROUP } from "../types";

/** URNs that a property's value comes from. */
const sources = (resource: Resource, property: string): readonly string[] =>
  resource.propertyDependencies?.[property] ?? [];
const meets = (urns: readonly string[], others: ReadonlySet<string>): boolean => urns.some((urn) => others.has(urn));

/** URNs of the subnets that a route to an internet gateway, or public addresses, make public. */
function publicSubnets(stack: Stack): ReadonlySet<string> {
  const gateways = new Set(stack.ofType("aws:ec2/internetGateway:InternetGateway").map(({ urn }) => urn));
  const tables = new Set([
    ...stack
      .ofType("aws:ec2/route:Route")
      .filter((route) => meets(sources(route, "gatewayId"), gateways))
      .flatMap((route) => sources(route, "routeTableId")),
    ...stack
      .ofType("aws:ec2/routeTable:RouteTable", "aws:ec2/defaultRouteTable:DefaultRouteTable")
      .filter((table) => meets(sources(table, "routes"), gateways))
      .map(({ urn }) => urn),
  ]);
  return new Set([
    ...stack
      .ofType("aws:ec2/routeTableAssociation:RouteTableAssociation")
      .filter((association) => meets(sources(association, "routeTableId"), tables))
      .flatMap((association) => sources(association, "subnetId")),
    ...stack
      .ofType("aws:ec2/subnet:Subnet")
      .filter(({ props }) => isTrue(props["mapPublicIpOnLaunch"]))
      .map(({ urn }) => urn),
  ]);
}

const GROUPS = [
  "aws:rds/subnetGroup:SubnetGroup",
  "aws:docdb/subnetGroup:SubnetGroup",
  "aws:elasticache/subnetGroup:SubnetGroup",
] as const;

export const databasePrivateSubnets: StackRule = {
  name: "database-private-subnets",
  pack: "network",
  description: "Every database lies in subnets that the internet has no route to.",
  severity: "high",
  frameworks: ["AWS FSBP RDS.46", "PCI DSS 1.4.4", "SOC 2 CC6.6"],
  why: "In a public subnet one changed flag or rule is enough to put the database on the internet.",
  mend: "Give its subnet group private subnets, whose route tables have no internet gateway.",
  link: "https://docs.aws.amazon.com/securityhub/latest/userguide/rds-controls.html#rds-46",
  types: [RDS_INSTANCE, RDS_CLUSTER, DOCDB_CLUSTER, REPLICATION_GROUP],
  level: "mandatory",
  onUnknown: {
    behaviour: "passes",
    text: "It follows the engine's own record of what refers to what; a subnet group or a route of another stack passes.",
  },
  checkStack: (stack) => {
    const open = publicSubnets(stack);
    const groups = new Set(
      stack
        .ofType(...GROUPS)
        .filter((group) => meets(sources(group, "subnetIds"), open))
        .map(({ urn }) => urn),
    );
    return stack
      .ofType(RDS_INSTANCE, RDS_CLUSTER, DOCDB_CLUSTER, REPLICATION_GROUP)
      .filter((each) => meets([...sources(each, "dbSubnetGroupName"), ...sources(each, "subnetGroupName")], groups))
      .map((resource) => ({ resource, message: "its subnets have a route to the internet" }));
  },
};
