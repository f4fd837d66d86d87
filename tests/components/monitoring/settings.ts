import type { MonitoringSettings, WatchedWorkload } from "../../../components/contracts/monitoring";
import { defaultThresholds } from "../../../stacks/config/monitoring";

const workload = (name: string, over: Partial<WatchedWorkload> = {}): WatchedWorkload => ({
  name,
  namespace: "shop",
  team: "shop",
  thresholds: {},
  uses: [],
  ...over,
});

/** A stack with one of everything that has rules of its own: every rule that Slipway can ship is in it. */
export const everything: MonitoringSettings = {
  retentionDays: 30,
  storageGb: 100,
  scrapeSeconds: 15,
  routes: [],
  quietHours: [],
  team: "platform",
  links: { runbooks: "https://example.com/runbooks", grafana: "https://grafana.example.com" },
  thresholds: { ...defaultThresholds, connections: { warning: 100, critical: 150 } },
  workloads: [
    workload("web", {
      slo: { availability: 99.9, latency: { percent: 99, ms: 500 } },
      // Leather's figures: error > 1% for 5 minutes pages, p95 > 2 s, CPU > 80%.
      thresholds: { errorPercent: { critical: 1 }, p95Ms: { critical: 2000 }, backlog: { critical: 5000 } },
      uses: ["db", "cache"],
    }),
    workload("api", { team: "payments", uses: ["db"] }),
    workload("worker", { backlogQuery: 'celery_queue_length{queue_name="celery"}', uses: ["cache"] }),
  ],
  stores: [
    { name: "db", kind: "postgres", instances: "shop-prod-store-db(-replica-[0-9]+)?", storageGb: 100 },
    { name: "cache", kind: "redis", instances: "shop-prod-store-cache-[0-9]{3}" },
  ],
  exporters: ["postgres", "redis", "mongodb"],
  operated: true,
  pools: ["db"],
  business: [
    { name: "orders", title: "Orders a minute", query: "rate(shop_orders_total[5m]) * 60", unit: "short", below: 1 },
    {
      name: "failed-payments",
      title: "Payments that fail",
      query: "shop_payments_failed_ratio",
      unit: "percentunit",
      above: 0.1,
    },
  ],
  monthlyBudget: 1000,
};
