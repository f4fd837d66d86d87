import { isStoreRelease } from "../clouds/kubernetes-shape";
import { plays, shapeOf, typesOf, zonalWaysOut } from "../clouds/shapes";
import type { ResourceRecord } from "../engine/record";
import { isWorkload } from "./destroy-order";
import type { Concern, Proof } from "./proof";
import { storesOf } from "./stores";
import { fewestPods, standbys, Zones } from "./zones";

/** Things of which there is one, so that one failure takes down what needs them. */
export const singlePoints: Proof = {
  name: "single-points",
  question: "What takes the service down by failing alone?",
  byId: true,
  look: (graph) => {
    const zones = new Zones(graph);
    const groups = graph.ofType(...typesOf("pools"));
    const workloads = graph.all.filter(isWorkload).filter((release) => fewestPods(release) !== undefined);
    const stores = storesOf(graph).filter(isPrimary);
    return {
      seen: [
        `${stores.length} stores, ${groups.length} groups of nodes, ${workloads.length} workloads that always run`,
        ...(zones.all.length > 0
          ? [`${new Set(zones.ways().values()).size} ways out for ${zones.all.length} zones`]
          : []),
      ],
      concerns: [
        ...sharedGateways(zones, graph.ofType(...zonalWaysOut()).length === 0),
        ...stores.filter((store) => standbys(store, graph) === 0).map(lonelyStore),
        ...groups.flatMap((group) => lonelyNodes(group, zones)),
        ...workloads.filter((release) => fewestPods(release) === 1).map(lonelyWorkload),
      ],
    };
  },
};

/** A read replica is no store of its own. */
function isPrimary(store: ResourceRecord): boolean {
  return !shapeOf(store).isReplica(store);
}

/** @param perZone the cloud can have a gateway in each zone */
function sharedGateways(zones: Zones, perZone: boolean): Concern[] {
  const foreign = [...zones.ways()].filter(([zone, through]) => zone !== through);
  return foreign.map(([zone, through]) => ({
    level: "weak",
    subject: `NAT gateway of ${through}`,
    message: `is the way out of ${zone} too: when ${through} fails, ${zone} reaches nothing outside`,
    mend: perZone
      ? "network.nat: perZone gives each zone its own, at the price of a gateway each"
      : "this cloud gives a network one gateway: see that workloads bear it to reach nothing outside for a while",
  }));
}

function lonelyStore(store: ResourceRecord): Concern {
  const cache = plays(store, "caches");
  return {
    ...{ level: "weak", subject: store.name },
    message: "has no standby: it is away while it restarts, is patched, or its zone fails",
    mend: isStoreRelease(store)
      ? "in the cluster it is one pod, which another node takes over with its disk: where that is too long, give a store's address"
      : cache
        ? "give the store replicas: 1"
        : "give the store multiZone: true",
  };
}

function lonelyNodes(group: ResourceRecord, zones: Zones): Concern[] {
  const min = shapeOf(group).pool(group).min;
  const where = zones.ofNodes(group).length;
  const found: Concern[] = [];
  const { name: subject } = group;
  if (min < 2)
    found.push({
      ...{ level: "weak", subject, message: `may shrink to ${min} node: what runs there is away until another is up` },
      mend: "raise the fewest nodes of the cluster to 2",
    });
  if (where === 1)
    found.push({ ...{ level: "weak", subject, message: "has all nodes in one zone" }, mend: "raise zones to 2 or 3" });
  return found;
}

function lonelyWorkload(release: ResourceRecord): Concern {
  return {
    ...{ level: "weak", subject: release.name, message: "may run as one pod: it is away while that pod moves" },
    mend: "raise scaling.min to 2",
  };
}
