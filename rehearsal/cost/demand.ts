import { perNode } from "../../stacks/plan/capacity/nodes";
import { isRecord, type Json } from "../clouds/model";
import type { Graph } from "../proofs/graph";
import type { PaidPods } from "./view";

/** Millicores, MiB and pods that ask for them together. */
export interface Demand {
  readonly cpu: number;
  readonly memory: number;
  readonly pods: number;
}

export const nothing: Demand = { cpu: 0, memory: 0, pods: 0 };

const plus = (a: Demand, b: Demand, times = 1): Demand => ({
  cpu: a.cpu + times * b.cpu,
  memory: a.memory + times * b.memory,
  pods: a.pods + times * b.pods,
});

/** What pods ask for when they are so far from their fewest (0) to their most (1). */
export function demandAt(pods: readonly PaidPods[], load: number): Demand {
  return pods.reduce((sum, { cpu, memory, min, max }) => {
    const count = min + load * (max - min);
    return plus(sum, { cpu, memory, pods: 1 }, count);
  }, nothing);
}

/** What is left to ask for once `offered` is used up. */
export const beyond = (asked: Demand, offered: Demand): Demand => ({
  cpu: Math.max(0, asked.cpu - offered.cpu),
  memory: Math.max(0, asked.memory - offered.memory),
  pods: Math.max(0, asked.pods - offered.pods),
});

export const isNothing = ({ cpu, memory, pods }: Demand): boolean => cpu <= 0 && memory <= 0 && pods <= 0;

/** A machine as a node, less what its own pods take. */
export const roomOf = (machine: { cpu: number; memory: number; pods: { byInterfaces: number } }): Demand => ({
  cpu: machine.cpu - perNode.cpu,
  memory: machine.memory - perNode.memory,
  pods: machine.pods.byInterfaces - perNode.pods,
});

export const times = (one: Demand, count: number): Demand => plus(nothing, one, count);

/** How many nodes with so much room it takes. */
export const nodesFor = (asked: Demand, room: Demand): number =>
  isNothing(asked)
    ? 0
    : Math.ceil(Math.max(asked.cpu / room.cpu, asked.memory / room.memory, asked.pods / room.pods) - 1e-9);

/**
 * What releases that are no workload of the stack ask for: every `requests` in their values, as often as the nearest
 * `replicas` or `replicaCount` around it says. What a chart asks for by itself is not seen without rendering it.
 */
export function platformDemand(graph: Graph, own: ReadonlySet<string>): Demand {
  return graph
    .ofType("kubernetes:helm.sh/v3:Release")
    .filter(({ inputs }) => !own.has(String(inputs["name"])))
    .reduce((sum, { inputs }) => plus(sum, requestsIn(inputs["values"], 1)), nothing);
}

function requestsIn(value: Json | undefined, replicas: number): Demand {
  if (Array.isArray(value)) return value.reduce<Demand>((sum, each) => plus(sum, requestsIn(each, replicas)), nothing);
  if (!isRecord(value)) return nothing;
  const said = value["replicas"] ?? value["replicaCount"];
  const count = typeof said === "number" ? said : replicas;
  const { requests } = value;
  const here = isRecord(requests)
    ? { cpu: millicores(requests["cpu"]) * count, memory: mebibytes(requests["memory"]) * count, pods: count }
    : nothing;
  return Object.entries(value).reduce(
    (sum, [key, inner]) => (key === "requests" ? sum : plus(sum, requestsIn(inner, count))),
    here.cpu > 0 || here.memory > 0 ? here : nothing,
  );
}

const millicores = (value: Json | undefined): number =>
  typeof value === "number" ? value * 1000 : typeof value !== "string" ? 0 : scaled(value, { m: 1, "": 1000 });

const mebibytes = (value: Json | undefined): number =>
  typeof value !== "string" ? 0 : scaled(value, { Ki: 1 / 1024, Mi: 1, Gi: 1024, Ti: 1024 ** 2, "": 1 / 1024 ** 2 });

/** GiB of a quantity of storage. */
export const gibibytes = (value: Json | undefined): number => mebibytes(value) / 1024;

function scaled(text: string, units: Readonly<Record<string, number>>): number {
  const [, number = "0", unit = ""] = /^([0-9.]+)([A-Za-z]*)$/.exec(text) ?? [];
  return Number(number) * (units[unit] ?? 0);
}
