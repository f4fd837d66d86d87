import { spawnSync } from "node:child_process";
import { UsageError } from "../../rehearsal/stack-files";
import { Failed } from "../exit-codes";
import { follow, type Patience } from "./follow";

/** A database that AWS runs, by its address. */
export interface CloudDatabase {
  /** Of the instance, or of the cluster. */
  readonly identifier: string;
  readonly region: string;
  /** `cluster`: Aurora and DocumentDB, whose members hold nothing themselves. */
  readonly kind: "instance" | "cluster";
  /** The AWS CLI's word for who runs it. */
  readonly service: "rds" | "docdb";
}

/** The database that an address is of; none where it is nothing of AWS's. */
export function cloudDatabase(host: string): CloudDatabase | undefined {
  const form = /^([a-z0-9-]+)\.(cluster-)?[^.]+\.([a-z0-9-]+)\.(rds|docdb)\.amazonaws\.com(?:\.cn)?$/;
  const [, identifier, cluster, region, service] = form.exec(host) ?? [];
  if (identifier === undefined || region === undefined) return undefined;
  return { identifier, region, kind: cluster ? "cluster" : "instance", service: service as "rds" | "docdb" };
}

/** The AWS CLI, for one service in one region: what it answers. @throws UsageError in its own words */
export type Aws = (...args: readonly string[]) => unknown;

export function awsOf({ service, region }: Pick<CloudDatabase, "service" | "region">, env: NodeJS.ProcessEnv): Aws {
  return (...given) => {
    const args = [service, ...given, "--region", region, "--output", "json"];
    const { status, stdout, stderr, error } = spawnSync("aws", args, { env, encoding: "utf8", maxBuffer: 2 ** 26 });
    if (error) throw new UsageError(`The AWS CLI could not be run (${error.message}): https://docs.aws.amazon.com/cli`);
    if (status !== 0) throw new UsageError(`aws ${args.slice(0, 2).join(" ")}: ${stderr.trim()}`);
    return stdout.trim() === "" ? {} : JSON.parse(stdout);
  };
}

/** What has not ended by then is given up on: AWS goes on with it. */
const PATIENCE: Patience = { hours: 4, looksMs: { first: 500, most: 15_000 } };

const FAILED = /failed|incompatible|inaccessible/;

/**
 * Waits until `look` says `available`, and tells of each change on the way.
 * @param look what AWS calls its state; undefined while it does not know of it
 * @throws Failed where it failed, or takes too long
 */
export async function untilAvailable(
  what: string,
  say: (line: string) => void,
  look: () => string | undefined,
): Promise<void> {
  const ended = (status: string): boolean => status === "available" || FAILED.test(status);
  const status = await follow(what, PATIENCE, say, () => look() ?? "", ended);
  if (status === undefined)
    throw new Failed(`${what} is not there after ${PATIENCE.hours} hours; AWS goes on with it.`);
  if (FAILED.test(status)) throw new Failed(`${what} is ${status}: see it in the console of AWS.`);
}

/** What `from` may be of a database that AWS restores. */
export type Moment =
  | { readonly latest: true }
  /** As the API wants it. */
  | { readonly time: string }
  | { readonly snapshot: string };

/** Between which moments AWS can restore. */
export interface Restorable {
  readonly earliest?: string;
  readonly latest?: string;
}

/** `latest`, a time, or else a snapshot's name. @throws UsageError for a time that cannot be had */
export function momentOf(from: string, { earliest, latest }: Restorable, now: Date): Moment {
  if (from === "latest") return { latest: true };
  if (!/^\d{4}-\d{2}-\d{2}/.test(from)) return { snapshot: from };
  const time = Date.parse(from);
  if (Number.isNaN(time)) throw new UsageError(`"${from}" is no time: write latest, or like 2026-11-20T12:00:00Z.`);
  const end = latest === undefined ? now.getTime() : Date.parse(latest);
  if (time > end)
    throw new UsageError(`${from} is later than ${latest ?? now.toISOString()}, the latest that there is.`);
  if (earliest !== undefined && time < Date.parse(earliest)) {
    throw new UsageError(
      `${from} is before ${earliest}, the earliest that there is: take a snapshot that is older (--list).`,
    );
  }
  return { time: new Date(time).toISOString() };
}

/** What a name of RDS's may have. */
const NAME = 63;

/** A name beside a database's own, cut where it would be too long: `<identifier>-<what>-20261122153000<end>`. */
export function besideName(identifier: string, what: string, now: Date, end = ""): string {
  const suffix = `-${what}-${now.toISOString().slice(0, 19).replace(/\D/g, "")}${end}`;
  return `${identifier.slice(0, NAME - suffix.length).replace(/-+$/, "")}${suffix}`;
}
