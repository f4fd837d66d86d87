import { catalogue } from "../../../components/addons/catalogue";
import type { AddonContext, AddonName } from "../../../components/contracts/addon";
import { cores, mebibytes } from "../../config/quantities";

/** Millicores, MiB and pods. */
export interface Amount {
  readonly cpu: number;
  readonly memory: number;
  readonly pods: number;
}

/** What a pod of a chart is taken to ask for beyond what Slipway's values say: sidecars that have their chart's own defaults. */
type Tree = Readonly<Record<string, unknown>>;

const isTree = (value: unknown): value is Tree => typeof value === "object" && value !== null && !Array.isArray(value);

/** What add-ons ask of the nodes, by the requests that their values and objects say, each times its replicas. */
export function platformDemand(addons: readonly AddonName[], context: AddonContext): Amount {
  const parts = addons.flatMap((name): unknown[] => {
    const { releases, objects } = catalogue[name];
    return [...releases.map(({ values }) => values(context)), ...(objects?.(context) ?? [])];
  });
  return parts.map((part) => demandIn(part, 1)).reduce(sum, { cpu: 0, memory: 0, pods: 0 });
}

/** Jobs that are gone by the time that workloads run. */
const PASSING = ["job", "patch", "startupapicheck", "certgen"] as const;

function demandIn(value: unknown, outer: number): Amount {
  if (Array.isArray(value)) return value.map((each) => demandIn(each, outer)).reduce(sum, none);
  if (!isTree(value)) return none;
  const own = Number(value["replicas"] ?? value["replicaCount"] ?? outer);
  const replicas = Number.isFinite(own) ? own : outer;
  const inner = Object.entries(value)
    .filter(([key]) => key !== "resources" && !PASSING.some((job) => job === key))
    .map(([, each]) => demandIn(each, replicas))
    .reduce(sum, none);
  return sum(inner, requestsOf(value["resources"], replicas));
}

const none: Amount = { cpu: 0, memory: 0, pods: 0 };

/** Of one container, or of several by their names, as some charts have them. */
function requestsOf(resources: unknown, replicas: number): Amount {
  if (!isTree(resources)) return none;
  const { requests } = resources;
  if (!isTree(requests)) {
    return Object.values(resources)
      .map((each) => requestsOf(each, replicas))
      .reduce(sum, none);
  }
  const { cpu, memory } = requests;
  if (cpu === undefined && memory === undefined) return none;
  return {
    cpu: replicas * cores(String(cpu ?? "0")) * 1000,
    memory: replicas * mebibytes(String(memory ?? "0Mi")),
    pods: replicas,
  };
}

const sum = (a: Amount, b: Amount): Amount => ({
  cpu: a.cpu + b.cpu,
  memory: a.memory + b.memory,
  pods: a.pods + b.pods,
});
