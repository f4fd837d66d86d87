import type { BucketArgs, PostgresArgs, RedisArgs } from "../../components/contracts/stores";
import { type StackConfig, sizesByCloud } from "../config/schema";

/** A store as decided before anything is made. */
export type StorePlan =
  | { readonly kind: "postgres"; readonly name: string; readonly args: PostgresArgs }
  | { readonly kind: "redis"; readonly name: string; readonly args: RedisArgs }
  | { readonly kind: "bucket"; readonly name: string; readonly args: BucketArgs };

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
