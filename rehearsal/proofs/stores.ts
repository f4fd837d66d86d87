import type { Json } from "../clouds/model";
import type { ResourceRecord } from "../engine/record";
import { type Graph, texts } from "./graph";

/** Types that hold data behind an address in the network. */
export const storeTypes = {
  database: ["aws:rds/instance:Instance", "aws:rds/cluster:Cluster"],
  cache: ["aws:elasticache/replicationGroup:ReplicationGroup"],
} as const;

/** A replica in the same region names its source by identifier. */
function isSource({ inputs }: ResourceRecord, named: Json | undefined): boolean {
  return named !== undefined && inputs["identifier"] === named && inputs["replicateSourceDb"] === undefined;
}

export function storesOf(graph: Graph): ResourceRecord[] {
  return graph.ofType(...storeTypes.database, ...storeTypes.cache);
}

/** Ids of the security groups that a store stands in. */
export function groupsOf({ inputs }: ResourceRecord): string[] {
  return [...texts(inputs, "vpcSecurityGroupIds[]"), ...texts(inputs, "securityGroupIds[]")];
}

/** Ids of the subnets that a store may stand in: those of its subnet group, or of what it is a replica of. */
export function subnetsOf(graph: Graph, { inputs }: ResourceRecord): string[] {
  const source = graph.ofType(...storeTypes.database).find((other) => isSource(other, inputs["replicateSourceDb"]));
  if (source) return subnetsOf(graph, source);
  const database = graph.find("aws:rds/subnetGroup:SubnetGroup", "name", inputs["dbSubnetGroupName"]);
  const cache = graph.find("aws:elasticache/subnetGroup:SubnetGroup", "name", inputs["subnetGroupName"]);
  return [database, cache].flatMap((group) => (group ? texts(group.inputs, "subnetIds[]") : []));
}
