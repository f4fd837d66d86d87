import { isRecord, type Json, type Properties } from "../clouds/model";
import { objectAt, texts } from "../clouds/paths";
import { shapeOf, typesOf } from "../clouds/shapes";
import type { ResourceRecord } from "../engine/record";
import { isWorkload } from "../proofs/destroy-order";
import { Graph } from "../proofs/graph";
import { storesOf } from "../proofs/stores";
import { standbys, Zones } from "../proofs/zones";

/** What the picture of a stack is drawn from: names are short, without the stack's prefix. */
export interface Topology {
  readonly network?: { readonly name: string; readonly cidr: string };
  readonly zones: readonly TopologyZone[];
  /** The public load balancer. */
  readonly entry?: string;
  readonly nodes: readonly TopologyNodes[];
  readonly workloads: readonly TopologyWorkload[];
  readonly stores: readonly TopologyStore[];
}

export interface TopologyZone {
  readonly name: string;
  /** Whether it has a way out of its own. */
  readonly gateway: boolean;
}

export interface TopologyNodes {
  readonly name: string;
  /** Instance types. */
  readonly kind: string;
  readonly min: number;
  readonly max: number;
}

export interface TopologyWorkload {
  readonly name: string;
  /** web, worker, cron … */
  readonly kind: string;
  /** Fewest and most pods; nothing for what does not run all the time. */
  readonly pods?: readonly [number, number];
  readonly hosts: readonly string[];
  /** Names of workloads and of stores. */
  readonly calls: readonly string[];
  readonly uses: readonly string[];
}

export interface TopologyStore {
  readonly name: string;
  /** postgres 17, valkey 8.0, bucket … */
  readonly kind: string;
  /** Instance class; nothing for a bucket. */
  readonly size?: string;
  /** Copies that can take over. */
  readonly standbys: number;
  /** Zones that it may stand in; none: it is no part of the network. */
  readonly zones: readonly string[];
}

/** The shape of a stack, from its resources; `workloads` is its config's, which says who uses what. */
export function topologyOf(resources: readonly ResourceRecord[], workloads: Json | undefined): Topology {
  const graph = new Graph({ resources, outputs: {}, secretOutputs: [] });
  const zones = new Zones(graph);
  const own = new Set(zones.ways().values());
  const [vpc] = graph.ofType(...typesOf("networks"));
  const [entry] = graph.ofType(...typesOf("entries"));
  return {
    ...(vpc ? { network: { name: vpc.name, cidr: shapeOf(vpc).cidr(vpc) } } : {}),
    zones: zones.all.map((name) => ({ name, gateway: own.has(name) })),
    ...(entry ? { entry: entry.name } : {}),
    nodes: graph.ofType(...typesOf("pools")).map(nodesOf),
    workloads: graph.all
      .filter((record) => isWorkload(record) && valuesOf(record)["kind"] !== "task")
      .map((record) => workloadOf(record, isRecord(workloads) ? workloads : {})),
    stores: [
      ...storesOf(graph).map((record) => storeOf(record, graph, zones.ofStore(record))),
      ...graph
        .ofType(...typesOf("buckets"))
        .filter(isStore)
        .map(plainStore("bucket")),
      ...graph
        .ofType(...typesOf("queues"))
        .filter(isStore)
        .map(plainStore("queue")),
    ],
  };
}

function nodesOf(pool: ResourceRecord): TopologyNodes {
  const { kinds, min, max } = shapeOf(pool).pool(pool);
  return { name: pool.name, kind: kinds, min, max };
}

function workloadOf(record: ResourceRecord, config: Properties): TopologyWorkload {
  const values = valuesOf(record);
  const name = String(record.inputs["name"]);
  const said = objectAt(config, name);
  const { min, max } = objectAt(values, "autoscaling");
  const always = values["kind"] === "web" || values["kind"] === "worker";
  return {
    ...{ name, kind: String(values["kind"]) },
    ...(always
      ? { pods: [Number(min ?? values["replicas"] ?? 1), Number(max ?? values["replicas"] ?? 1)] as const }
      : {}),
    ...{ hosts: texts(values, "route.hosts[]"), calls: texts(said, "calls[]"), uses: texts(said, "uses[]") },
  };
}

function storeOf(record: ResourceRecord, graph: Graph, zones: readonly string[]): TopologyStore {
  const shape = shapeOf(record);
  const { kind, size } = shape.store(record);
  return {
    ...{ name: shortStore(record.name), kind: shape.isReplica(record) ? "read replica" : kind, size },
    ...{ standbys: standbys(record, graph), zones },
  };
}

const plainStore =
  (kind: string) =>
  ({ name }: ResourceRecord): TopologyStore => ({ name: shortStore(name), kind, standbys: 0, zones: [] });

/** Buckets for logs and queues of the cluster are no stores of the user's. */
function isStore({ name }: ResourceRecord): boolean {
  return name.includes("-store-") && !name.endsWith("-logs");
}

function shortStore(name: string): string {
  return name.slice(name.indexOf("-store-") + "-store-".length);
}

function valuesOf({ inputs }: ResourceRecord): Properties {
  return objectAt(inputs, "values");
}
