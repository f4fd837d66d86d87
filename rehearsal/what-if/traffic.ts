import type { StackConfig } from "../../stacks/config/schema";
import { connectionsTo } from "../../stacks/plan/capacity/figures";
import { type CapacityInput, capacityInput, type PodGroup } from "../../stacks/plan/capacity/input";
import { type StackFile, structured, UsageError } from "../stack-files";
import { type Setting, withSettings } from "./settings";

/** Pods of one workload under more traffic. */
export interface TrafficPods {
  readonly workload: string;
  /** What carries today's traffic: the fewest pods. */
  readonly now: number;
  /** What the same load a pod would take. */
  readonly needed: number;
  /** What the config lets there be. */
  readonly after: number;
  readonly most: number;
}

/** Connections to one store under more traffic. */
export interface TrafficConnections {
  readonly store: string;
  readonly now: number;
  readonly after: number;
  /** What the store takes; none where its size is not known. */
  readonly limit?: number;
}

/** What a stack does under `factor` times its traffic. */
export interface Traffic {
  readonly factor: number;
  readonly pods: readonly TrafficPods[];
  readonly connections: readonly TrafficConnections[];
  /** Cores that pods ask for, and the most that nodes may have; none where nothing bounds it. */
  readonly cores: { readonly now: number; readonly after: number; readonly limit?: number };
  /** What gives way first, a sentence each. */
  readonly limits: readonly string[];
}

/** @throws UsageError where it is no factor */
export function factorOf(text: string): number {
  const factor = Number(/^x?(\d+(?:\.\d+)?)$/i.exec(text.trim())?.[1]);
  if (!(factor > 0)) throw new UsageError(`--traffic ${text}: write a factor above 0, such as x3 or 1.5`);
  return factor;
}

/**
 * Reckons what more traffic would take. What carries it today is not known without measuring; the fewest pods are taken to
 * do so at the share of their cores that scaling aims at, so that n times the traffic takes n times as many. Pods that
 * nothing scales stay as many as they are.
 */
export function trafficOf(config: StackConfig, factor: number): Traffic {
  const input = capacityInput(config);
  const pods = input.pods
    .filter(({ kind }) => kind === "web" || kind === "worker")
    .map((group) => podsUnder(group, factor));
  const byName = new Map(pods.map((each) => [each.workload, each]));
  const connections = connectionsUnder(input, byName);
  const cores = coresUnder(input, byName);
  return { factor, pods, connections, cores, limits: limitsOf(pods, connections, cores) };
}

function podsUnder({ name, min, max }: PodGroup, factor: number): TrafficPods {
  const now = Math.max(1, min);
  const needed = Math.ceil(now * factor - 1e-9);
  return { workload: name, now, needed, after: Math.max(min, Math.min(max, needed)), most: max };
}

function connectionsUnder(input: CapacityInput, pods: ReadonlyMap<string, TrafficPods>): TrafficConnections[] {
  return input.connections
    .filter(({ users }) => users.length > 0)
    .map(({ store, kind, size, users }) => {
      const limit = connectionsTo(input.figures, { kind, size });
      const open = (of: (each: TrafficPods) => number): number =>
        users.reduce((sum, { workload, pods: most, pool }) => {
          const each = pods.get(workload);
          return sum + (each ? of(each) : most) * pool;
        }, 0);
      return {
        ...{ store, now: open(({ now }) => now), after: open(({ after }) => after) },
        ...(limit === undefined ? {} : { limit }),
      };
    });
}

function coresUnder(input: CapacityInput, pods: ReadonlyMap<string, TrafficPods>): Traffic["cores"] {
  const asked = (of: (each: TrafficPods) => number): number => {
    const millicores = input.pods.reduce((sum, { name, cpu, min }) => {
      const each = pods.get(name);
      return sum + cpu * (each ? of(each) : min);
    }, 0);
    return Math.round(millicores / 10) / 100;
  };
  const limit = input.maxCores;
  return {
    now: asked(({ now }) => now),
    after: asked(({ after }) => after),
    ...(limit === undefined ? {} : { limit }),
  };
}

function limitsOf(
  pods: readonly TrafficPods[],
  connections: readonly TrafficConnections[],
  { after, limit }: Traffic["cores"],
): string[] {
  return [
    ...pods.flatMap(({ workload, now, needed, most }) =>
      needed > most
        ? [
            `${workload} would take ${needed} pods and may have ${most}: it carries ×${round(most / now)} at most ` +
              `(workloads.${workload}.scaling.max: ${needed})`,
          ]
        : [],
    ),
    ...connections.flatMap(({ store, after: open, limit: most }) =>
      most !== undefined && open > most
        ? [`${store} would have ${open} connections and takes ${most} (a bigger size, or smaller pools)`]
        : [],
    ),
    ...(limit !== undefined && after > limit
      ? [`pods would ask for ${after} cores and nodes may have ${limit} (cluster.maxCpu)`]
      : []),
  ];
}

const round = (value: number): number => Math.round(value * 10) / 10;

/** What a bill assumes of the use, and grows with the traffic. */
const flows = [
  "requests",
  "internetGb",
  "natGb",
  "endpointGb",
  "zoneGb",
  "logGb",
  "bucketReads",
  "bucketWrites",
  "cdnGb",
  "dnsQueries",
] as const satisfies readonly (keyof StackConfig["usage"])[];

/** The config with as many pods at least, and as much of all that flows, so that all else of a report is of that load too. */
export function underTraffic(file: StackFile, { pods, factor }: Traffic, { usage }: StackConfig): StackFile {
  const workloads = structured(file.config["slipway:workloads"]);
  const given = typeof workloads === "object" && workloads !== null && !Array.isArray(workloads) ? workloads : {};
  return withSettings(file, [
    ...pods
      .filter(({ workload, now, after }) => workload in given && after > now)
      .map(({ workload, after }): Setting => ({ path: `workloads.${workload}.scaling.min`, value: after })),
    ...flows.map((flow): Setting => ({ path: `usage.${flow}`, value: usage[flow] * factor })),
  ]);
}
