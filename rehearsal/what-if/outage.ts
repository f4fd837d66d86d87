import { standsInCluster } from "../clouds/kubernetes-shape";
import type { ResourceRecord } from "../engine/record";
import { isWorkload } from "../proofs/destroy-order";
import { type Graph, objectAt } from "../proofs/graph";
import { storesOf, subnetsOf } from "../proofs/stores";
import { lose } from "../proofs/zone-loss";
import { fewestPods, standbys, Zones } from "../proofs/zones";
import { type Copies, copiesElsewhere, ownCopies } from "./copies";

/** What can be taken away: `zone` takes every zone in turn, `zone=eu-west-1a` one of them. */
export const losses = ["zone", "node", "region"] as const;
export type LossKind = (typeof losses)[number];

/**
 * `serves`: goes on. `moves`: is away for minutes, comes back by itself, loses nothing. `away`: until what failed is back,
 * with its data. `lost`: has to be made anew; from copies, where there are any.
 */
export type Fate = "serves" | "moves" | "away" | "lost";

/** What becomes of one thing. */
export interface Effect {
  readonly subject: string;
  readonly fate: Fate;
  readonly message: string;
  /** Seconds of written data that are gone at most, if it has to be restored; null: all of it. Absent: none can be lost. */
  readonly rpoSeconds?: number | null;
}

/** What the loss of one thing does to a stack. */
export interface Outage {
  readonly kind: LossKind;
  /** The zone, the group that a node is of, or the region. */
  readonly name: string;
  readonly effects: readonly Effect[];
}

/** Takes something away from what a run has made. */
export function outagesOf(graph: Graph, kind: LossKind, region: string, only?: string): Outage[] {
  if (kind === "region") return [{ kind, name: region, effects: withoutRegion(graph) }];
  if (kind === "node") return [{ kind, name: "any one node", effects: withoutNode(graph) }];
  const zones = new Zones(graph).all;
  if (only !== undefined && !zones.includes(only))
    throw new Error(`There is no zone ${only} in this stack: it has ${zones.join(", ") || "none"}`);
  return zones
    .filter((zone) => only === undefined || zone === only)
    .map((name) => ({ kind, name, effects: withoutZone(graph, name) }));
}

function withoutZone(graph: Graph, zone: string): Effect[] {
  const zones = new Zones(graph);
  const cut = new Set(
    [...zones.ways()].flatMap(([from, through]) => (through === zone && from !== zone ? [from] : [])),
  );
  const nodesLeft = graph
    .ofType("aws:eks/nodeGroup:NodeGroup")
    .some((group) => zones.ofNodes(group).some((each) => each !== zone));
  const stores = storesOf(graph).map((store): Effect => {
    const where = zones.of(subnetsOf(graph, store));
    const subject = store.name;
    if (isReplica(store)) return { subject, fate: "moves", message: "readers may be away if it stood there" };
    if (!where.includes(zone)) return { subject, fate: "serves", message: "has nothing there" };
    if (standbys(store, graph) > 0 && where.length > 1) return overToStandby(store);
    return {
      ...{ subject, fate: "away", ...rpo(ownCopies(store)) },
      message: `if it stands there: away for as long as the zone is; ${restored(ownCopies(store), "in another zone")}`,
    };
  });
  const { lines } = lose(graph, zone);
  return [
    ...workloads(graph).map((release) => {
      const pods = fewestPods(release) ?? 0;
      const left = pods - Math.ceil(pods / Math.max(1, zones.all.length));
      return nodesLeft
        ? podsLeft(release, left, "its pod has moved to another zone")
        : gone(release, "no node is left");
    }),
    ...stores,
    ...regional(graph, "spread over the zones of its region by the cloud"),
    ...[...cut].map(
      (from): Effect => ({ subject: from, fate: "away", message: `has no way out: it went through ${zone}` }),
    ),
    ...lines
      .filter((line) => line.includes("nodes of"))
      .map((line): Effect => ({ subject: zone, fate: "moves", message: line })),
  ];
}

function withoutNode(graph: Graph): Effect[] {
  return [
    ...workloads(graph).map((release) => podsLeft(release, (fewestPods(release) ?? 0) - 1, "its pod runs elsewhere")),
    ...storesOf(graph).map(
      (store): Effect => (standsInCluster(store) ? onItsNode(store, graph) : { subject: store.name, ...elsewhere }),
    ),
    ...regional(graph, "stands on no node of the cluster"),
  ];
}

const elsewhere = { fate: "serves", message: "stands on no node of the cluster" } as const;

/** A store in the cluster that stands on the very node. */
const onItsNode = (store: ResourceRecord, graph: Graph): Effect =>
  standbys(store, graph) > 0
    ? overToStandby(store)
    : {
        subject: store.name,
        fate: "moves",
        message: "if it stands there: away until another node has its pod and its disk",
      };

function withoutRegion(graph: Graph): Effect[] {
  const stores = [...storesOf(graph).filter((store) => !isReplica(store)), ...plainStores(graph)];
  return [
    ...workloads(graph).map((release) =>
      gone(release, "the cluster is away: deploy the stack's config in another region"),
    ),
    ...stores.map((store): Effect => {
      const copies = copiesElsewhere(graph, store);
      return {
        ...{ subject: store.name, fate: "lost", ...rpo(copies) },
        message: `away for as long as the region is; ${restored(copies, "in another region")}`,
      };
    }),
  ];
}

/** Both wait for a copy: a database for it before it says "written", a cache after. */
function overToStandby(store: ResourceRecord): Effect {
  const cache = store.type.startsWith("aws:elasticache/");
  return cache
    ? {
        subject: store.name,
        fate: "moves",
        message: "goes over to a replica in about a minute; the last writes may be missing",
        rpoSeconds: 1,
      }
    : {
        subject: store.name,
        fate: "moves",
        message: "goes over to its standby in one or two minutes; nothing written is lost",
        rpoSeconds: 0,
      };
}

function podsLeft(release: ResourceRecord, left: number, until: string): Effect {
  const subject = nameOf(release);
  const pods = fewestPods(release);
  if (pods === undefined) return { subject, fate: "moves", message: "runs again elsewhere" };
  return left > 0
    ? { subject, fate: "serves", message: `with ${left} of ${pods} pods at least` }
    : { subject, fate: "moves", message: `away until ${until}: there may be only ${pods}` };
}

const gone = (release: ResourceRecord, message: string): Effect => ({
  subject: nameOf(release),
  fate: "lost",
  message,
});

/** A workload by the name that config gives it. */
const nameOf = ({ inputs }: ResourceRecord): string => `workload ${String(inputs["name"])}`;

function restored({ seconds, how }: Copies, where: string): string {
  if (seconds === null) return `there is no copy to restore it from ${where}`;
  return `can be restored ${where} from ${how}`;
}

const rpo = ({ seconds }: Copies): Pick<Effect, "rpoSeconds"> => ({ rpoSeconds: seconds });

const workloads = (graph: Graph): ResourceRecord[] =>
  graph.all.filter((record) => isWorkload(record) && objectAt(record.inputs, "values")["kind"] !== "task");

const isReplica = ({ inputs }: ResourceRecord): boolean => inputs["replicateSourceDb"] !== undefined;

/** Buckets and queues of the user's: no zone holds them alone. */
function plainStores(graph: Graph): ResourceRecord[] {
  return graph.ofType("aws:s3/bucket:Bucket").filter(({ name }) => name.includes("-store-") && !name.endsWith("-logs"));
}

function regional(graph: Graph, message: string): Effect[] {
  return plainStores(graph).map(({ name }) => ({ subject: name, fate: "serves", message }));
}
