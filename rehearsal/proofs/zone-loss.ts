import { shapeOf, typesOf } from "../clouds/shapes";
import type { ResourceRecord } from "../engine/record";
import { isWorkload } from "./destroy-order";
import type { Graph } from "./graph";
import type { Concern, Proof } from "./proof";
import { storesOf } from "./stores";
import { fewestPods, standbys, Zones } from "./zones";

/** What a lost zone takes with it. */
export interface Loss {
  readonly zone: string;
  readonly lines: readonly string[];
  readonly concerns: readonly Concern[];
}

/** Takes one zone away after the other. */
export const zoneLoss: Proof = {
  name: "zone-loss",
  question: "Does the service outlive any one zone?",
  byId: true,
  look: (graph) => {
    const losses = new Zones(graph).all.map((zone) => lose(graph, zone));
    const concerns = new Map(
      losses.flatMap((loss) => loss.concerns).map((each) => [each.subject + each.message, each]),
    );
    return {
      seen: losses.map(({ zone, lines }) => `without ${zone}: ${lines.join("; ")}`),
      concerns: [...concerns.values()],
    };
  },
};

/** What goes, and what is left, when one zone is away. */
export function lose(graph: Graph, zone: string): Loss {
  const zones = new Zones(graph);
  const lines: string[] = [];
  const concerns: Concern[] = [];
  const groups = graph.ofType(...typesOf("pools"));
  for (const group of groups) {
    const where = zones.ofNodes(group);
    if (!where.includes(zone)) continue;
    const nodes = shapeOf(group).pool(group).first;
    const gone = Math.ceil(nodes / where.length);
    lines.push(`${gone} of ${nodes} nodes of ${group.name} go`);
    if (where.length === 1)
      concerns.push(weak(group, "has no nodes left without its one zone", "raise zones to 2 or 3"));
  }
  for (const [from, through] of zones.ways())
    if (through === zone && from !== zone) lines.push(`${from} has no way out`);
  for (const store of storesOf(graph)) storeLoss(graph, zones.ofStore(store), store, zone, lines, concerns);
  const left = workloadsLeft(graph, zones.all.length);
  lines.push(...left.filter(({ pods }) => pods === 0).map(({ name }) => `${name} may be away until its pod has moved`));
  return { zone, lines: lines.length > 0 ? lines : ["nothing goes"], concerns };
}

function storeLoss(
  graph: Graph,
  where: readonly string[],
  store: ResourceRecord,
  zone: string,
  lines: string[],
  concerns: Concern[],
): void {
  if (shapeOf(store).isReplica(store) || !where.includes(zone)) return;
  if (standbys(store, graph) > 0 && where.length > 1) {
    lines.push(`${store.name} goes over to its standby`);
    return;
  }
  lines.push(`${store.name} may be away for as long as the zone is`);
  concerns.push(
    weak(store, "is away for as long as its zone is", "give it a standby: multiZone: true, or replicas: 1 for Redis"),
  );
}

/** Pods that are left in the worst case: they are spread evenly over the zones, so at most one share of them goes. */
function workloadsLeft(graph: Graph, zones: number): { name: string; pods: number }[] {
  return graph.all.filter(isWorkload).flatMap((release) => {
    const pods = fewestPods(release);
    return pods === undefined ? [] : [{ name: release.name, pods: pods - Math.ceil(pods / Math.max(1, zones)) }];
  });
}

function weak({ name: subject }: ResourceRecord, message: string, mend: string): Concern {
  return { level: "weak", subject, message, mend };
}
