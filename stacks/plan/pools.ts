import type { CloudFigures } from "./capacity/figures";
import type { StorePlan } from "./stores";

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
