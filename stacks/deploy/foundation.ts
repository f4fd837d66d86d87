import { RunError } from "@pulumi/pulumi";
import type { CloudName, OptionsByCloud } from "../../components/clouds/registry";
import type { Cloud, CloudOpts } from "../../components/contracts/cloud";
import type { ClusterArgs, ClusterHandle } from "../../components/contracts/cluster";
import type { ZoneHandle } from "../../components/contracts/edge";
import type { NetworkHandle } from "../../components/contracts/network";
import type {
  BucketHandle,
  SecretHandle,
  StoreHandle,
  StoreLogin,
  StorePlacement,
  StoreRole,
  StoreUsers,
} from "../../components/contracts/stores";
import { StoreLogins, type StoreLoginsArgs } from "../../components/roles/logins";
import { ready } from "../../components/shared/ordering";
import type { StackPlan } from "../plan/plan";
import type { StorePlan } from "../plan/stores";
import { Layer } from "./layer";

/** What the foundation gives to the layers above; plain handles, the same when read back from another stack. */
export interface Foundation {
  readonly network: NetworkHandle;
  readonly cluster: ClusterHandle;
  readonly stores: Readonly<Record<string, StoreHandle>>;
  readonly secrets: Readonly<Record<string, SecretHandle>>;
  /** Logins of databases' roles and of stores' users, by their secrets' names. */
  readonly logins: Readonly<Record<string, Omit<StoreLogin, "role">>>;
  /** Public DNS zones by name. */
  readonly zones: Readonly<Record<string, ZoneHandle>>;
  /** Where backups go; none where nothing is backed up by jobs. */
  readonly backups?: BucketHandle;
}

/** The handles of one sort of store, by name. */
export const handlesOf = <T extends StoreHandle>(
  stores: Foundation["stores"],
  isOne: (store: StoreHandle) => store is T,
): Readonly<Record<string, T>> =>
  Object.fromEntries(Object.entries(stores).filter((entry): entry is [string, T] => isOne(entry[1])));

/**
 * What a stack that stands by has of its primary's, at all times: zones, and the copies of secrets and of buckets, which are
 * its only stores here.
 */
export type Shared = Pick<Foundation, "stores" | "secrets" | "logins" | "zones">;

/**
 * Network, cluster, stores and secrets: what holds state, and changes least.
 * @param shared of a stack that this one stands by for. @default it stands by for none
 */
export function deployFoundation<C extends CloudName>(
  plan: StackPlan<C>,
  cloud: Cloud<OptionsByCloud[C]>,
  shared?: Shared,
): Foundation {
  for (const [key, wanted, had] of [
    ["backups.stores", plan.backups, cloud.backups],
    ["backups.vault", plan.backupVault, cloud.backupVault],
    ["budget", plan.budget, cloud.budget],
    ["edge.dns", plan.edge.zones.length > 0, cloud.zone],
  ] as const) {
    if (wanted && !had) throw new RunError(`slipway:${key}: ${cloud.name} has nothing for it here: take it out`);
  }
  const layer = new Layer("Foundation", `${plan.scope.name}-foundation`, { transformations: cloud.transformations });
  const opts: CloudOpts = { parent: layer };
  const network =
    "adopt" in plan.network ? cloud.adoptNetwork(plan.network.adopt) : cloud.network(plan.network.make, opts);
  const cluster = cloud.cluster({ ...plan.cluster, network } as ClusterArgs & OptionsByCloud[C]["cluster"], opts);
  const { secrets, logins, zones } = shared ? withOwnUsers(shared, plan, cloud, opts) : makeShared(plan, cloud, opts);
  const stores = Object.fromEntries(
    plan.stores.map((store) => {
      const placement = { network, cluster, logins: loginsFor(plan, store, logins) };
      return [store.name, shared?.stores[store.name] ?? makeStore(cloud, store, placement, opts)];
    }),
  );
  if (plan.alarms.to.length > 0) {
    cloud.alarms?.(
      { ...plan.alarms, limits: plan.monitoring.thresholds, network, cluster },
      // What it watches by name must be there.
      { ...opts, dependsOn: ready(...Object.values(stores)) },
    );
  }
  const backups = plan.backups && cloud.backups?.(plan.backups.bucket, opts);
  if (plan.backupVault) cloud.backupVault?.(plan.backupVault, opts);
  if (plan.budget) cloud.budget?.(plan.budget, opts);
  layer.done();
  return { network, cluster, stores, secrets, logins, zones, backups };
}

/** Logins that come by a store's pool, or of its users: what the cloud makes of it must know them. */
const loginsFor = ({ roles, users }: StackPlan, { name }: StorePlan, logins: Foundation["logins"]): StoreLogin[] => {
  const rolesOf = (stores: readonly StoreUsers[] = []): readonly StoreRole[] =>
    stores.find((store) => store.name === name)?.roles ?? [];
  return [...rolesOf(users), ...rolesOf(roles?.stores).filter(({ pooled }) => pooled)].map(
    ({ role, access, secret }) => ({ ...logins[secret]!, role, access }),
  );
};

/** What a stack that stands by has from its primary. */
function makeShared<C extends CloudName>(
  plan: StackPlan<C>,
  cloud: Cloud<OptionsByCloud[C]>,
  opts: CloudOpts,
): Pick<Foundation, "secrets" | "logins" | "zones"> {
  const { secrets, secretValues, roles, users, edge } = plan;
  return {
    secrets: Object.fromEntries(secrets.map((name) => [name, cloud.secret(name, secretValues[name], opts)])),
    logins: makeLogins(plan, cloud, [...(roles?.stores ?? []), ...users], opts),
    zones: Object.fromEntries(edge.zones.map((zone) => [zone.name, cloud.zone!(zone, opts)])),
  };
}

/** A cache is copied to nowhere: the one of a stack that stands by has users of its own, with passwords of their own. */
const withOwnUsers = <C extends CloudName>(
  { logins, ...shared }: Shared,
  plan: StackPlan<C>,
  cloud: Cloud<OptionsByCloud[C]>,
  opts: CloudOpts,
): Shared => ({ ...shared, logins: { ...logins, ...makeLogins(plan, cloud, plan.users, opts) } });

function makeLogins<C extends CloudName>(
  { scope }: StackPlan<C>,
  cloud: Cloud<OptionsByCloud[C]>,
  stores: readonly StoreUsers[],
  opts: CloudOpts,
): Foundation["logins"] {
  if (stores.length === 0) return {};
  const secret: StoreLoginsArgs["secret"] = (name, value, of) => cloud.secret(name, value, of);
  return new StoreLogins(`${scope.name}-logins`, { stores, secret }, opts).handles;
}

function makeStore<C extends CloudName>(
  cloud: Cloud<OptionsByCloud[C]>,
  store: StorePlan,
  placement: StorePlacement,
  opts: CloudOpts,
): StoreHandle {
  if (store.kind === "postgres") return cloud.postgres(store.name, store.args, placement, opts);
  if (store.kind === "redis") return cloud.redis(store.name, store.args, placement, opts);
  if (store.kind === "mongodb") {
    if (!cloud.mongodb) throw new RunError(`slipway:stores.${store.name}: ${cloud.name} runs no MongoDB: take it out`);
    return cloud.mongodb(store.name, store.args, placement, opts);
  }
  return cloud.bucket(store.name, store.args, opts);
}
