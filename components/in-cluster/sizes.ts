/** What one pod of a store asks for. */
export interface PodSize {
  /** Millicores. */
  readonly cpu: number;
  /** MiB; the limit too, as a store that is over it would be ended anyway. */
  readonly memory: number;
}

/** `<cores>x<GiB>`, such as `0.5x1`: the instance class of a database in the cluster. */
export const instanceClass = /^(\d{1,2}(?:\.\d{1,2})?)x(\d{1,3}(?:\.\d{1,2})?)$/;

/** @throws Error where it is no class: config has refused it. */
export function postgresSize(name: string): PodSize {
  const [, cores, gib] = instanceClass.exec(name) ?? [];
  if (cores === undefined || gib === undefined) throw new Error(`${name} is no class of a database in the cluster`);
  return { cpu: Math.round(Number(cores) * 1000), memory: Math.round(Number(gib) * 1024) };
}

/** Pods of a pool: two, so that one can go while the other serves. */
export const POOL_PODS = 2;

/** One of them: PgBouncer takes some 2 KiB a client and works on one core (pgbouncer.org, "FAQ"). */
export const poolSize: PodSize = { cpu: 50, memory: 64 };

/** The same of a member of a MongoDB. @throws Error where it is no class: config has refused it. */
export const mongodbSize = postgresSize;

/** Requests of the backup agent beside each member. */
export const mongodbBackupSize: PodSize = { cpu: 20, memory: 128 };

/** MiB that a Redis's memory is over the data that it may hold: buffers, copies while it writes its file. */
const REDIS_SPARE = 1.5;

/** The pod of a Redis, by the MiB that it may hold. */
export const redisSize = (dataMb: number): PodSize => ({ cpu: 100, memory: Math.ceil(dataMb * REDIS_SPARE) + 32 });

/** Requests of the exporter beside a Redis. */
export const redisExporterSize: PodSize = { cpu: 10, memory: 32 };

/**
 * `max_connections` that a PostgreSQL is given: 100, PostgreSQL's own default, for each GiB; a connection takes up to some 10 MiB
 * where it works. Within what PostgreSQL's own default and a sensible upper end are.
 */
export function postgresConnections({ memory }: PodSize): number {
  return Math.max(50, Math.min(500, Math.round((memory / 1024) * 100)));
}
