import { catalogue } from "../../../components/addons/catalogue";
import { gateway } from "../../../components/addons/gateway";
import { variable } from "../../../components/shared/naming";
import { planAddons } from "../../../stacks/plan/addons";
import { planStack } from "../../../stacks/plan/plan";
import { planWorkloads } from "../../../stacks/plan/workloads";
import { imageOf } from "../../../stacks/plan/workloads/container";
import { stackConfig, web } from "../../support/configs";

const plan = (workloads: Record<string, unknown>, over: Record<string, unknown> = {}) =>
  planWorkloads(stackConfig({ acmeEmail: "a@example.com", workloads, ...over }));
const only = (workload: Record<string, unknown>, over?: Record<string, unknown>) => plan({ api: workload }, over)[0]!;

describe("planWorkloads", () => {
  test.each([
    ["ghcr.io/acme/web:1.4.2", { repository: "ghcr.io/acme/web", tag: "1.4.2" }],
    ["registry.example.com:5000/web:1", { repository: "registry.example.com:5000/web", tag: "1" }],
    ["web@sha256:aa", { repository: "web", digest: "sha256:aa" }],
    ["ghcr.io/acme/web:1@sha256:aa", { repository: "ghcr.io/acme/web", tag: "1", digest: "sha256:aa" }],
    ["registry.example.com:5000/web@sha256:aa", { repository: "registry.example.com:5000/web", digest: "sha256:aa" }],
  ])("image %s", (image, expected) => {
    expect(imageOf(image)).toEqual(expected);
  });

  test.each([
    ["db", "DB"],
    ["order-queue", "ORDER_QUEUE"],
  ])("%s gives variables that begin with %s", (name, prefix) => {
    expect(variable(name)).toBe(prefix);
  });

  test("a web workload: port, probes on its health path, grace, a range of pods", () => {
    const { values } = only(web({ port: 3000, health: "/api/health", scaling: { min: 2, max: 6, cpu: 60 } }));
    const probe = { path: "/api/health" };
    expect(values).toMatchObject({
      kind: "web",
      port: 3000,
      probes: { startup: probe, readiness: probe, liveness: probe },
      autoscaling: { min: 2, max: 6, cpu: 60 },
      shutdown: { graceSeconds: 30 },
    });
    expect(values.replicas).toBeUndefined();
  });

  test.each([
    [{ grpc: 3550 }, { protocol: "grpc", port: 3550 }],
    [{ tcp: 6379 }, { protocol: "tcp", port: 6379 }],
  ])("health %j", (health, probe) => {
    expect(only(web({ health })).values.probes).toEqual({ startup: probe, readiness: probe, liveness: probe });
  });

  test("min and max alike: a number of pods, and nothing that scales them", () => {
    const { values } = only(web({ scaling: { min: 2, max: 2 } }));
    expect(values.replicas).toBe(2);
    expect(values.autoscaling).toBeUndefined();
  });

  test("behaviour of scaling comes through in seconds and percent", () => {
    const { values } = only(
      web({
        scaling: {
          min: 1,
          max: 3,
          cpu: 70,
          up: { stabilizationSeconds: 30, percent: 100 },
          down: { stabilizationSeconds: 300 },
        },
      }),
    );
    expect(values.autoscaling?.behaviour).toEqual({
      up: { stabilizationSeconds: 30, percent: 100 },
      down: { stabilizationSeconds: 300 },
    });
  });

  test("only a workload with hosts has a route, at the platform's gateway", () => {
    expect(only(web()).values.route).toBeUndefined();
    expect(only(web({ hosts: ["api.example.com"] })).values.route).toMatchObject({
      hosts: ["api.example.com"],
      parentRef: { name: gateway.name, namespace: gateway.namespace },
      gatewayNamespace: gateway.namespace,
    });
  });

  test("a call opens both sides: the caller's way out to the port, and the callee's way in", () => {
    const [front, api] = plan({ front: web({ calls: ["api"] }), api: web({ port: 9000 }) });
    expect(front!.values.env).toMatchObject({ API_URL: "http://api" });
    expect(front!.values.network?.openings).toEqual([
      { name: "api", pods: { labels: { "app.kubernetes.io/name": "api" } }, port: 9000 },
    ]);
    expect(api!.values.network?.callers).toEqual([{ labels: { "app.kubernetes.io/name": "front" } }]);
    expect(front!.values.network?.callers).toEqual([]);
  });

  test("a workload's own variables win over the addresses", () => {
    const [front] = plan({ front: web({ calls: ["api"], env: { API_URL: "http://mock" } }), api: web() });
    expect(front!.values.env).toEqual({ API_URL: "http://mock" });
  });

  test("memory is limited even where nothing is said; cores are not", () => {
    expect(only(web({ resources: { cpu: "250m", memory: "512Mi" } })).values.resources).toEqual({
      requests: { cpu: "250m", memory: "512Mi" },
      limits: { memory: "512Mi" },
    });
  });

  test("a cron job: schedule, no overlap, a time-out", () => {
    const { values, timeoutSeconds } = only({
      kind: "cron",
      image: "a/b:1",
      schedule: "0 2 * * *",
      timeoutSeconds: 900,
    });
    expect(values).toMatchObject({
      kind: "cron",
      cron: { schedule: "0 2 * * *", concurrencyPolicy: "Forbid" },
      job: { activeDeadlineSeconds: 900 },
    });
    expect(timeoutSeconds).toBe(300);
    expect(
      only({ kind: "cron", image: "a/b:1", schedule: "0 2 * * *", overlap: "replace" }).values.cron?.concurrencyPolicy,
    ).toBe("Replace");
  });

  test("a migration is a task of its own: same image and variables, own command, no retries, no callers", () => {
    const { migration, values } = only(
      web({ env: { A: "1" }, args: ["serve"], migrate: { command: ["migrate"], timeoutSeconds: 90 } }),
    );
    expect(migration).toMatchObject({
      name: "api-migrate",
      values: {
        kind: "task",
        name: "api-migrate",
        command: ["migrate"],
        env: { A: "1" },
        image: values.image,
        job: { backoffLimit: 0, activeDeadlineSeconds: 90 },
      },
    });
    expect(migration!.values.args).toBeUndefined();
    expect(migration!.values.port).toBeUndefined();
    expect(migration!.values.route).toBeUndefined();
  });

  test("a migration is tried dry and backed up before it, kept for a week, and has a way back where one is given", () => {
    const job = (over: Record<string, unknown>) =>
      only(web({ migrate: { command: ["migrate"], ...over } })).migration!.values.job;
    expect(job({})).toEqual({ backoffLimit: 0, activeDeadlineSeconds: 600, ttlSecondsAfterFinished: 7 * 86_400 });
    expect(job({ dryRun: ["plan"], backup: ["dump"], rollback: ["back"], keepDays: 1 })).toMatchObject({
      before: [
        { name: "dry-run", command: ["plan"] },
        { name: "backup", command: ["dump"] },
      ],
      rollback: ["back"],
      ttlSecondsAfterFinished: 86_400,
    });
    expect(job({ backup: ["dump"] })?.before).toEqual([{ name: "backup", command: ["dump"] }]);
  });

  test("metrics may be scraped from the monitoring namespace alone", () => {
    expect(only(web({ metrics: { port: 9100 } })).values.metrics).toEqual({
      port: 9100,
      path: "/metrics",
      scrapedFrom: "monitoring",
    });
  });

  test("a workload may be cut off from the internet", () => {
    expect(only(web({ internet: false })).values.network?.egressInternet).toBe(false);
  });
});

describe("planAddons", () => {
  const order = (compute: string, publicHosts: boolean, switches = {}): readonly string[] => {
    const result = planAddons({ compute, publicHosts, switches });
    if ("problems" in result) throw new Error(result.problems.join());
    return result.order;
  };

  test.each([
    [
      "karpenter",
      true,
      ["karpenter", "envoy-gateway", "cert-manager", "aws-load-balancer-controller"],
      ["cluster-autoscaler"],
    ],
    ["managed", false, ["cluster-autoscaler"], ["karpenter", "envoy-gateway"]],
    ["fargate", false, ["metrics-server"], ["karpenter", "cluster-autoscaler"]],
    ["auto", true, ["envoy-gateway"], ["karpenter", "cluster-autoscaler"]],
  ])("compute %s, public hosts %s: with %j, without %j", (compute, publicHosts, present, absent) => {
    const names = order(compute, publicHosts);
    for (const name of present) expect(names).toContain(name);
    for (const name of absent) expect(names).not.toContain(name);
    expect(names).toEqual(expect.arrayContaining(["external-secrets", "kube-prometheus-stack", "metrics-server"]));
  });

  test("each comes after everything that it needs, and needs that nobody asked for are added", () => {
    const names = order("karpenter", true);
    for (const [index, name] of names.entries()) {
      for (const need of catalogue[name as keyof typeof catalogue].needs) expect(names.slice(0, index)).toContain(need);
    }
    expect(names).toContain("prometheus-operator-crds");
  });

  test("config switches one on, or off", () => {
    expect(order("auto", false, { "cert-manager": true })).toContain("cert-manager");
    expect(order("auto", false, { keda: true })).toContain("keda");
    expect(order("auto", false, { "metrics-server": false })).not.toContain("metrics-server");
  });
});

describe("planStack", () => {
  test("is pure: the same config and name give the same plan", () => {
    const config = stackConfig({ workloads: { web: web() } });
    expect(planStack(config, "dev")).toEqual(planStack(config, "dev"));
  });

  test.each([
    ["small", "db.t4g.small"],
    ["medium", "db.t4g.medium"],
    ["large", "db.m7g.large"],
    ["xlarge", "db.m7g.xlarge"],
  ])("a %s database is a %s", (size, instanceClass) => {
    const { stores } = planStack(stackConfig({ stores: { db: { kind: "postgres", size } } }), "dev");
    expect(stores[0]).toMatchObject({ args: { instanceClass, database: "shop" } });
  });

  test("the cloud's own class wins over a size", () => {
    const stores = {
      db: { kind: "postgres", instanceClass: "db.r7g.large" },
      cache: { kind: "redis", nodeType: "cache.r7g.large" },
    };
    const plan = planStack(stackConfig({ stores }), "dev");
    expect(plan.stores.map(({ args }) => args)).toMatchObject([
      { instanceClass: "db.r7g.large" },
      { nodeType: "cache.r7g.large" },
    ]);
  });

  test("an adopted network is taken as it is: nothing is planned in it", () => {
    const adopt = {
      id: "vpc-0abc1234",
      cidr: "10.0.0.0/16",
      privateSubnetIds: ["subnet-0abc1234"],
      dataSubnetIds: ["subnet-0abc1235"],
      dataCidrs: ["10.0.9.0/24"],
    };
    const { network } = planStack(stackConfig({ network: { adopt } }), "dev");
    expect(network).toEqual({ adopt: { ...adopt, publicSubnetIds: [] } });
  });

  test("every thing carries the six tags that the policies ask for", () => {
    expect(planStack(stackConfig(), "pr-7").scope.tags).toEqual({
      Project: "shop",
      Stack: "pr-7",
      Environment: "dev",
      Owner: "team-shop",
      CostCenter: "shop",
      ManagedBy: "slipway",
    });
  });
});
