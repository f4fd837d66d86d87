import type { Problem } from "../errors";
import { type Check, lacking } from "./check";

/** Stores that are made from a snapshot: of a kind, and on a target, that can be. */
export const restoresKnown: Check = ({ config, cloud, planner: { capabilities } }) =>
  Object.entries(config.stores ?? {}).flatMap(([name, store]): Problem[] => {
    if (store.kind === "bucket" || store.kind === "mongodb" || store.restoreFrom === undefined) return [];
    const path = `stores.${name}.restoreFrom`;
    const capability = capabilities[store.kind === "postgres" ? "postgresSnapshots" : "redisSnapshots"];
    const lacks = lacking(path, `a ${store.kind} from a snapshot, which ${cloud} lacks here`, capability);
    if (lacks.length > 0) return lacks;
    if (!("at" in store) || store.at === undefined) return [];
    return [
      {
        path,
        given: "a store that is given by its address",
        allowed: "a store that Slipway makes",
        mend: "remove it, and restore it by its own server's means",
      },
    ];
  });
