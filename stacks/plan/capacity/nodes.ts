import type { Machine, NodeGroupInput } from "./figures";
import type { CapacityFinding, CapacityPart } from "./finding";
import type { CapacityInput, PodGroup } from "./input";

/**
 * What a node's own pods ask for: VPC CNI with its policy agent, kube-proxy, the disk driver, the identity agent and the
 * node exporter, each by its own chart's or add-on's default, rounded up.
 */
export const perNode = { cpu: 200, memory: 300, pods: 6 } as const;

/** Millicores, MiB and pods. */
interface Amount {
  readonly cpu: number;
  readonly memory: number;
  readonly pods: number;
}

const none: Amount = { cpu: 0, memory: 0, pods: 0 };
const plus = (a: Amount, b: Amount, times = 1): Amount => ({
  cpu: a.cpu + times * b.cpu,
  memory: a.memory + times * b.memory,
  pods: a.pods + times * b.pods,
});

/** What some pods of each group ask for together. */
export const demandOf = (groups: readonly PodGroup[], count: (group: PodGroup) => number): Amount =>
  groups.reduce((sum, group) => plus(sum, { cpu: group.cpu, memory: group.memory, pods: 1 }, count(group)), none);

/** Whether pods fit the nodes there may be at most; and what is left when a node or a zone is lost. */
export function nodesPart(input: CapacityInput): CapacityPart {
  const most = demandOf(input.pods, ({ max }) => max);
  return {
    figures: [
      {
        what: "cores of workloads",
        most: round(most.cpu / 1000),
        ...(supplyOfCores(input) !== undefined && { of: supplyOfCores(input) }),
        because: `${most.pods} pods at their maxima; ${supplyInWords(input)}`,
      },
      ...sharedFigures(input),
    ],
    findings: [...biggestPods(input), ...minima(input, most), ...losses(input)],
    unknown: unknownTypes(input).map((type) => `nodes of type ${type}: its size is not known here`),
  };
}

/** Where workloads share their nodes with add-ons and stores: what all of it asks for that always runs, of what there is. */
function sharedFigures({ figures, workloadNodes: group, platform, pods }: CapacityInput) {
  const machine = group && platform && smallest(group, figures.machine);
  if (!machine || !platform) return [];
  const least = demandOf(pods, ({ min }) => min);
  const because = `add-ons and stores ask for ${round(platform.cpu / 1000)} cores and ${round(platform.memory / 1024)} GiB`;
  const all = plus(plus(least, platform), perNode, group.max);
  return [
    {
      what: "cores of all that always runs",
      most: round(all.cpu / 1000),
      of: round((machine.cpu * group.max) / 1000),
      because,
    },
    {
      what: "GiB of all that always runs",
      most: round(all.memory / 1024),
      of: round((machine.memory * group.max) / 1024),
      because,
    },
  ];
}

const unknownTypes = ({ figures, systemNodes, workloadNodes }: CapacityInput): string[] => [
  ...new Set([...systemNodes.types, ...(workloadNodes?.types ?? [])].filter((type) => !figures.machine(type))),
];

/** Cores that workloads' own nodes may have at most. */
function supplyOfCores({ figures, maxCores, workloadNodes }: CapacityInput): number | undefined {
  if (maxCores !== undefined) return maxCores;
  const machine = workloadNodes && smallest(workloadNodes, figures.machine);
  return machine && round((machine.cpu * workloadNodes.max) / 1000);
}

function supplyInWords({ compute, maxCores, workloadNodes }: CapacityInput): string {
  if (maxCores !== undefined) return `cluster.maxCpu ${maxCores}`;
  if (workloadNodes) return `at most ${workloadNodes.max} nodes of ${workloadNodes.types.join(" or ")}`;
  return `${compute} buys without a limit`;
}

type Lookup = (type: string) => Machine | undefined;
const machines = (group: NodeGroupInput, lookup: Lookup): Machine[] =>
  group.types.map(lookup).filter((machine) => machine !== undefined);
const byCpu = (a: Machine, b: Machine): number => a.cpu - b.cpu;
const smallest = (group: NodeGroupInput, lookup: Lookup) => machines(group, lookup).sort(byCpu)[0];

/** The most that nodes could ever offer; undefined where nothing bounds it, or a machine is not known. */
function ceiling({
  figures,
  systemNodes,
  workloadNodes,
  maxCores,
  platform = none,
}: CapacityInput): Amount | undefined {
  const groups = [systemNodes, ...(workloadNodes ? [workloadNodes] : [])];
  if (groups.some((group) => machines(group, figures.machine).length < group.types.length)) return undefined;
  if (!workloadNodes && maxCores === undefined) return undefined;
  const fixed = groups.reduce((sum, group) => {
    const all = machines(group, figures.machine);
    const best = (of: (machine: Machine) => number): number => Math.max(...all.map(of));
    const node = {
      cpu: best(({ cpu }) => cpu),
      memory: best(({ memory }) => memory),
      pods: best(({ pods }) => pods.byPrefixes),
    };
    return plus(sum, node, group.max);
  }, none);
  if (maxCores === undefined) return plus(fixed, platform, -1);
  // An autoscaler's machines: as many cores as it may buy, with the most memory that such machines have.
  return plus(fixed, { cpu: maxCores * 1000, memory: maxCores * figures.mostMemoryPerCore, pods: maxCores * 110 });
}

/** A pod that no node could hold. */
function biggestPods(input: CapacityInput): CapacityFinding[] {
  const { figures, workloadNodes, systemNodes, maxCores } = input;
  const fixed = [...(workloadNodes ? [workloadNodes] : []), systemNodes];
  if (!workloadNodes && maxCores === undefined) return [];
  const known = fixed.flatMap((group) => machines(group, figures.machine));
  if (known.length < fixed.flatMap(({ types }) => types).length) return [];
  const cpu = Math.max(...known.map((machine) => machine.cpu), (maxCores ?? 0) * 1000);
  const memory = Math.max(...known.map((machine) => machine.memory), (maxCores ?? 0) * figures.mostMemoryPerCore);
  return input.pods.flatMap((pod): CapacityFinding[] => {
    const path = `workloads.${pod.name}.resources`;
    const machine = input.platform ? (workloadNodes?.path ?? "") : "cluster.workloadNodes.instanceTypes";
    const nodes = maxCores === undefined ? machine : "cluster.maxCpu";
    const found = (what: string, asked: string, has: string): CapacityFinding => ({
      ...{ level: "error", check: "nodes", path: `${path}.${what}` },
      message: `one pod of ${pod.name} asks for ${asked}, and the biggest node offers ${has}`,
      allowed: `at most ${has}`,
      mend: `lower it, or raise ${nodes}`,
    });
    return [
      ...(pod.cpu > cpu ? [found("cpu", `${pod.cpu}m`, `${cpu}m`)] : []),
      ...(pod.memory > memory ? [found("memory", `${Math.ceil(pod.memory)}Mi`, `${memory}Mi`)] : []),
    ];
  });
}

/** Pods that can never all run (error), and maxima that cannot be reached (warning). */
function minima(input: CapacityInput, most: Amount): CapacityFinding[] {
  const top = ceiling(input);
  if (!top) return [];
  const least = demandOf(input.pods, ({ min }) => min);
  const fixed = input.platform ? input.workloadNodes?.path : "cluster.workloadNodes.max";
  const path = (input.workloadNodes && fixed) ?? "cluster.maxCpu";
  const never = exceeding(least, top);
  if (never) {
    return [
      {
        ...{ level: "error", check: "nodes", path },
        message: `the ${least.pods} pods that always run ask for ${never.asked}, and all nodes together offer ${never.has}`,
        allowed: `nodes for ${never.asked}`,
        mend: "raise it, or lower scaling.min or resources of workloads",
      },
    ];
  }
  const own = ownNodes(input);
  const over = own && exceeding(most, own);
  if (!over) return [];
  return [
    {
      ...{ level: "warning", check: "nodes", path },
      message: `${most.pods} pods, the maxima of all workloads, ask for ${over.asked}; workloads' nodes offer ${over.has} at most`,
      allowed: `nodes for ${over.asked}`,
      mend: `raise it; or lower scaling.max of ${greediest(input.pods)}, which asks for most`,
    },
  ];
}

/** What the nodes of workloads may offer once each has its own pods, by the smallest of their machines. */
function ownNodes(input: CapacityInput, lost = 0): Amount | undefined {
  const { figures, workloadNodes, maxCores, platform = none } = input;
  if (maxCores !== undefined) {
    const nodes = Math.floor(maxCores / 2);
    const share = 1 - perNode.cpu / 2000 - (2000 - figures.smallest.cpu) / 2000;
    return {
      cpu: maxCores * 1000 * share,
      memory: maxCores * figures.mostMemoryPerCore,
      pods: nodes * (figures.smallest.pods.byInterfaces - perNode.pods),
    };
  }
  const machine = workloadNodes && smallest(workloadNodes, figures.machine);
  if (!machine) return undefined;
  const node = {
    cpu: machine.cpu - perNode.cpu,
    memory: machine.memory - perNode.memory,
    pods: machine.pods.byInterfaces - perNode.pods,
  };
  return plus(plus(none, node, Math.max(0, workloadNodes.max - lost)), platform, -1);
}

/** The first of cores, memory and pods that is asked for beyond what there is. */
function exceeding(asked: Amount, has: Amount): { asked: string; has: string } | undefined {
  if (asked.cpu > has.cpu) return { asked: `${round(asked.cpu / 1000)} cores`, has: `${round(has.cpu / 1000)}` };
  if (asked.memory > has.memory) {
    return { asked: `${round(asked.memory / 1024)} GiB of memory`, has: `${round(has.memory / 1024)}` };
  }
  return asked.pods > has.pods ? { asked: `room for ${asked.pods} pods`, has: `${Math.floor(has.pods)}` } : undefined;
}

const greediest = (pods: readonly PodGroup[]): string =>
  [...pods].sort((a, b) => b.cpu * b.max - a.cpu * a.max)[0]?.name ?? "";

/** What is left when a node or a zone is lost. */
function losses(input: CapacityInput): CapacityFinding[] {
  if (input.environment === "dev") return [];
  return [...alone(input), ...fewerNodes(input)];
}

/** Workloads that one node's loss takes away whole. Budgets allow one pod at a time, so a drain is never held up. */
function alone({ pods, environment }: CapacityInput): CapacityFinding[] {
  const matters = (kind: PodGroup["kind"]): boolean => kind === "web" || (kind === "worker" && environment === "prod");
  return pods
    .filter(({ kind, min }) => matters(kind) && min === 1)
    .map(({ name, path }) => ({
      ...{ level: "warning", check: "node-loss", path: `${path}.min` },
      message: `${name} may run as 1 pod: losing its node takes it away until another has started`,
      allowed: "2 or more, so that another pod serves on",
      mend: "write 2 or more; leave it where an interruption does not matter",
    }));
}

/** Fixed groups: the pods that always run, on the nodes that are left. */
function fewerNodes(input: CapacityInput): CapacityFinding[] {
  const { workloadNodes: group, network } = input;
  // Of one node nothing is left: whoever has one knows.
  if (!group || group.max === 1) return [];
  const least = demandOf(input.pods, ({ min }) => min);
  const perZone = network ? Math.ceil(group.max / network.zones) : undefined;
  const loss = (check: "node-loss" | "zone-loss", nodes: number, what: string): CapacityFinding[] => {
    const left = ownNodes(input, nodes);
    const over = left && exceeding(least, left);
    if (!over) return [];
    return [
      {
        ...{ level: "warning", check, path: `${group.path}.max` },
        message:
          `with ${what} lost, ${group.max - nodes} of ${group.max} nodes offer ${over.has}, ` +
          `and the pods that always run ask for ${over.asked}`,
        allowed: "nodes for them with one to spare",
        mend: "raise it",
      },
    ];
  };
  const node = loss("node-loss", 1, "a node");
  // A zone holds at least a node: what a node's loss breaks, a zone's breaks too.
  return node.length > 0 || perZone === undefined ? node : loss("zone-loss", perZone, "a zone");
}

const round = (value: number): number => Math.round(value * 10) / 10;
