/**
 * Works off orders from the queue. An order is moved to a list of its worker's own while it is worked on, so that none is
 * lost with a pod; orders whose worker went, and such as never came into the queue, are put back by a sweep each minute.
 */
import { setTimeout as sleep } from "node:timers/promises";
import { backlog, jobs, serveMetrics } from "./metrics.mjs";
import { cache, database, log, onStop, QUEUE } from "./stores.mjs";

/** How old an order is that nobody works on before a sweep puts it back; sweeps come as often. */
const SWEEP_SECONDS = Number(process.env.SWEEP_SECONDS ?? 60);
/** How long an order takes here, so that a backlog can be made. */
const JOB_MS = Number(process.env.JOB_MS ?? 5);

const db = database();
const redis = await cache();
const waiting = redis.duplicate();
waiting.on("error", (error) => log.warn({ error: error.message }, "Redis is not reached; trying again"));
await waiting.connect();
const mine = `${QUEUE}:${process.env.HOSTNAME ?? process.pid}`;
let stopping = false;

async function work(id) {
  await sleep(JOB_MS);
  await db.query("update orders set done_at = now() where id = $1 and done_at is null", [id]);
  await redis.lRem(mine, 1, id);
}

async function sweep() {
  const { rows } = await db.query(
    `select id from orders where done_at is null and made_at < now() - make_interval(secs => $1) order by id limit 1000`,
    [SWEEP_SECONDS],
  );
  const queued = new Set(await redis.lRange(QUEUE, 0, -1));
  const lost = rows.map(({ id }) => String(id)).filter((id) => !queued.has(id));
  if (lost.length > 0) await redis.lPush(QUEUE, lost);
  if (lost.length > 0) log.warn({ orders: lost.length }, "orders that nobody worked on are in the queue again");
}

const sweeper = setInterval(
  () => sweep().catch(({ message }) => log.error({ error: message }, "no sweep")),
  SWEEP_SECONDS * 1000,
);
const counter = setInterval(async () => backlog.set({ queue: QUEUE }, await redis.lLen(QUEUE)), 5000);
const metrics = serveMetrics();
log.info({ queue: QUEUE }, "working");

async function loop() {
  while (!stopping) {
    const id = await waiting.blMove(QUEUE, mine, "RIGHT", "LEFT", 1);
    if (id === null) continue;
    try {
      await work(id);
      jobs.inc({ result: "done" });
    } catch (error) {
      jobs.inc({ result: "failed" });
      log.error({ order: id, error: error.message }, "failed; the sweep tries it again");
    }
  }
}

const running = loop();

onStop(async () => {
  stopping = true;
  clearInterval(sweeper);
  clearInterval(counter);
  metrics.close();
  await running;
  await Promise.all([db.end(), redis.close(), waiting.close()]);
});
