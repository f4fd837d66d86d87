import type { StackConfig } from "../config/schema";
import { scopeName } from "./names";
import type { StorePlan } from "./stores";

/** The deployment that owns the layers below an environment on demand: its full name. */
export const ownerOf = ({ ephemeral }: Pick<StackConfig, "ephemeral">, own: string): string => ephemeral?.of ?? own;

/**
 * An environment on demand stands beside the system that it is a copy of, in the same cluster: what is called by the app's
 * name, its namespace first, is called by the environment's own.
 */
export function withOwnName(config: StackConfig, stack: string): StackConfig {
  if (config.ephemeral === undefined) return config;
  return { ...config, app: scopeName(config.app, config.deployment ?? stack) };
}

/** Stores that it has to itself. Its buckets are those of the deployment that it shares the cluster with. */
export const scratchOf = (
  { ephemeral }: Pick<StackConfig, "ephemeral">,
  stores: readonly StorePlan[],
): readonly Exclude<StorePlan, { kind: "bucket" }>[] =>
  ephemeral === undefined ? [] : stores.filter((store) => store.kind !== "bucket");
