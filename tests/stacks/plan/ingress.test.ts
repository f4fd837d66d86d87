import { envoyGateway } from "../../../components/addons/envoy-gateway";
import { planStack } from "../../../stacks/plan/plan";
import { contextOf } from "../../components/addons/context";
import { at } from "../../components/addons/read";
import { type Raw, stackConfig, web } from "../../support/configs";

const planned = (ingress: Raw, over: Raw = {}) => {
  const workloads = { web: web({ hosts: ["shop.example.com"], ingress }) };
  return planStack(stackConfig({ acmeEmail: "ops@example.com", workloads, ...over }), "dev").workloads[0]!.values;
};

test("HSTS is said in prod, and elsewhere only where config says so", () => {
  const hsts = (ingress: Raw, environment = "dev") =>
    planned(ingress, { environment }).route?.headers?.["Strict-Transport-Security"];
  expect(hsts({}, "prod")).toBe("max-age=31536000; includeSubDomains");
  expect(hsts({})).toBeUndefined();
  expect(hsts({ headers: { hstsDays: 1 } })).toBe("max-age=86400; includeSubDomains");
  expect(hsts({ headers: { hstsDays: 0 } }, "prod")).toBeUndefined();
});

test.each([
  ["deny", "DENY"],
  ["sameOrigin", "SAMEORIGIN"],
  ["allow", undefined],
])("frames: %s", (frames, expected) => {
  expect(planned({ headers: { frames } }).route?.headers?.["X-Frame-Options"]).toBe(expected);
});

test("by the second each pod counts for itself; by the hour, and where it is shared, all together", () => {
  const stores = { cache: { kind: "redis" } };
  const limits = {
    burst: { perSecond: 5, perHour: 100, clients: "anonymous" },
    shared: { perMinute: 9, shared: true, methods: ["POST"], paths: ["/api"] },
  };
  const header = { name: "authorization", present: false };
  expect(planned({ limits }, { stores, edge: { quotas: { store: "cache" } } }).traffic?.limits).toEqual([
    { name: "burst", requests: 5, unit: "Second", scope: "local", header },
    { name: "burst", requests: 100, unit: "Hour", scope: "global", header },
    { name: "shared", requests: 9, unit: "Minute", scope: "global", methods: ["POST"], paths: ["/api"] },
  ]);
});

describe("the gateway's own settings", () => {
  const quotas = { address: "cache.example.com:6379", port: 6379, secretId: "arn:secret" };
  const values = (over = {}) => envoyGateway.releases[0]!.values(contextOf("prod", over));

  test("count in a Redis by TLS, with a login that is fetched, and let requests through while it is away", () => {
    const given = values({ quotas });
    expect(at(given, "config.envoyGateway.rateLimit")).toEqual({
      backend: { type: "Redis", redis: { url: "cache.example.com:6379" } },
      failClosed: false,
    });
    const login = at(given, "config.envoyGateway.provider.kubernetes.rateLimitDeployment.container.env");
    expect(login).toEqual([
      { name: "REDIS_TLS", value: "true" },
      { name: "REDIS_AUTH", valueFrom: { secretKeyRef: { name: "quotas", key: "token" } } },
    ]);
    const { settings } = contextOf("prod", { quotas });
    expect([envoyGateway.readsSecrets?.(settings), envoyGateway.storePorts?.(settings)]).toEqual([true, [6379]]);
  });

  test("say nothing of it where nobody asks", () => {
    expect(at(values(), "config.envoyGateway.rateLimit")).toBeUndefined();
    const { settings } = contextOf("prod");
    expect([envoyGateway.readsSecrets?.(settings), envoyGateway.storePorts?.(settings)]).toEqual([false, []]);
  });

  test("external-secrets comes before, where the login is fetched", () => {
    const stack = (edge: Raw) =>
      planStack(
        stackConfig({
          ...{ acmeEmail: "ops@example.com", edge, stores: { cache: { kind: "redis" } } },
          workloads: { web: web({ hosts: ["shop.example.com"] }) },
        }),
        "dev",
      ).addonNeeds["envoy-gateway"];
    expect(stack({ quotas: { store: "cache" } })).toContain("external-secrets");
    expect(stack({})).not.toContain("external-secrets");
  });
});
