import type { Json } from "../clouds/model";
import { objectAt, texts } from "../clouds/paths";
import { shapeOf } from "../clouds/shapes";
import type { ResourceRecord } from "../engine/record";
import { isWorkload } from "./destroy-order";
import type { Graph } from "./graph";
import type { Concern, Proof } from "./proof";
import { groupsOf, storesOf, subnetsOf } from "./stores";

const everywhere = new Set(["0.0.0.0/0", "::/0"]);

/** Who a rule lets in. */
interface Opening {
  /** A group's name, or a range of addresses. */
  readonly from: string;
  readonly ports: string;
  readonly range?: string;
  /** Id of the group. */
  readonly group?: string;
}

/** Follows security groups, routes and network policies to every store. */
export const reachability: Proof = {
  name: "reachability",
  question: "Who can reach the stores?",
  byId: true,
  look: (graph) => {
    const seen: string[] = [];
    const concerns: Concern[] = [];
    for (const store of storesOf(graph)) {
      const openings = groupsOf(graph, store).flatMap((group) => openingsOf(graph, group));
      const [own, pool] = shapeOf(store).openPorts?.(store) ?? [];
      const ways = openings.map((opening) => sentence(graph, store, opening));
      for (const port of [own, ...(outTo(graph, pool).length > 0 ? [pool] : [])])
        if (port !== undefined) ways.push(`port ${port} from nodes and pods of the network (${letOut(graph, port)})`);
      seen.push(`${store.name}: ${ways.join("; ") || "nobody"}`);
      concerns.push(...openTo(store, openings), ...exposed(graph, store));
    }
    return { seen, concerns };
  },
};

function openTo(store: ResourceRecord, openings: readonly Opening[]): Concern[] {
  return openings
    .filter(({ range }) => range !== undefined && everywhere.has(range))
    .map(({ range, ports }) => ({
      level: "broken",
      subject: store.name,
      message: `lets in ${range} on ${ports}: every address there is`,
      mend: "let in the security group of those who need it instead of a range of addresses",
    }));
}

/** A public address, or a subnet that routes to the internet. */
function exposed(graph: Graph, store: ResourceRecord): Concern[] {
  const found: Concern[] = [];
  const { name: subject } = store;
  if (store.inputs["publiclyAccessible"] === true)
    found.push({
      ...{ level: "broken", subject, message: "has a public address" },
      mend: "set publiclyAccessible to false",
    });
  const open = subnetsOf(graph, store).filter((subnet) => routesToInternet(graph, subnet));
  if (open.length > 0)
    found.push({
      ...{ level: "broken", subject, message: `stands in ${open.length} subnets that route to an internet gateway` },
      mend: "give its subnet group the data subnets, which have no route out",
    });
  return found;
}

function routesToInternet(graph: Graph, subnet: string): boolean {
  const tables = graph
    .ofType("aws:ec2/routeTableAssociation:RouteTableAssociation")
    .filter(({ inputs }) => inputs["subnetId"] === subnet)
    .map(({ inputs }) => inputs["routeTableId"]);
  return graph
    .ofType("aws:ec2/route:Route")
    .some(
      ({ inputs }) => tables.includes(inputs["routeTableId"] ?? "") && String(inputs["gatewayId"]).startsWith("igw-"),
    );
}

function openingsOf(graph: Graph, group: string): Opening[] {
  const rules = graph
    .ofType("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule")
    .filter(({ inputs }) => inputs["securityGroupId"] === group)
    .map(({ inputs }) => openingOf(graph, inputs, [inputs["cidrIpv4"], inputs["cidrIpv6"]]));
  const inline = graph.find("aws:ec2/securityGroup:SecurityGroup", "id", group)?.inputs["ingress"];
  const written = (Array.isArray(inline) ? inline : []).flatMap((rule) => {
    const ranges = [...texts({ rule }, "rule.cidrBlocks[]"), ...texts({ rule }, "rule.ipv6CidrBlocks[]")];
    const fields = objectAt({ rule }, "rule");
    return ranges.map((range) => openingOf(graph, fields, [range]));
  });
  return [...rules, ...written];
}

function openingOf(graph: Graph, rule: Readonly<Record<string, Json>>, ranges: readonly (Json | undefined)[]): Opening {
  const { fromPort, toPort, ipProtocol, referencedSecurityGroupId: group } = rule;
  const ports =
    ipProtocol === "-1" ? "every port" : fromPort === toPort ? `port ${fromPort}` : `ports ${fromPort}–${toPort}`;
  const range = ranges.find((value) => typeof value === "string");
  if (typeof range === "string") return { from: range, ports, range };
  return { from: groupName(graph, group), ports, ...(typeof group === "string" ? { group } : {}) };
}

function groupName(graph: Graph, id: Json | undefined): string {
  const cluster = clusterOf(graph, id);
  if (cluster) return `nodes and pods of ${cluster.name}`;
  return graph.find("aws:ec2/securityGroup:SecurityGroup", "id", id)?.name ?? String(id);
}

function clusterOf(graph: Graph, group: Json | undefined): ResourceRecord | undefined {
  return graph.find("aws:eks/cluster:Cluster", "vpcConfig.clusterSecurityGroupId", group);
}

/** `port 5432 from nodes and pods of shop-prod-cluster (let out by network policy: api, orders)`. */
function sentence(graph: Graph, store: ResourceRecord, { from, ports, group }: Opening): string {
  if (!clusterOf(graph, group)) return `${ports} from ${from}`;
  return `${ports} from ${from} (${letOut(graph, store.inputs["port"] ?? shapeOf(store).port)})`;
}

const letOut = (graph: Graph, port: Json | undefined): string =>
  `let out by network policy: ${outTo(graph, port).join(", ") || "no workload"}`;

/** Workloads whose network policy lets them out to the port. */
const outTo = (graph: Graph, port: Json | undefined): string[] =>
  graph.all
    .filter((release) => isWorkload(release) && opensTo(release, port))
    .map(({ inputs }) => String(inputs["name"]));

/** Whether a workload's network policy lets it out to the port of a store, in the data subnets or in the cluster. */
function opensTo(release: ResourceRecord, port: Json | undefined): boolean {
  const openings = objectAt(objectAt(release.inputs, "values"), "network")["openings"];
  if (!Array.isArray(openings)) return false;
  return openings.some((opening) => {
    const { port: opened, cidrs, pods } = objectAt({ opening }, "opening");
    return opened === port && (Array.isArray(cidrs) || pods !== undefined);
  });
}
