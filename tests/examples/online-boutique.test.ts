import { join } from "node:path";
import { rehearse } from "../../rehearsal/rehearse";
import { planStack } from "../../stacks/plan/plan";
import type { WorkloadPlan } from "../../stacks/plan/workloads";
import { fileStack, root } from "../support/configs";

const folder = join(root, "examples/online-boutique");
const planned = (stack: string): WorkloadPlan[] =>
  planStack(fileStack(`examples/online-boutique/Pulumi.${stack}.yaml`), stack).workloads as WorkloadPlan[];

/** The demo's public description: workload → port, and the variable of each service that it calls. */
const services: Readonly<Record<string, readonly [port: number, calls: Readonly<Record<string, string>>]>> = {
  frontend: [
    8080,
    {
      PRODUCT_CATALOG_SERVICE_ADDR: "productcatalogservice",
      CURRENCY_SERVICE_ADDR: "currencyservice",
      CART_SERVICE_ADDR: "cartservice",
      RECOMMENDATION_SERVICE_ADDR: "recommendationservice",
      SHIPPING_SERVICE_ADDR: "shippingservice",
      CHECKOUT_SERVICE_ADDR: "checkoutservice",
      AD_SERVICE_ADDR: "adservice",
    },
  ],
  checkoutservice: [
    5050,
    {
      PRODUCT_CATALOG_SERVICE_ADDR: "productcatalogservice",
      SHIPPING_SERVICE_ADDR: "shippingservice",
      PAYMENT_SERVICE_ADDR: "paymentservice",
      EMAIL_SERVICE_ADDR: "emailservice",
      CURRENCY_SERVICE_ADDR: "currencyservice",
      CART_SERVICE_ADDR: "cartservice",
    },
  ],
  cartservice: [7070, { REDIS_ADDR: "redis-cart" }],
  productcatalogservice: [3550, {}],
  recommendationservice: [8080, { PRODUCT_CATALOG_SERVICE_ADDR: "productcatalogservice" }],
  currencyservice: [7000, {}],
  paymentservice: [50051, {}],
  shippingservice: [50051, {}],
  emailservice: [8080, {}],
  adservice: [9555, {}],
  "redis-cart": [6379, {}],
};

describe.each(["dev", "prod"])("online boutique, %s", (stack) => {
  const byName = Object.fromEntries(planned(stack).map((plan) => [plan.name, plan]));

  test("has the demo's services, and the load generator in dev alone", () => {
    expect(Object.keys(byName).sort()).toEqual(
      [...Object.keys(services), ...(stack === "dev" ? ["loadgenerator"] : [])].sort(),
    );
  });

  test.each(Object.entries(services))(
    "%s: its port, its probes, its calls and nothing beyond them",
    (name, [port, calls]) => {
      const { values } = byName[name]!;
      expect(values).toMatchObject({ kind: "web", port });
      const probe =
        name === "frontend" ? { path: "/_healthz" } : { protocol: name === "redis-cart" ? "tcp" : "grpc", port };
      expect(values.probes).toEqual({ startup: probe, readiness: probe, liveness: probe });
      for (const [variable, called] of Object.entries(calls)) expect(values.env?.[variable]).toBe(`${called}:80`);
      expect(values.network?.egressInternet).toBe(false);
      expect(values.network?.openings?.map((opening) => [opening.name, opening.port])).toEqual(
        Object.values(calls).map((called) => [called, services[called]![0]]),
      );
    },
  );

  test("rehearses without a mandatory finding, and fits", async () => {
    const warn = jest.spyOn(console, "warn").mockImplementation(() => undefined);
    const report = await rehearse({ folder: root, configFile: join(folder, `Pulumi.${stack}.yaml`) });
    expect(report).toMatchObject({ project: "online-boutique", stack });
    expect(report.findings.filter(({ level }) => level === "mandatory")).toEqual([]);
    expect(report.capacity?.findings.map(({ level, path }) => [level, path])).toEqual(
      stack === "prod" ? [["warning", "workloads.redis-cart.scaling.min"]] : [],
    );
    const logged = warn.mock.calls.flat().join("\n");
    warn.mockRestore();
    if (stack === "prod") expect(logged).toContain("capacity: slipway:workloads.redis-cart.scaling.min");
    else expect(logged).toBe("");
    const releases = report.resources.filter(({ type }) => type === "kubernetes:helm.sh/v3:Release");
    const charts = releases.filter(({ inputs }) => inputs["chart"] === "./charts/workload");
    expect(charts.map(({ inputs }) => inputs["name"]).sort()).toEqual(Object.keys(byName).sort());
  });
});
