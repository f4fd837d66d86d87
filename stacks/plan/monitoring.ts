import type {
  Limits,
  MonitoringSettings,
  Thresholds,
  WatchedStore,
  WatchedWorkload,
  WorkloadThresholds,
} from "../../components/contracts/monitoring";
import { physicalName } from "../../components/shared/naming";
import { teamOf } from "../config/monitoring";
import type { StackConfig } from "../config/schema";
import { ownWorkloads } from "../config/workloads/kinds";
import type { StorePlan } from "./stores";

/** Characters that a cloud leaves for the name of a database or a cache: what its instances are called by. */
const NAME_LENGTH = { postgres: 50, redis: 40 } as const;

/** What RDS and ElastiCache add to a store's name for each of its instances. */
const INSTANCES = { postgres: "(-replica-[0-9]+)?", redis: "-[0-9]{3}" } as const;

type Given = Readonly<Record<string, { warning?: number | null; critical?: number | null }>>;

/** Everything that is watched, and how: the plain data that rules, routes and dashboards are made from. */
export function planMonitoring(
  config: StackConfig,
  stores: readonly StorePlan[],
  stackName: string,
): MonitoringSettings {
  const { thresholds, team = teamOf(config.owner), ...rest } = config.monitoring;
  return {
    ...rest,
    team,
    thresholds: limitsOf(thresholds) as unknown as Thresholds,
    workloads: ownWorkloads(config).map(([name, { alerts, slo, team: own, uses }]): WatchedWorkload => {
      const { backlogQuery, ...limits } = alerts;
      return {
        name,
        namespace: config.app,
        team: own ?? team,
        thresholds: limitsOf(limits) as Partial<WorkloadThresholds>,
        slo,
        backlogQuery,
        uses,
      };
    }),
    stores: stores.flatMap((store) => watchedStore(store, stackName)),
    operated: stores.some(({ kind, args }) => kind === "mongodb" && "operated" in args && args.operated !== undefined),
  };
}

/** `null` takes a default away; what has no limit at all is left out. */
function limitsOf(given: Given): Readonly<Record<string, Limits>> {
  return Object.fromEntries(
    Object.entries(given).map(([name, { warning, critical }]) => [
      name,
      { ...(warning != null && { warning }), ...(critical != null && { critical }) },
    ]),
  );
}

function watchedStore(store: StorePlan, stackName: string): WatchedStore[] {
  // A MongoDB is watched by the alarms of its cloud, and by what its exporter says (`monitoring.exporters`).
  if (store.kind === "bucket" || store.kind === "mongodb") return [];
  const { kind, name } = store;
  const instances = `${physicalName([`${stackName}-store-${name}`], NAME_LENGTH[kind])}${INSTANCES[kind]}`;
  return [{ name, kind, instances, ...(store.kind === "postgres" && { storageGb: store.args.storageGb }) }];
}
