import { defaultThresholds } from "../../../stacks/config/monitoring";
import { planMonitoring } from "../../../stacks/plan/monitoring";
import { planStack } from "../../../stacks/plan/plan";
import { type Raw, stackConfig, web } from "../../support/configs";

const plan = (over: Raw) => planStack(stackConfig(over), "test").monitoring;

describe("limits", () => {
  test.each(["dev", "staging", "prod"])("%s begins with those that are documented", (environment) => {
    expect(plan({ environment }).thresholds).toEqual(defaultThresholds);
  });

  test("config's win one by one, and null takes one away", () => {
    const { thresholds } = plan({
      monitoring: { thresholds: { errorPercent: { critical: 1 }, p95Ms: { warning: null } } },
    });
    expect(thresholds.errorPercent).toEqual({ warning: 1, critical: 1 });
    expect(thresholds.p95Ms).toEqual({ critical: 2000 });
    expect(thresholds.backlog).toEqual({ warning: 1000 });
  });

  /** Figures of the systems that Slipway was made for; what they call a page is critical. */
  test.each<[string, Raw, Raw]>([
    [
      "Leather: errors > 1% page, p95 > 2 s, CPU > 80%, disk < 20%, backlog > 1000",
      { errorPercent: { warning: null, critical: 1 }, p95Ms: { warning: null } },
      {
        errorPercent: { critical: 1 },
        p95Ms: { critical: 2000 },
        cpuPercent: { warning: 80 },
        storageFreePercent: { warning: 20, critical: 10 },
        backlog: { warning: 1000 },
      },
    ],
    [
      "REZ: errors > 1% and 5%, p95 > 500 and 1000 ms, CPU > 80%, memory > 85%",
      { p95Ms: { warning: 500, critical: 1000 } },
      {
        errorPercent: { warning: 1, critical: 5 },
        p95Ms: { warning: 500, critical: 1000 },
        cpuPercent: { warning: 80 },
        memoryPercent: { warning: 85 },
      },
    ],
  ])("%s", (_, thresholds, expected) => {
    expect(plan({ monitoring: { thresholds } }).thresholds).toMatchObject(expected);
  });
});

describe("workloads", () => {
  const workloads = {
    web: web({
      team: "front",
      slo: { availability: 99.9 },
      alerts: { p95Ms: { critical: 800 }, backlogQuery: "jobs" },
      uses: ["db"],
    }),
    api: web({}),
  };
  const planned = plan({ workloads, stores: { db: { kind: "postgres" } }, owner: "Team Shop & Co" }).workloads;

  test("have their own limits, objectives and team, else the stack's", () => {
    expect(planned[0]).toMatchObject({
      name: "web",
      team: "front",
      slo: { availability: 99.9 },
      backlogQuery: "jobs",
      uses: ["db"],
      thresholds: { p95Ms: { critical: 800 }, errorPercent: {} },
    });
    expect(planned[1]!.team).toBe("team-shop-co");
  });
});

describe("stores", () => {
  test("are known by what the cloud calls their instances", () => {
    const config = stackConfig({
      stores: { db: { kind: "postgres", storageGb: 50 }, cache: { kind: "redis" }, media: { kind: "bucket" } },
    });
    const { stores } = planStack(config, "test");
    const watched = planMonitoring(config, stores, "shop-test").stores;
    expect(watched).toEqual([
      { name: "db", kind: "postgres", instances: "shop-test-store-db(-replica-[0-9]+)?", storageGb: 50 },
      { name: "cache", kind: "redis", instances: "shop-test-store-cache-[0-9]{3}" },
    ]);
    const ours = new RegExp(`^(?:${watched[0]!.instances})$`);
    expect("shop-test-store-db-replica-2").toMatch(ours);
    expect("shop-test-store-db-archive").not.toMatch(ours);
  });

  test("bring the exporter of the cloud's metrics, and so does a budget; a bucket does not", () => {
    const has = (over: Raw) => planStack(stackConfig(over), "test").addons.includes("cloudwatch-exporter");
    expect(has({ stores: { db: { kind: "postgres" } } })).toBe(true);
    expect(has({ stores: { media: { kind: "bucket" } } })).toBe(false);
    expect(has({ stores: {}, monitoring: { monthlyBudget: 500 } })).toBe(true);
  });
});
