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

/** Ids of the security groups that a store stands in, or the endpoint that it is reached by. */
export function groupsOf(graph: Graph, store: ResourceRecord): string[] {
  const { inputs } = endpointOf(graph, store) ?? store;
  return [...texts(inputs, "vpcSecurityGroupIds[]"), ...texts(inputs, "securityGroupIds[]")];
}

/** Of a cluster of Atlas, which stands beside the network: the private endpoint of its project. */
function endpointOf(graph: Graph, { type, inputs }: ResourceRecord): ResourceRecord | undefined {
  if (!type.startsWith("mongodbatlas:")) return undefined;
  const link = graph.find(
    "mongodbatlas:index/privateLinkEndpoint:PrivateLinkEndpoint",
    "projectId",
    inputs["projectId"],
  );
  return link && graph.find("aws:ec2/vpcEndpoint:VpcEndpoint", "serviceName", link.outputs["endpointServiceName"]);
}

/** Ids of the subnets that a store may stand in: those of its subnet group, its endpoint, or what it is a replica of. */
export function subnetsOf(graph: Graph, store: ResourceRecord): string[] {
  const endpoint = endpointOf(graph, store);
  if (endpoint) return texts(endpoint.inputs, "subnetIds[]");
  const { inputs } = store;
  const source = graph.ofType(...typesOf("databases")).find((other) => isSource(other, inputs["replicateSourceDb"]));
  if (source) return subnetsOf(graph, source);
  const database = graph.find("aws:rds/subnetGroup:SubnetGroup", "name", inputs["dbSubnetGroupName"]);
  const documents = graph.find("aws:docdb/subnetGroup:SubnetGroup", "name", inputs["dbSubnetGroupName"]);
  const cache = graph.find("aws:elasticache/subnetGroup:SubnetGroup", "name", inputs["subnetGroupName"]);
  return [database, documents, cache].flatMap((group) => (group ? texts(group.inputs, "subnetIds[]") : []));
}
