import type { Problem } from "../errors";
import { type Check, lacking } from "./check";

/** A pool stands before a PostgreSQL that Slipway makes, where the target has one. */
export const poolsKnown: Check = ({ config, cloud, planner: { capabilities } }) =>
  Object.entries(config.stores ?? {}).flatMap(([name, store]): Problem[] => {
    if (store.kind !== "postgres" || store.pool === undefined) return [];
    const path = `stores.${name}.pool`;
    const lacks = lacking(path, `a pool, which ${cloud} lacks here`, capabilities.postgresPool);
    if (lacks.length > 0) return lacks;
    if (!("at" in store) || store.at === undefined) return [];
    return [
      {
        path,
        given: "a pool before a store that is given by its address",
        allowed: "a pool before a PostgreSQL that Slipway makes",
        mend: "remove it, and give the address of a pool of your own under at",
      },
    ];
  });
