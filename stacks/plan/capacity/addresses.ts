import { parse } from "../subnets";
import type { CapacityFinding, CapacityPart } from "./finding";
import type { CapacityInput } from "./input";
import { demandOf } from "./nodes";

/** Pods of the platform's add-ons, all replicas together, and of each node: rounded up from the rehearsal of a prod stack. */
const platformPods = 40;
const podsPerNode = 6;

/** Whether nodes and pods find addresses in the private subnets: at their least, at their most, and with a zone lost. */
export function addressesPart(input: CapacityInput): CapacityPart {
  const { network, figures } = input;
  if (!network) return { unknown: ["addresses of pods: the network is adopted, and its subnets are not known here"] };
  const sizes = network.privateCidrs.map((cidr) => 2 ** (32 - parse(cidr)[1]) - figures.reservedAddresses);
  const all = sizes.reduce((sum, size) => sum + size, 0);
  const other = figures.otherAddresses(network.zones, network.endpoints);
  const most = needed(input, "most") + other;
  const least = needed(input, "least") + other;
  const zoneLost = all - Math.max(...sizes);
  const found = (level: CapacityFinding["level"], check: CapacityFinding["check"], message: string, need: number) => ({
    ...{ level, check, path: "network.cidr", message },
    allowed: `a range whose private subnets have ${need} addresses`,
    mend: "take a wider range, such as a /16 (a network that is there is replaced); or lower what asks for nodes",
  });
  const there = `${all} addresses in ${sizes.length} private subnets of ${sizes[0]}`;
  return {
    figures: [
      {
        ...{ what: "addresses of nodes and pods", most, of: all },
        because: `${there}; prefixes of 16 and one ready a node, ${other} for the control plane and endpoints`,
      },
    ],
    findings:
      least > all
        ? [found("error", "addresses", `what always runs needs ${least} addresses, and there are ${there}`, least)]
        : most > all
          ? [found("warning", "addresses", `at its maxima the stack needs ${most} addresses; there are ${there}`, most)]
          : sizes.length > 1 && most > zoneLost
            ? [
                found(
                  "warning",
                  "zone-loss",
                  `with a zone lost, ${zoneLost} addresses are left, and at its maxima the stack needs ${most}`,
                  Math.ceil((most * sizes.length) / (sizes.length - 1)),
                ),
              ]
            : [],
  };
}

/** Addresses that nodes take, with the pods on them. */
function needed(input: CapacityInput, extent: "least" | "most"): number {
  const { figures, compute, systemNodes, workloadNodes, pods, maxCores } = input;
  const most = extent === "most";
  const demand = demandOf(pods, ({ min, max, surge }) => (most ? max + surge : min));
  const system = most ? systemNodes.max : systemNodes.min;
  // On Fargate each pod has an interface and an address of its own, and only the platform has nodes.
  if (compute === "fargate") return demand.pods + spread(figures.nodeAddresses, system, most ? platformPods : 0);
  const nodes = system + workerNodes();
  return spread(figures.nodeAddresses, nodes, demand.pods + (most ? platformPods : 0));

  function workerNodes(): number {
    if (workloadNodes) return most ? workloadNodes.max : workloadNodes.min;
    // As many small nodes as pods could ask for: by cores, by places, and never more than may be bought.
    const { smallest } = figures;
    const asked = Math.max(demand.cpu / smallest.cpu, demand.pods / (smallest.pods.byInterfaces - podsPerNode));
    const bought = maxCores === undefined ? asked : Math.min(asked, maxCores / 2);
    return most ? Math.ceil(bought) : 0;
  }
}

/** Addresses of so many nodes with so many pods, evenly. */
function spread(nodeAddresses: (pods: number) => number, nodes: number, pods: number): number {
  if (nodes === 0) return pods;
  return nodes * nodeAddresses(Math.ceil(pods / nodes) + podsPerNode);
}
