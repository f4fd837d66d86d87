import { awsFigures } from "../../../../stacks/plan/capacity/clouds/aws";
import { isRecord } from "../../../clouds/model";
import { objectAt, texts } from "../../../clouds/paths";
import type { ResourceRecord } from "../../../engine/record";
import type { Bill } from "../../bill";
import { beyond, type Demand, demandAt, isNothing, nodesFor, platformDemand, roomOf, times } from "../../demand";
import type { Range } from "../../money";
import type { Price, PriceBook } from "../../prices/book";
import type { CostView, Pricer } from "../../view";
import { HOURS } from "./shared";

/** Metrics that EC2's detailed monitoring sends for each machine (CloudWatch, "Billing and costs"). */
const DETAILED_METRICS = 7;

/** A managed group: machines, their disks, and their detailed metrics. */
export const nodeGroup: Pricer = (record, bill, { graph, book, usage }) => {
  const sizes = objectAt(record.inputs, "scalingConfig");
  const scales = graph.ofType("kubernetes:helm.sh/v3:Release").some(({ inputs }) => inputs["chart"] === AUTOSCALER);
  const desired = Number(sizes["desiredSize"] ?? sizes["minSize"]);
  // Without an autoscaler a group stays at the size that it was made with.
  const nodes: Range = scales
    ? { least: Number(sizes["minSize"]), expected: desired, most: Number(sizes["maxSize"]) }
    : { least: desired, expected: desired, most: desired };
  const [type = ""] = texts(record.inputs, "instanceTypes[]");
  const spot = record.inputs["capacityType"] === "SPOT";
  bill.add(record, {
    ...{ part: "nodes", what: `${counted(nodes)} × ${type}${spot ? " spot" : ""}`, unit: "hours" },
    quantity: hours(nodes, usage.nodeHours),
    price: spot ? spotPrice(book, usage, book.machine(type)) : book.machine(type),
  });
  const template = graph.find(
    "aws:ec2/launchTemplate:LaunchTemplate",
    "id",
    objectAt(record.inputs, "launchTemplate")["id"],
  );
  if (template) disks(template, nodes, bill, { book, usage });
};

const AUTOSCALER = "cluster-autoscaler";

const hours = ({ least, expected, most }: Range, each: number): Range => ({
  ...{ least: least * each, expected: expected * each, most: most * each },
});

const counted = ({ least, most }: Range): string => (least === most ? String(least) : `${least} to ${most}`);

function disks(template: ResourceRecord, nodes: Range, bill: Bill, view: Pick<CostView, "book" | "usage">): void {
  const mappings = template.inputs["blockDeviceMappings"];
  const share = view.usage.nodeHours / HOURS;
  for (const mapping of Array.isArray(mappings) ? mappings : []) {
    const { volumeSize, volumeType } = objectAt(mapping, "ebs");
    bill.add(template, {
      ...{ part: "nodes", what: `disks of ${volumeSize} GB (${volumeType})`, unit: "GB-months" },
      quantity: hours(nodes, Number(volumeSize) * share),
      price: view.book.service(`ebs.${volumeType}.gb`),
    });
  }
  if (objectAt(template.inputs, "monitoring")["enabled"] === true)
    bill.add(template, {
      ...{ part: "logs and metrics", what: "detailed metrics of nodes", unit: "metric-months" },
      quantity: hours(nodes, DETAILED_METRICS * share),
      price: view.book.service("metric.month"),
    });
}

function spotPrice(book: PriceBook, usage: CostView["usage"], price: Price | undefined): Price | undefined {
  const { share, source } = book.file.spotShare;
  const part = usage.spotShare ?? share;
  return (
    price && {
      usd: Math.round(price.usd * part * 1e6) / 1e6,
      source: usage.spotShare === undefined ? source : price.source,
      estimated: `${Math.round(part * 100)}% of the list price on demand: spot has no list price`,
    }
  );
}

/** What Karpenter buys for the pods that the managed groups have no room for: the cheapest machines that hold them. */
export const nodePool: Pricer = (record, bill, view) => {
  const { graph, book, usage, pods, autoscaler } = view;
  if (!autoscaler) {
    bill.miss(record, "which pods it buys machines for is only known of a stack of Slipway's");
    return;
  }
  const spare = beyond(groupRoom(graph), platformDemand(graph, new Set(pods.map(({ name }) => name))));
  // What may not stand on spot machines is served first: those of the groups are on demand.
  const steady = pods.filter(({ spot }) => !autoscaler.spot || !spot);
  const movable = pods.filter(({ spot }) => autoscaler.spot && spot);
  const extents = [0, usage.load, 1].map((load) => {
    const first = demandAt(steady, load);
    return {
      steady: beyond(first, spare),
      movable: beyond(demandAt(movable, load), beyond(spare, first)),
    };
  });
  const [least, expected, most] = extents as [Extent, Extent, Extent];
  for (const key of ["steady", "movable"] as const) {
    if (isNothing(most[key])) continue;
    const choice = cheapest([least[key], expected[key], most[key]], biggest(key === "steady" ? steady : movable), view);
    if (!choice) {
      bill.miss(record, `no machine in ${bill.region}'s list holds its pods`);
      continue;
    }
    const { type, nodes } = choice;
    const price = book.machine(type);
    bill.add(record, {
      ...{
        part: "nodes",
        what: `${counted(nodes)} × ${type}${key === "movable" ? " spot" : ""}, for pods beyond the groups`,
      },
      ...{ quantity: hours(nodes, usage.nodeHours), unit: "hours" },
      price: key === "movable" ? spotPrice(book, usage, price) : price,
    });
    const gib = diskOf(graph);
    bill.add(record, {
      ...{ part: "nodes", what: `disks of ${gib} GB (gp3)`, unit: "GB-months" },
      ...{ quantity: hours(nodes, (gib * usage.nodeHours) / HOURS), price: book.service("ebs.gp3.gb") },
    });
  }
};

interface Extent {
  readonly steady: Demand;
  readonly movable: Demand;
}

/** Room of all managed groups at the size that they are made with. */
function groupRoom(graph: CostView["graph"]): Demand {
  return graph.ofType("aws:eks/nodeGroup:NodeGroup").reduce<Demand>(
    (sum, { inputs }) => {
      const [type = ""] = texts(inputs, "instanceTypes[]");
      const machine = awsFigures.machine(type);
      const room = machine
        ? times(roomOf(machine), Number(objectAt(inputs, "scalingConfig")["desiredSize"] ?? 0))
        : sum;
      return machine ? { cpu: sum.cpu + room.cpu, memory: sum.memory + room.memory, pods: sum.pods + room.pods } : sum;
    },
    { cpu: 0, memory: 0, pods: 0 },
  );
}

const biggest = (pods: CostView["pods"]): Demand => ({
  cpu: Math.max(0, ...pods.map(({ cpu }) => cpu)),
  memory: Math.max(0, ...pods.map(({ memory }) => memory)),
  pods: 1,
});

/** Families that Slipway's pool asks for: c, m, r and t, from the fourth generation on. */
const families = /^(?:[cmr][4-9]|t4)([a-z-]*)\./;

/** The type of machine that holds what is expected for least money, and how many of it each extent takes. */
function cheapest(demands: readonly Demand[], largest: Demand, { book, autoscaler, graph }: CostView) {
  const [least, expected, most] = demands as [Demand, Demand, Demand];
  const arm = autoscaler?.architectures.includes("arm64") ?? false;
  const intel = autoscaler?.architectures.includes("amd64") ?? true;
  const wanted = isNothing(expected) ? most : expected;
  // Each node brings a disk: many small ones are dearer than their machines alone.
  const disk = (diskOf(graph) * (book.service("ebs.gp3.gb")?.usd ?? 0)) / HOURS;
  let best: { type: string; cost: number; room: Demand; cores: number } | undefined;
  for (const [type, { usd }] of book.machines()) {
    const letters = families.exec(type)?.[1];
    if (letters === undefined || !(letters.startsWith("g") ? arm : intel)) continue;
    const machine = awsFigures.machine(type);
    if (!machine) continue;
    const room = roomOf(machine);
    if (room.cpu < largest.cpu || room.memory < largest.memory) continue;
    const cost = nodesFor(wanted, room) * (usd + disk);
    if (!best || cost < best.cost) best = { type, cost, room, cores: Math.ceil(machine.cpu / 1000) };
  }
  if (!best) return undefined;
  const { type, room, cores } = best;
  const cap = Math.max(1, Math.floor((autoscaler?.maxCores ?? Number.POSITIVE_INFINITY) / cores));
  const count = (demand: Demand): number => Math.min(cap, nodesFor(demand, room));
  return { type, nodes: { least: count(least), expected: count(expected), most: count(most) } };
}

/** GB of the disks that Karpenter's class gives each node. */
function diskOf(graph: CostView["graph"]): number {
  const [nodeClass] = graph.ofType("kubernetes:karpenter.k8s.aws/v1:EC2NodeClass");
  const mappings = nodeClass && objectAt(nodeClass.inputs, "spec")["blockDeviceMappings"];
  return (Array.isArray(mappings) ? mappings : []).reduce<number>((sum, mapping) => {
    const size = isRecord(mapping) ? (objectAt(mapping, "ebs")["volumeSize"] as string | undefined) : undefined;
    return sum + Number.parseInt(size ?? "0", 10);
  }, 0);
}
