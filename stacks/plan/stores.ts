import { type StackConfig, sizesByCloud } from "../config/schema";
import type { StorePlan } from "./plan";

/** Every store of a stack, in the order of config. */
export function planStores(config: StackConfig): StorePlan[] {
  return Object.entries(config.stores).map(([name, store]) => planStore(name, store, config));
}

function planStore(name: string, store: StackConfig["stores"][string], { app, cloud }: StackConfig): StorePlan {
  const sizes = sizesByCloud[cloud];
  if (store.kind === "postgres") {
    const { kind, size, instanceClass, database, ...args } = store;
    return {
      kind,
      name,
      args: {
        ...args,
        instanceClass: instanceClass ?? sizes.postgres[size],
        database: database ?? app.replaceAll("-", "_"),
      },
    };
  }
  if (store.kind === "redis") {
    const { kind, size, nodeType, ...args } = store;
    return { kind, name, args: { ...args, nodeType: nodeType ?? sizes.redis[size] } };
  }
  const { kind, ...args } = store;
  return { kind, name, args };
}
