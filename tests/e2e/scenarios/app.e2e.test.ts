/** The application that the examples run, on a real PostgreSQL and a real Redis: migrations, requests, a queue, and its ends. */
import { freePorts, waitFor } from "../cluster/process";
import { appFolder, type Part, runPart, says, startPart } from "../stores/app";
import { loadScript, loadTests, SYSTEMS } from "../stores/load";
import { type Postgres, type Server, startPostgres, startRedis } from "../stores/servers";
import { k6 } from "../tools/k6";

const PASSWORD = "not-a-secret-of-anybody";

let folder: string;
let postgres: Postgres;
let redis: Server;
let env: Record<string, string>;
let target: string;
let metrics: string;
const running: Part[] = [];

beforeAll(async () => {
  folder = appFolder();
  [postgres, redis] = await Promise.all([startPostgres(), startRedis(PASSWORD)]);
  postgres.ask("postgres", "create database orders");
  const [port, metricsPort] = (await freePorts(2)) as [number, number];
  target = `http://127.0.0.1:${port}`;
  metrics = `http://127.0.0.1:${metricsPort}`;
  env = {
    DB_URL: `postgresql://slipway@127.0.0.1:${postgres.port}/orders`,
    CACHE_URL: `redis://:${PASSWORD}@127.0.0.1:${redis.port}`,
    ...{ PORT: `${port}`, METRICS_PORT: `${metricsPort}`, TARGET: target, VERSION: "1.2.3", SWEEP_SECONDS: "1" },
  };
}, 180_000);

afterAll(async () => {
  await Promise.all(running.map((part) => part.stop("SIGKILL")));
  await Promise.all([postgres?.stop(), redis?.stop()]);
});

const run = (...args: readonly string[]) => runPart(folder, args, env);

function start(file: string, over: Record<string, string> = {}): Part {
  const part = startPart(folder, [file], { ...env, ...over });
  running.push(part);
  return part;
}

const ask = (sql: string): string => postgres.ask("orders", sql);

async function order(body: string): Promise<{ status: number; answer: { id?: number; error?: string } }> {
  const response = await fetch(`${target}/orders`, { method: "POST", body });
  return { status: response.status, answer: (await response.json()) as { id?: number; error?: string } };
}

const isDone = (id: number) => ask(`select done_at is not null from orders where id = ${id}`) === "t";
const doneSoon = (id: number) => waitFor(`order ${id}`, 20, async () => isDone(id) || undefined);

describe("migrations", () => {
  test("a plan says what would be done, and does nothing", async () => {
    const { code, lines } = await run("migrate.mjs", "plan");
    expect(code).toBe(0);
    expect(lines.join("\n")).toMatch(/001-orders[\s\S]*create table orders[\s\S]*002-done/);
    expect(ask("select to_regclass('orders') is null")).toBe("t");
  });

  test("three at once: each runs once", async () => {
    const all = await Promise.all([1, 2, 3].map(() => run("migrate.mjs", "up")));
    expect(all.map(({ code }) => code)).toEqual([0, 0, 0]);
    expect(all.flatMap(({ lines }) => lines).filter((line) => line.includes('"msg":"ran"'))).toHaveLength(2);
    expect(ask("select string_agg(name, ',' order by name) from migrations")).toBe("001-orders,002-done");
  });

  test("the last is taken back, and done again", async () => {
    expect(await run("migrate.mjs", "down")).toMatchObject({ code: 0 });
    expect(ask("select string_agg(name, ',') from migrations")).toBe("001-orders");
    expect(await run("migrate.mjs", "up")).toMatchObject({ code: 0 });
  });

  test("what is none of its words ends with 1, and says which there are", async () => {
    const { code, lines } = await run("migrate.mjs", "sideways");
    expect([code, lines.join()]).toEqual([
      1,
      expect.stringContaining("sideways was asked for; write up, down or plan"),
    ]);
  });
});

describe("what it serves", () => {
  let server: Part;
  let worker: Part;
  beforeAll(async () => {
    server = start("server.mjs");
    worker = start("worker.mjs", { METRICS_PORT: "0" });
    await Promise.all([says(server, "listening"), says(worker, "working")]);
  });

  test("the smoke test passes: an order is taken, and worked off", async () => {
    expect(await run("smoke.mjs")).toMatchObject({ code: 0, lines: [expect.stringContaining("takes orders")] });
  });

  test("health names the version", async () => {
    expect(await (await fetch(`${target}/health`)).json()).toEqual({ status: "ok", version: "1.2.3" });
  });

  test.each([
    ["no JSON", "{", 400, "a body of JSON"],
    ["no item", "{}", 400, "item: a text of 1 to 200 characters"],
    ["too much", JSON.stringify({ item: "x".repeat(20_000) }), 413, "a body of at most 16384 bytes"],
  ])("%s is refused, and why is said", async (_what, body, status, error) => {
    expect(await order(body)).toMatchObject({ status, answer: { error } });
  });

  test("what it does not have is 404, and counted under one name", async () => {
    expect((await fetch(`${target}/nothing/here`)).status).toBe(404);
    const text = await (await fetch(metrics)).text();
    expect(text).toMatch(/http_requests_total\{method="GET",route="unknown",status="404"\} 1/);
    expect(text).toMatch(/^orders_total [1-9]/m);
    expect(text).toContain("http_request_duration_seconds_bucket");
    expect(text).not.toContain("nothing/here");
  });

  test("every line of its log is one JSON object, with the request's id, and without the login", () => {
    for (const line of [...server.lines, ...worker.lines]) expect(JSON.parse(line)).toHaveProperty("level");
    expect(server.lines.some((line) => /"requestId":".{8,}"/.test(line))).toBe(true);
    expect([...server.lines, ...worker.lines].join()).not.toContain(PASSWORD);
  });

  test("a worker that is killed at work loses no order: the next one's sweep finds it", async () => {
    await worker.stop();
    const slow = start("worker.mjs", { METRICS_PORT: "0", JOB_MS: "600000", SWEEP_SECONDS: "600" });
    const { answer } = await order(JSON.stringify({ item: "held" }));
    await says(slow, "working");
    await waitFor("the order to be taken", 20, async () => (await backlog()) === "0" || undefined);
    await slow.stop("SIGKILL");
    expect(isDone(answer.id!)).toBe(false);
    worker = start("worker.mjs", { METRICS_PORT: "0" });
    await doneSoon(answer.id!);
  });

  test("a worker that is asked to stop ends what it has begun", async () => {
    await worker.stop();
    const careful = start("worker.mjs", { METRICS_PORT: "0", JOB_MS: "1500", SWEEP_SECONDS: "600" });
    await says(careful, "working");
    const { answer } = await order(JSON.stringify({ item: "begun" }));
    await waitFor("the order to be taken", 20, async () => (await backlog()) === "0" || undefined);
    expect(await careful.stop()).toBe(0);
    expect(isDone(answer.id!)).toBe(true);
  });

  test("the smoke test fails where no worker is", async () => {
    const { code, lines } = await runPart(folder, ["smoke.mjs"], { ...env, SMOKE_SECONDS: "2" });
    expect([code, lines.join()]).toEqual([
      1,
      expect.stringMatching(/order \d+ is not worked off after 2 s: is the worker there\?/),
    ]);
  });

  test("it bears every system's load test, a tenth of it for some seconds, and no request fails", async () => {
    const inspected = await Promise.all(SYSTEMS.map((system) => k6(["inspect", loadScript(system)])));
    expect(inspected.map(({ code, log }) => [code, log])).toEqual(inspected.map(() => [0, expect.any(String)]));
    const { code, log, systems } = await loadTests({ target, load: 0.1, seconds: 5, timed: false });
    expect([code, code === 0 ? "" : log]).toEqual([0, ""]);
    for (const system of SYSTEMS) {
      expect([system, systems[system]!.requests > 0]).toEqual([system, true]);
      expect([system, systems[system]!.failed]).toEqual([system, 0]);
    }
  });

  test("a load test whose limit is crossed ends with 99", async () => {
    const { code } = await loadTests({ target: `${target}/nothing`, load: 0.1, seconds: 1, only: ["leather-api"] });
    expect(code).toBe(99);
  });

  test("without Redis it is not healthy, says so in its log and not to people, and lives", async () => {
    await redis.stop();
    const response = await fetch(`${target}/health`, { signal: AbortSignal.timeout(20_000) });
    expect(response.status).toBe(500);
    expect(await response.json()).toMatchObject({ error: "it is not you; try again" });
    await says(server, '"msg":"failed"');
  });
});

test("without a variable that it needs it ends at once, and names it", async () => {
  const { DB_URL: _, ...without } = env;
  const { code, lines } = await runPart(folder, ["server.mjs"], without);
  expect([code, lines.join()]).toEqual([1, expect.stringContaining("DB_URL is not set")]);
});

/** How many orders wait. */
async function backlog(): Promise<string> {
  const { createClient } = require(`${folder}/node_modules/redis`) as {
    createClient(options: { url: string }): {
      connect(): Promise<unknown>;
      lLen(key: string): Promise<number>;
      close(): Promise<void>;
    };
  };
  const client = createClient({ url: env["CACHE_URL"]! });
  await client.connect();
  try {
    return String(await client.lLen("orders"));
  } finally {
    await client.close();
  }
}
