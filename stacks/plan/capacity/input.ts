import type { PostgresArgs } from "../../../components/contracts/stores";
import type { WorkloadValues } from "../../../components/workloads/values";
import type { CloudConfig } from "../../config/clouds/cloud";
import { cloudConfigs } from "../../config/clouds/registry";
import { cores, mebibytes } from "../../config/quantities";
import type { StackConfig } from "../../config/schema";
import { plannerOf } from "../clouds/registry";
import { planStores } from "../stores";
import { planWorkloads, type WorkloadPlan } from "../workloads";
import { type CloudFigures, type ClusterCapacity, SERVERLESS } from "./figures";

/** Connections that one pod holds open at most where its `pool` says nothing: the default of HikariCP and node-postgres. */
export const DEFAULT_POOL = 10;

/** The pods of one workload. */
export interface PodGroup {
  readonly name: string;
  /** Where config says how many: `workloads.api.scaling`. */
  readonly path: string;
  /** `cron` and `task` run to an end; the others run on. */
  readonly kind: WorkloadValues["kind"];
  /** Fewest and most at a time, without those of a rollout. */
  readonly min: number;
  readonly max: number;
  /** Further pods while a rollout goes on. */
  readonly surge: number;
  /** Requests of one pod, in millicores and MiB. */
  readonly cpu: number;
  readonly memory: number;
}

/** A store that takes only so many connections, and who opens them. */
export interface ConnectionsInput {
  readonly store: string;
  readonly kind: "postgres" | "redis" | "mongodb";
  /** Instance class or node type. */
  readonly size: string;
  /** Where config says how big. */
  readonly path: string;
  /** Percent of the server's connections that its pool may hold open; pods then share those. @default there is no pool */
  readonly poolPercent?: number;
  readonly users: readonly {
    readonly workload: string;
    readonly pods: number;
    readonly surge: number;
    /** Connections that one pod holds open at most. */
    readonly pool: number;
    /** Whether config says so; if not it is {@link DEFAULT_POOL}. */
    readonly said: boolean;
    readonly migrates: boolean;
  }[];
}

/** All that capacity is reckoned from. */
export interface CapacityInput extends ClusterCapacity {
  readonly figures: CloudFigures;
  readonly environment: StackConfig["environment"];
  readonly pods: readonly PodGroup[];
  readonly connections: readonly ConnectionsInput[];
}

/** Everything of a config that has to do with capacity, in plain numbers. */
export function capacityInput(config: StackConfig): CapacityInput {
  const known = inputs.get(config);
  if (known) return known;
  const input = read(config);
  inputs.set(config, input);
  return input;
}

/** Whether all of it fits and what it costs ask the same: it is worked out once. */
const inputs = new WeakMap<StackConfig, CapacityInput>();

function read(config: StackConfig): CapacityInput {
  const planner = plannerOf(config.cloud);
  const plans = planWorkloads(config);
  const groups = new Map(plans.map((plan) => [plan.name, podsOf(plan)]));
  return {
    figures: planner.figures,
    environment: config.environment,
    pods: [...groups.values()],
    ...planner.capacity(config),
    connections: connectionsOf(config, plans, groups),
  };
}

function podsOf({ name, values }: WorkloadPlan): PodGroup {
  // Sidecars run beside the workload's own container for as long as it does; init containers are gone by then.
  const requests = [values, ...(values.sidecars ?? [])].map(({ resources }) => resources.requests);
  const sum = (all: readonly number[]) => all.reduce((total, one) => total + one, 0);
  const { min, max } = values.autoscaling ?? { min: values.replicas ?? 1, max: values.replicas ?? 1 };
  const runsOn = values.kind !== "cron" && values.kind !== "task";
  return {
    name,
    path: runsOn ? `workloads.${name}.scaling` : `workloads.${name}`,
    kind: values.kind,
    // A job may not run at all, and one that replaces the last run may meet its end.
    min: runsOn ? min : 0,
    max: runsOn ? max : 1,
    surge: runsOn ? surgeOf(values, max) : values.cron?.concurrencyPolicy === "Replace" ? 1 : 0,
    cpu: sum(requests.map(({ cpu }) => cores(cpu) * 1000)),
    memory: sum(requests.map(({ memory }) => mebibytes(memory))),
  };
}

/**
 * Pods that a rollout has beyond the wanted number; the chart's own default is 25%. Blue-green and canary end with a whole
 * second version: the old one keeps its size until it is retired. None where the old pod goes first: a scheduler's, and
 * that of a disk which one node holds.
 */
function surgeOf({ kind, rollout, progressive, volumes }: WorkloadValues, pods: number): number {
  const held = Object.values(volumes ?? {}).some(({ accessMode }) => accessMode !== "ReadWriteMany");
  if (kind === "scheduler" || held) return 0;
  if (progressive) return pods;
  const surge = rollout?.maxSurge ?? "25%";
  return typeof surge === "number" ? surge : Math.ceil((pods * Number.parseFloat(surge)) / 100);
}

/** With a capacity the most of it counts, not a class. */
const classOf = ({ instanceClass, aurora }: Pick<PostgresArgs, "instanceClass" | "aurora">): string =>
  aurora?.capacity ? `${SERVERLESS}${aurora.capacity.max}` : instanceClass;

function connectionsOf(
  config: StackConfig,
  plans: readonly WorkloadPlan[],
  groups: ReadonlyMap<string, PodGroup>,
): ConnectionsInput[] {
  return planStores(config).flatMap((store): ConnectionsInput[] => {
    if (store.kind === "bucket") return [];
    const users = plans
      .filter(({ uses }) => uses.includes(store.name))
      .map(({ name, pool, migration }) => {
        const { max, surge } = groups.get(name) as PodGroup;
        const said = pool[store.name];
        const one = { pool: said ?? DEFAULT_POOL, said: said !== undefined, migrates: migration !== undefined };
        return { workload: name, pods: max, surge, ...one };
      });
    const size = store.kind === "redis" ? store.args.nodeType : classOf(store.args);
    const given = config.stores[store.name] ?? {};
    const { key: own } = (cloudConfigs[config.cloud] as CloudConfig).sizes[store.kind]!;
    const key = own in given ? own : "size";
    const pool = store.kind === "postgres" && store.args.pool;
    const poolPercent = pool ? { poolPercent: pool.percent } : {};
    return [{ store: store.name, kind: store.kind, size, path: `stores.${store.name}.${key}`, users, ...poolPercent }];
  });
}
