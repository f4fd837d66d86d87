import { OWN_USER } from "../../../components/shared/redis-users";
import { type Problem, show } from "../errors";
import { type Check, lacking, workloadsOf } from "./check";

/** Users of caches: where the target has them, and of names that are free. */
export const usersKnown: Check = ({ config, cloud, planner: { capabilities } }) =>
  Object.entries(config.stores ?? {}).flatMap(([name, store]): Problem[] => {
    if (store.kind !== "redis") return [];
    const path = `stores.${name}`;
    if (store.logins === "shared") {
      if (store.passwords === undefined) return [];
      const given = `${show(store.passwords)}, with logins: shared`;
      return [
        { path: `${path}.passwords`, given, allowed: "nothing without users", mend: "write logins: perWorkload" },
      ];
    }
    if ("at" in store && store.at !== undefined) {
      const allowed = "shared for a store that is given by its address, where workloads share the login that it has";
      return [{ path: `${path}.logins`, given: "perWorkload", allowed, mend: "remove it" }];
    }
    const lacks = lacking(`${path}.logins`, `perWorkload, which ${cloud} lacks here`, capabilities.redisUsers);
    if (lacks.length > 0) return lacks;
    const taken = workloadsOf(config).filter(([workload, { uses }]) => uses.includes(name) && TAKEN.includes(workload));
    return taken.map(([workload]) => ({
      path: `workloads.${workload}`,
      given: show(workload),
      allowed: `a name that no cache has for a user of its own: none of ${TAKEN.join(", ")}`,
      mend: `call it something else, such as ${workload}-app: its user is called as it is`,
    }));
  });

/** `default` is turned off, and the other is the stack's own. */
const TAKEN: readonly string[] = ["default", OWN_USER];
