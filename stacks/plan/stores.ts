import { operatedBackups } from "../../components/backups/operated";
import type { OperatedBackups } from "../../components/contracts/backups";
import type { StoreSpec } from "../../components/contracts/stores";
import type { CloudConfig, StoreSizes } from "../config/clouds/cloud";
import { cloudConfigs } from "../config/clouds/registry";
import type { StackConfig } from "../config/schema";
import { bucketsAtEdge } from "./edge";
import { planPair } from "./standby";

/** A store as decided before anything is made. */
export type StorePlan = StoreSpec;

/** Every store of a stack, in the order of config. */
export function planStores(config: StackConfig): StorePlan[] {
  const atEdge = bucketsAtEdge(config);
  return Object.entries(config.stores).map(([name, store]) => {
    // What stands by has the other's data, and is made of no snapshot.
    const { restoreFrom: _, ...unrestored } = { restoreFrom: undefined, ...store };
    const plan = planStore(name, config.standby?.role === "secondary" ? (unrestored as typeof store) : store, config);
    return plan.kind === "bucket" && atEdge.has(name) ? { ...plan, args: { ...plan.args, atEdge: true } } : plan;
  });
}

function planStore(name: string, store: StackConfig["stores"][string], config: StackConfig): StorePlan {
  const { app, cloud, standby } = config;
  const { sizes }: CloudConfig = cloudConfigs[cloud];
  if (store.kind === "postgres") {
    const { kind, size, passwords: _passwords, database = app.replaceAll("-", "_"), ...rest } = store;
    const { own, args } = withoutOwnSize(rest, sizes.postgres.key);
    const planned = { ...args, database, instanceClass: own ?? bySize(sizes.postgres, rest)[size]! };
    const { role: _, stack: __, ...pair } = planPair(config) ?? {};
    if (!("name" in pair)) return { kind, name, args: planned };
    // A copy has none of its own: they are made when it serves.
    const { pool: _pool, ...alone } = planned;
    return { kind, name, args: pair.follows ? { ...alone, pair, replicas: 0 } : { ...planned, pair } };
  }
  if (store.kind === "redis") {
    const { kind, size, logins, passwords: _, ...rest } = store;
    const { own, args } = withoutOwnSize(rest, sizes.redis.key);
    const users = logins === "perWorkload" && { users: true };
    return { kind, name, args: { ...args, ...users, nodeType: own ?? sizes.redis.bySize[size]! } };
  }
  if (store.kind === "mongodb") {
    const { kind, size, passwords: _passwords, database = app.replaceAll("-", "_"), ...rest } = store;
    const { own, args } = withoutOwnSize(rest, sizes.mongodb!.key);
    const instanceClass = own ?? bySize(sizes.mongodb!, rest)[size]!;
    const operated = operatedOf(name, store, config);
    // Disks of the clouds' own services grow by themselves, where they are told no size.
    return { kind, name, args: { storageGb: 0, ...args, database, instanceClass, ...(operated && { operated }) } };
  }
  const { kind, ...args } = store;
  return { kind, name, args: standby?.role === "primary" ? { ...args, copyTo: standby.region, copyBack: true } : args };
}

/** Backups that a MongoDB's operator takes: as `backups.stores` says, or else one a day. None without a bucket for them. */
function operatedOf(
  name: string,
  store: Extract<StackConfig["stores"][string], { kind: "mongodb" }>,
  { cluster, backups }: StackConfig,
): OperatedBackups | undefined {
  if (!("backupsTo" in cluster) || cluster.backupsTo === undefined || ("at" in store && store.at)) return undefined;
  const { backupWindow, backupDays } = store;
  return operatedBackups(
    backups?.stores[name] ?? { at: backupWindow.slice(0, 5), hourly: false, keep: { daily: backupDays } },
  );
}

/** What sizes mean for a store, by what else it says. */
function bySize({ bySize: plain, bySizeWith = {} }: StoreSizes, store: object): StoreSizes["bySize"] {
  const said = Object.keys(bySizeWith).find((key) => key in store);
  return said === undefined ? plain : bySizeWith[said]!;
}

/** What is said in the cloud's own words instead of a t-shirt size, and the rest. */
function withoutOwnSize<T extends object>(store: T, key: string): { own?: string; args: T } {
  const { [key]: own, ...args } = store as Record<string, unknown>;
  return { ...(own !== undefined && { own: String(own) }), args: args as T };
}
