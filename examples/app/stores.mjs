/**
 * What the application is bound to, from the variables that Slipway gives a workload which says `uses: [db, cache]`.
 */
import { readFileSync } from "node:fs";
import pg from "pg";
import pino from "pino";
import { createClient } from "redis";

/** One JSON object a line. The request's id is in `requestId`, where a line belongs to a request. */
export const log = pino({
  level: process.env.LOG_LEVEL ?? "info",
  base: null,
  timestamp: pino.stdTimeFunctions.isoTime,
});

/** The list in Redis that orders wait in until a worker takes them: what scaling and the backlog's alert look at. */
export const QUEUE = process.env.QUEUE ?? "orders";

/** Ends the process where the variable is missing. */
function required(name) {
  const value = process.env[name];
  if (value) return value;
  log.fatal(`${name} is not set: the workload says \`uses: [db, cache]\`, or you set it by hand`);
  process.exit(1);
}

/** A pool of `DB_POOL` connections at most, 10 unless told: what the workload's `pool:` says. */
export function database() {
  const ca = process.env.DB_CA_FILE;
  const ssl = ca === undefined ? undefined : { ca: readFileSync(ca, "utf8") };
  const pool = new pg.Pool({
    connectionString: required("DB_URL"),
    max: Number(process.env.DB_POOL ?? 10),
    connectionTimeoutMillis: 3000,
    ...(ssl && { ssl }),
  });
  // An idle connection that breaks is replaced by the next query: it must not end the process.
  pool.on("error", (error) => log.warn({ error: error.message }, "a connection of the pool broke"));
  return pool;
}

export async function cache() {
  const client = createClient({ url: required("CACHE_URL") });
  client.on("error", (error) => log.warn({ error: error.message }, "Redis is not reached; trying again"));
  await client.connect();
  return client;
}

/** Runs `stop` once on the signal that Kubernetes sends first, and ends when it has run. */
export function onStop(stop) {
  for (const signal of ["SIGTERM", "SIGINT"]) {
    process.once(signal, async () => {
      log.info({ signal }, "stopping");
      await stop();
      process.exit(0);
    });
  }
}
