import type { StorePair } from "../../components/contracts/stores";
import type { StackConfig } from "../config/schema";
import type { CloudPlanner } from "./clouds/cloud";
import { scopeName } from "./names";
import { sleepOf } from "./sleep";

/** The other stack of a pair, as this one sees it. */
export interface PairPlan extends StorePair {
  readonly role: "primary" | "secondary";
  /** The other, as Pulumi calls it. */
  readonly stack: string;
}

/** None where the stack is no half of a pair. */
export function planPair({ app, standby }: StackConfig): PairPlan | undefined {
  if (standby === undefined) return undefined;
  const { role, other, region = "", now } = standby;
  return { role, stack: other, name: scopeName(app, other), region, follows: now === "following" };
}

/** Pods that answer requests in a warm stack: one may fail. */
const WARM_PODS = 2;

/**
 * What a stack that stands by is until it serves: the same config, smaller. Its databases cannot be written, so nothing that
 * writes by itself is there: no workers, schedules, migrations or jobs of backups.
 */
export function asleep(config: StackConfig, planner: CloudPlanner): StackConfig {
  const sleep = sleepOf(config);
  if (sleep === undefined) return config;
  const smaller = planner.asleep?.(config, sleep) ?? config;
  const quiet = { ...smaller, ...(smaller.backups && { backups: { ...smaller.backups, stores: {} } }) } as StackConfig;
  return sleep === "pilot-light" ? { ...quiet, layer: "foundation" } : { ...quiet, workloads: answering(config) };
}

/** The workloads that answer requests, each with the fewest pods. */
function answering({ workloads }: StackConfig): StackConfig["workloads"] {
  const kept = Object.entries(workloads).filter(([, { kind }]) => kind === "web" || kind === "static");
  const names = new Set(kept.map(([name]) => name));
  return Object.fromEntries(
    kept.map(([name, workload]) => {
      if (workload.kind !== "web") return [name, workload];
      const { migrate: _, ...rest } = workload;
      const scaling = { ...workload.scaling, min: Math.min(WARM_PODS, workload.scaling.min) };
      return [name, { ...rest, scaling, calls: workload.calls.filter((called) => names.has(called)) }];
    }),
  );
}
