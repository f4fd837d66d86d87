/**
 * The web part: `GET /health`, `GET /orders`, `POST /orders` with `{"item": "…"}`. An order is written to PostgreSQL and
 * put in the queue, in that order: one that is not in the queue is found again by the worker's sweep.
 */
import { randomUUID } from "node:crypto";
import { createServer } from "node:http";
import { orders, requests, seconds, serveMetrics } from "./metrics.mjs";
import { cache, database, log, onStop, QUEUE } from "./stores.mjs";

const LARGEST_BODY = 16 * 1024;

class Refused extends Error {
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

const db = database();
const redis = await cache();
let stopping = false;

const routes = {
  "GET /health": async () => {
    if (stopping) throw new Refused(503, "stopping");
    await Promise.all([db.query("select 1"), redis.ping()]);
    return { status: "ok", version: process.env.VERSION ?? "unknown" };
  },
  "GET /orders": async () => {
    const { rows } = await db.query("select id, item, done_at from orders order by id desc limit 20");
    return { orders: rows };
  },
  "POST /orders": async (request) => {
    const { item } = await body(request);
    if (typeof item !== "string" || item.length === 0 || item.length > 200)
      throw new Refused(400, "item: a text of 1 to 200 characters");
    const { rows } = await db.query("insert into orders (item) values ($1) returning id", [item]);
    await redis.lPush(QUEUE, String(rows[0].id));
    orders.inc();
    return { id: rows[0].id };
  },
};

/** @throws Refused for what is too large, or no JSON object */
async function body(request) {
  let text = "";
  for await (const part of request) {
    text += part;
    if (text.length > LARGEST_BODY) throw new Refused(413, `a body of at most ${LARGEST_BODY} bytes`);
  }
  try {
    return Object(JSON.parse(text));
  } catch {
    throw new Refused(400, "a body of JSON");
  }
}

const server = createServer(async (request, response) => {
  const requestId = request.headers["x-request-id"] ?? randomUUID();
  const { pathname } = new URL(request.url, "http://localhost");
  const route = `${request.method} ${pathname}`;
  const known = Object.hasOwn(routes, route);
  const labels = { method: request.method, route: known ? pathname : "unknown" };
  const stop = seconds.startTimer(labels);
  let status = 200;
  let answer;
  try {
    if (!known) throw new Refused(404, "no such page");
    answer = await routes[route](request);
  } catch (error) {
    status = error.status ?? 500;
    // What went wrong inside is for the log alone.
    answer = { error: status === 500 ? "it is not you; try again" : error.message, requestId };
    if (status === 500) log.error({ requestId, route, error: error.message }, "failed");
  }
  response.writeHead(status, { "content-type": "application/json", "x-request-id": requestId });
  response.end(JSON.stringify(answer));
  stop();
  requests.inc({ ...labels, status });
  if (pathname !== "/health") log.info({ requestId, route, status }, "answered");
});

const metrics = serveMetrics();
server.listen(Number(process.env.PORT ?? 8000), () => log.info({ port: server.address().port }, "listening"));

onStop(async () => {
  stopping = true;
  metrics.close();
  await new Promise((closed) => {
    server.close(closed);
    server.closeIdleConnections();
  });
  await Promise.all([db.end(), redis.close()]);
});
