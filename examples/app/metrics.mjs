/** Numbers for Prometheus, on a port of their own, so that nobody reads them from outside. */
import { createServer } from "node:http";
import { Counter, collectDefaultMetrics, Gauge, Histogram, register } from "prom-client";

collectDefaultMetrics();

export const requests = new Counter({
  name: "http_requests_total",
  help: "Requests answered",
  labelNames: ["method", "route", "status"],
});

export const seconds = new Histogram({
  name: "http_request_duration_seconds",
  help: "Seconds until a request was answered",
  labelNames: ["method", "route"],
  buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 5],
});

export const orders = new Counter({ name: "orders_total", help: "Orders taken" });

export const jobs = new Counter({ name: "jobs_total", help: "Orders worked off", labelNames: ["result"] });

export const backlog = new Gauge({ name: "queue_backlog", help: "Orders that wait", labelNames: ["queue"] });

/** Serves `/metrics` on `METRICS_PORT`, 9100 unless told. */
export function serveMetrics() {
  const server = createServer(async (_, response) => {
    response.setHeader("content-type", register.contentType);
    response.end(await register.metrics());
  });
  return server.listen(Number(process.env.METRICS_PORT ?? 9100));
}
