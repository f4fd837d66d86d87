import { isStoreRelease } from "../clouds/kubernetes-shape";
import type { Json } from "../clouds/model";
import { texts } from "../clouds/paths";
import { typesOf } from "../clouds/shapes";
import type { ResourceRecord } from "../engine/record";
import type { Graph } from "./graph";

/** A replica in the same region names its source by identifier. */
function isSource({ inputs }: ResourceRecord, named: Json | undefined): boolean {
  return named !== undefined && inputs["identifier"] === named && inputs["replicateSourceDb"] === undefined;
}

export function storesOf(graph: Graph): ResourceRecord[] {
  return [...graph.ofType(...typesOf("databases", "caches")), ...graph.all.filter(isStoreRelease)];
}

/** Ids of the security groups that a store stands in. */
export function groupsOf({ inputs }: ResourceRecord): string[] {
  return [...texts(inputs, "vpcSecurityGroupIds[]"), ...texts(inputs, "securityGroupIds[]")];
}

/** Ids of the subnets that a store may stand in: those of its subnet group, or of what it is a replica of. */
export function subnetsOf(graph: Graph, { inputs }: ResourceRecord): string[] {
  const source = graph.ofType(...typesOf("databases")).find((other) => isSource(other, inputs["replicateSourceDb"]));
  if (source) return subnetsOf(graph, source);
  const database = graph.find("aws:rds/subnetGroup:SubnetGroup", "name", inputs["dbSubnetGroupName"]);
  const documents = graph.find("aws:docdb/subnetGroup:SubnetGroup", "name", inputs["dbSubnetGroupName"]);
  const cache = graph.find("aws:elasticache/subnetGroup:SubnetGroup", "name", inputs["subnetGroupName"]);
  return [database, documents, cache].flatMap((group) => (group ? texts(group.inputs, "subnetIds[]") : []));
}
