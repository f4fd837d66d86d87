import type { OwnPool } from "../../components/pools/run";
import { poolsNamespace } from "../../components/shared/pool-place";
import type { CloudFigures } from "./capacity/figures";
import type { StoreTraits } from "./clouds/cloud";
import type { RolesPlan } from "./roles";
import type { StorePlan } from "./stores";

/** Pools that Slipway runs itself. */
export interface PoolsPlan {
  readonly namespace: string;
  readonly pools: readonly OwnPool[];
}

/** Stores, whose pools are told what their servers take: it follows from a class, and planning knows classes. */
export const withConnections = (
  stores: readonly StorePlan[],
  { postgresConnections }: Pick<CloudFigures, "postgresConnections">,
): readonly StorePlan[] =>
  stores.map((store) => {
    if (store.kind !== "postgres" || !store.args.pool) return store;
    const connections = postgresConnections(store.args.instanceClass);
    if (connections === undefined) return store;
    return { ...store, args: { ...store.args, pool: { ...store.args.pool, connections } } };
  });

/**
 * None where pools are services of the cloud or an operator's, or where nobody comes by one.
 * @param stores with what their servers take ({@link withConnections})
 */
export function planPools(
  app: string,
  stores: readonly StorePlan[],
  roles: RolesPlan | undefined,
  { ownPools }: Pick<StoreTraits, "ownPools">,
): PoolsPlan | undefined {
  if (!ownPools) return undefined;
  const pools = stores.flatMap((store): OwnPool[] => {
    const { connections, percent } = (store.kind === "postgres" && store.args.pool) || { percent: 0 };
    const all = roles?.stores.find(({ name }) => name === store.name)?.roles ?? [];
    const logins = all.filter(({ pooled }) => pooled).map(({ role, secret }) => ({ role, secret }));
    if (connections === undefined || logins.length === 0) return [];
    return [{ store: store.name, connections: Math.floor((connections * percent) / 100), logins }];
  });
  return pools.length > 0 ? { namespace: poolsNamespace(app), pools } : undefined;
}
