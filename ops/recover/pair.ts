import { dirname } from "node:path";
import { UsageError } from "../../rehearsal/stack-files";
import { type StateResource, stateResources } from "../../rehearsal/state/export";
import type { Context, Flags } from "../command";
import { type Engine, openEngine } from "../stack/engine";
import { readStackConfig, type StackConfig, type Standby } from "../stack/stack-file";
import { type Region, regionOf } from "./region";

/** One stack of a pair. */
export interface Side {
  readonly config: StackConfig;
  readonly standby: Standby;
  readonly region: Region;
  engine(): Promise<Engine>;
}

/** The stack that is to serve, and the one that has. */
export interface Pair {
  readonly to: Side;
  readonly from: Side;
}

/** @throws UsageError where the stack is no half of a pair, or the other does not say the same */
export function pairOf(context: Context<Flags>): Pair {
  const { config, env } = context;
  const standby = standbyOf(config);
  const other = readStackConfig(dirname(config.file), standby.other);
  const back = standbyOf(other);
  if (back.other !== config.stack || back.role === standby.role) {
    throw new UsageError(
      `${config.file} names ${standby.other} as its other half, and ${other.file} does not answer with role ${standby.role === "primary" ? "secondary" : "primary"} and other ${config.stack}.`,
    );
  }
  let opened: Promise<Engine> | undefined;
  return {
    to: { config, standby, region: regionOf(config.region, env), engine: () => context.engine() },
    from: {
      ...{ config: other, standby: back, region: regionOf(other.region, env) },
      engine: () => {
        opened ??= openEngine(other.stack, dirname(other.file), env);
        return opened;
      },
    },
  };
}

function standbyOf({ standby, file }: StackConfig): Standby {
  if (standby !== undefined) return standby;
  throw new UsageError(
    `${file} says no slipway:standby: it is no half of a pair. See docs/guides/disaster-recovery.md.`,
  );
}

/** A database of a stack, as its state knows it. */
export interface Database {
  readonly store: string;
  readonly urn: string;
  /** What the cloud calls it. */
  readonly identifier: string;
}

/** The databases that are copies of the other's, or that these copy. */
export async function databasesOf({ config, engine }: Side): Promise<readonly Database[]> {
  const found = stateResources(await (await engine()).state());
  return config.postgresStores.flatMap((store): Database[] => {
    const instance = named(found, "aws:rds/instance:Instance", `${config.name}-store-${store}`);
    const identifier = instance?.outputs?.["identifier"] ?? instance?.inputs?.["identifier"];
    return instance ? [{ store, urn: instance.urn, identifier: String(identifier) }] : [];
  });
}

/** Public name → the address that it leads to, as the stack's outputs have it. */
export async function hostsOf({ engine }: Side): Promise<Readonly<Record<string, string>>> {
  const { hosts = {} } = (await (await engine()).outputs()) as { readonly hosts?: Readonly<Record<string, string>> };
  return hosts;
}

/** Ids of the health checks that a stack's records are judged by. */
export async function healthChecksOf({ engine }: Side): Promise<readonly string[]> {
  const found = stateResources(await (await engine()).state());
  return found.flatMap(({ type, id }) => (type === "aws:route53/healthCheck:HealthCheck" && id ? [id] : []));
}

const named = (found: readonly StateResource[], type: string, name: string): StateResource | undefined =>
  found.find((each) => each.type === type && each.urn.endsWith(`::${name}`) && each.delete !== true);
