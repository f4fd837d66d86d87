import {
  backupRoles,
  type RoleKind,
  type StoreRole,
  type StoreRoles,
  type StoreUsers,
} from "../../components/contracts/stores";
import { isDumped } from "../config/dumped";
import type { StackConfig } from "../config/schema";
import { ownWorkloads, type WorkloadConfig } from "../config/workloads/kinds";
import { planStores, type StorePlan } from "./stores";

/** The roles of every database: one for each workload that uses it, for each of their migrations, and for what backs it up. */
export interface RolesPlan {
  readonly namespace: string;
  readonly stores: readonly StoreRoles[];
}

/**
 * None where nothing uses a database of the stack's own: what is given by its address keeps the login that it has, and nobody
 * but its environment is in a scratch database.
 */
export function planRoles(config: StackConfig): RolesPlan | undefined {
  if (config.ephemeral) return undefined;
  const workloads = ownWorkloads(config);
  const stores = planStores(config).flatMap((store): StoreRoles[] => {
    const given = config.stores[store.name]!;
    if (store.kind === "bucket" || store.kind === "redis" || store.args.at || hasUsers(store)) return [];
    const roles = [...rolesIn(store, workloads), ...rolesOfBackups(store, config)];
    if (roles.length === 0) return [];
    const { version } = store.args;
    const passwords = "passwords" in given ? given.passwords : undefined;
    return [{ kind: store.kind, name: store.name, version, roles, ...(passwords !== undefined && { passwords }) }];
  });
  return stores.length > 0 ? { namespace: `${config.app}-roles`, stores } : undefined;
}

/**
 * The users of every store whose cloud makes them: of a Redis that has one for each workload, and of a MongoDB of Atlas; and one
 * for each of their migrations.
 */
export function planUsers(config: StackConfig): readonly StoreUsers[] {
  if (config.ephemeral) return [];
  const workloads = ownWorkloads(config);
  return planStores(config).flatMap((store): StoreUsers[] => {
    const given = config.stores[store.name]!;
    const passwords = "passwords" in given && given.passwords !== undefined && { passwords: given.passwords };
    if (hasUsers(store)) {
      return [
        { name: store.name, roles: [...rolesIn(store, workloads), ...rolesOfBackups(store, config)], ...passwords },
      ];
    }
    if (store.kind !== "redis" || !store.args.users) return [];
    const roles = workloads
      .filter(([, { uses }]) => uses.includes(store.name))
      .flatMap(([workload, { migrate }]) => [workload, ...(migrate ? [`${workload}-migrate`] : [])])
      .map((role) => ({ role, access: "readWrite", secret: loginSecret(store.name, role) }) as const);
    return [{ name: store.name, roles, ...passwords }];
  });
}

type Database = Extract<StorePlan, { kind: RoleKind }>;

/** Atlas's users are things of Atlas: no job could make them. */
const hasUsers = (store: StorePlan): store is Extract<StorePlan, { kind: "mongodb" }> =>
  store.kind === "mongodb" && store.args.service === "atlas";

/** Of every workload that uses a database. */
const rolesIn = (store: Database, workloads: readonly [string, WorkloadConfig][]): StoreRole[] =>
  workloads
    .filter(([, { uses }]) => uses.includes(store.name))
    .flatMap(([name, workload]) => rolesOf(store, name, workload));

/** Name of the secret of a workload's login, below the stack's prefix. */
export const loginSecret = (store: string, role: string): string => `login-${store}-${role}`;

/** Last, since that which restores must be able to end the sessions of all others. */
function rolesOfBackups({ name }: Database, { backups, stores }: StackConfig): StoreRole[] {
  if (!backups?.stores[name] || !isDumped(stores[name])) return [];
  return (["backup", "restore"] as const).map((access) => {
    const role = backupRoles[access];
    return { role, access, secret: loginSecret(name, role) };
  });
}

/** Who migrates changes the schema as its owner; the workload itself never does, unless config says so. */
const rolesOf = (plan: Database, name: string, { access, migrate }: WorkloadConfig): StoreRole[] => {
  const { name: store } = plan;
  const pool = plan.kind === "postgres" && plan.args.pool !== undefined;
  const migration = `${name}-migrate`;
  const secret = loginSecret(store, name);
  return [
    { role: name, access: access[store] ?? "readWrite", secret, ...(pool && { pooled: true }) },
    ...(migrate ? [{ role: migration, access: "owner", secret: loginSecret(store, migration) } as const] : []),
  ];
};
