import { freePorts } from "../tests/e2e/cluster/process";
import { appFolder, runPart, says, startPart } from "../tests/e2e/stores/app";
import { loadTests } from "../tests/e2e/stores/load";
import { startPostgres, startRedis } from "../tests/e2e/stores/servers";
import { atMost, type Figure } from "./figures";

const SECONDS = 20;

/**
 * The load that the first system's description states, 1,000 requests a second with 95% within 500 ms and at most 0.1%
 * failing, on one process of the example's application, with PostgreSQL, Redis and k6 on the same machine.
 */
export async function loadFigures(say: (what: string) => void): Promise<Figure[]> {
  const folder = appFolder();
  const [postgres, redis] = await Promise.all([startPostgres(), startRedis("not-a-secret-of-anybody")]);
  const [port, metrics] = (await freePorts(2)) as [number, number];
  const env = {
    DB_URL: `postgresql://slipway@127.0.0.1:${postgres.port}/orders`,
    CACHE_URL: `redis://:not-a-secret-of-anybody@127.0.0.1:${redis.port}`,
    ...{ PORT: `${port}`, METRICS_PORT: `${metrics}`, VERSION: "1.0.0" },
  };
  postgres.ask("postgres", "create database orders");
  await runPart(folder, ["migrate.mjs", "up"], env);
  const server = startPart(folder, ["server.mjs"], env);
  try {
    await says(server, "listening");
    say(`1,000 requests a second for ${SECONDS} s`);
    const target = `http://127.0.0.1:${port}`;
    const { systems } = await loadTests({ target, load: 1, seconds: SECONDS, only: ["leather-api"] });
    const { requests, failed, p95 } = systems["leather-api"]!;
    return [
      { what: "requests a second, of 1,000 asked for", measured: `${Math.round(requests / SECONDS)}` },
      atMost("95% of them within (ms)", p95, 500, (value) => `${value.toFixed(0)} ms`),
      atMost("of them failed", failed, 0.001, (value) => `${(100 * value).toFixed(2)}%`),
    ];
  } finally {
    await server.stop("SIGKILL");
    await Promise.all([postgres.stop(), redis.stop()]);
  }
}
