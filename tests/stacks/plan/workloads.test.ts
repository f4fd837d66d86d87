import { catalogue } from "../../../components/addons/catalogue";
import { gateway } from "../../../components/addons/gateway";
import { variable } from "../../../components/shared/naming";
import { planAddons } from "../../../stacks/plan/addons";
import { awsPlanner } from "../../../stacks/plan/clouds/aws";
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

  test("a commit goes to the workload's own release, not to its migration's", () => {
    const commit = { id: "4f5a2c91be07", madeAt: "2025-11-21T11:00:00+01:00" };
    const migrate = { command: ["./migrate"] };
    const { values, migration } = only(web({ commit, migrate }));
    expect(values.commit).toEqual({ id: "4f5a2c91be07", madeAt: 1_763_719_200 });
    expect(JSON.stringify(migration)).not.toContain("4f5a2c91be07");
    expect(only(web({ commit }), { addons: { "kube-prometheus-stack": false } }).values.commit).toBeUndefined();
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

  test("a migration reaches what its workload's egress names, such as a database outside the stack", () => {
    const atlas = { name: "atlas", hosts: ["db.example.com"], ports: [27017] };
    const { migration, values } = only(web({ internet: false, egress: [atlas], migrate: { command: ["migrate"] } }));
    expect(migration!.values.network).toEqual({
      egressInternet: false,
      openings: [{ name: "atlas", public: true, port: 27017 }],
    });
    expect(values.network!.openings).toEqual(migration!.values.network!.openings);
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

  describe("scaling by events", () => {
    const worker = (over: Record<string, unknown> = {}) => ({
      kind: "worker",
      image: "a/b:1",
      uses: ["cache", "db"],
      secrets: { KEY: "google" },
      ...over,
    });
    const stack = { stores: { db: { kind: "postgres" }, cache: { kind: "redis" } }, secrets: ["google"] };
    const triggers = (...given: object[]) =>
      only(worker({ scaling: { min: 0, max: 5, triggers: given } }), stack).values.autoscaling!.triggers!;

    test.each([
      [
        { kind: "redisList", store: "cache", list: "jobs", length: 10 },
        {
          type: "redis",
          metadata: {
            hostFromEnv: "CACHE_HOST",
            portFromEnv: "CACHE_PORT",
            enableTLS: "true",
            listName: "jobs",
            listLength: "10",
          },
          secrets: { password: "CACHE_TOKEN" },
        },
      ],
      [
        { kind: "sqs", queue: "orders.fifo", length: 5 },
        {
          type: "aws-sqs-queue",
          metadata: {
            queueURL: "https://sqs.eu-west-1.amazonaws.com/111122223333/orders.fifo",
            awsRegion: "eu-west-1",
            queueLength: "5",
          },
          identity: "aws",
        },
      ],
      [
        { kind: "pubsub", subscription: "projects/p/subscriptions/s", credentials: "KEY", length: 5 },
        {
          type: "gcp-pubsub",
          metadata: { subscriptionName: "projects/p/subscriptions/s", mode: "SubscriptionSize", value: "5" },
          secrets: { GoogleApplicationCredentials: "KEY" },
        },
      ],
      [
        { kind: "serviceBus", namespace: "shop-bus", queue: "orders", credentials: "KEY", length: 5 },
        {
          type: "azure-servicebus",
          metadata: { namespace: "shop-bus", queueName: "orders", messageCount: "5" },
          secrets: { connection: "KEY" },
        },
      ],
      [
        { kind: "postgres", store: "db", query: "SELECT count(*) FROM jobs", value: 20 },
        {
          type: "postgresql",
          metadata: { query: "SELECT count(*) FROM jobs", targetQueryValue: "20" },
          secrets: { connection: "DB_URL" },
        },
      ],
      [
        { kind: "cron", start: "0 7 * * 1-5", end: "0 19 * * 1-5", pods: 4 },
        {
          type: "cron",
          metadata: { timezone: "Etc/UTC", start: "0 7 * * 1-5", end: "0 19 * * 1-5", desiredReplicas: "4" },
        },
      ],
    ])("%j", (given, expected) => {
      expect(triggers(given)).toEqual([expected]);
    });

    test("none while there is no work, and the preset's core target beside", () => {
      const { autoscaling } = only(
        worker({ scaling: { min: 0, max: 5, triggers: [{ kind: "prometheus", query: "x", value: 1 }] } }),
        stack,
      ).values;
      expect(autoscaling).toMatchObject({ min: 0, max: 5, cpu: 70 });
    });

    test("requests a second are those that the gateway counts of this workload's route", () => {
      const { autoscaling } = only(
        web({ hosts: ["a.example.com"], scaling: { min: 1, max: 9, requestsPerSecond: 50 } }),
      ).values;
      const [trigger] = autoscaling!.triggers!;
      expect(trigger).toMatchObject({ type: "prometheus", metadata: { threshold: "50" } });
      expect(trigger!.metadata.query).toContain('envoy_cluster_name=~"httproute/shop/api/.*"');
    });

    test("KEDA is on by itself, and knows its queues and stores", () => {
      const scaling = {
        min: 0,
        max: 5,
        triggers: [
          { kind: "sqs", queue: "b", length: 1 },
          { kind: "sqs", queue: "a", length: 1 },
          { kind: "postgres", store: "db", query: "x", value: 1 },
        ],
      };
      const config = stackConfig({ ...stack, workloads: { jobs: worker({ scaling }), web: web() } });
      expect(planStack(config, "dev")).toMatchObject({ scaling: { queues: ["a", "b"], storePorts: [5432] } });
      expect(planStack(config, "dev").addons).toContain("keda");
      expect(planStack(stackConfig({ workloads: { web: web() } }), "dev").addons).not.toContain("keda");
    });
  });

  describe("rollouts", () => {
    const hosts = ["a.example.com"];
    const rollout = (given: object, over: Record<string, unknown> = {}) =>
      only(web({ hosts, rollout: given, ...over })).values;

    test("rolling: the chart's own, or as given", () => {
      expect(only(web()).values.rollout).toBeUndefined();
      expect(rollout({ strategy: "rolling" }).rollout).toBeUndefined();
      expect(rollout({ strategy: "rolling", maxSurge: "25%", maxUnavailable: 0 })).toMatchObject({
        rollout: { maxSurge: "25%", maxUnavailable: 0 },
      });
    });

    const startup = { path: "/health", periodSeconds: 5, failureThreshold: 60 };
    test.each<[string, object, number]>([
      ["nothing said: a node and the chart's startup probe", {}, 240],
      ["many pods: still four waves", { scaling: { min: 2, max: 40 } }, 240],
      ["a quick start is given no less", { probes: { startup: { ...startup, failureThreshold: 6 } } }, 240],
      ["a slow start, as its startup probe says", { probes: { startup } }, 420],
      ["one pod at a time", { scaling: { min: 2, max: 10 }, rollout: { strategy: "rolling", maxSurge: 1 } }, 420],
      [
        "two at a time, one of them down",
        { scaling: { min: 2, max: 12 }, rollout: { strategy: "rolling", maxSurge: 1, maxUnavailable: 1 } },
        300,
      ],
      [
        "a smoke job first",
        { rollout: { strategy: "canary", gates: { smoke: { command: ["./smoke"], timeoutSeconds: 60 } } } },
        300,
      ],
      ["as written", { probes: { startup }, readySeconds: 90 }, 90],
    ])("a release has time: %s", (_, over, seconds) => {
      expect(only(web({ hosts, ...over })).timeoutSeconds).toBe(seconds);
    });

    test("blue-green: a second colour of full size, 10, 50, 100, watched for 5, 10, 15 minutes", () => {
      const { progressive, rollout: rolling } = rollout({ strategy: "blueGreen" }, { readySeconds: 300 });
      expect(progressive).toMatchObject({
        scale: "full",
        steps: [
          { weight: 10, watchSeconds: 300 },
          { weight: 50, watchSeconds: 600 },
          { weight: 100, watchSeconds: 900 },
        ],
        retireSeconds: 600,
        gates: { restarts: 0, errorPercent: 1 },
        wait: { seconds: 290 },
      });
      expect(rolling).toEqual({ progressDeadlineSeconds: 290 });
    });

    test("by hand, no step ends by itself", () => {
      const steps = [{ weight: 5, watchSeconds: 60 }];
      const { progressive } = rollout({ strategy: "canary", promotion: "byHand", steps });
      expect(progressive).toMatchObject({ scale: "traffic", steps: [{ weight: 5 }] });
      expect(progressive!.steps[0]).toEqual({ weight: 5 });
    });

    test("gates as given; errors of 100% are not watched", () => {
      const smoke = { command: ["./smoke"] };
      const gates = { errorPercent: 100, p95Milliseconds: 400, restarts: 2, smoke };
      expect(rollout({ strategy: "canary", gates }).progressive!.gates).toEqual({
        prometheus: "http://kube-prometheus-stack-prometheus.monitoring.svc:9090",
        restarts: 2,
        p95Milliseconds: 400,
        smoke: { command: ["./smoke"], timeoutSeconds: 300 },
      });
    });

    test("Argo Rollouts is on by itself where one asks for it, and nowhere else", () => {
      const addons = (strategy: string) =>
        planStack(
          stackConfig({ acmeEmail: "a@example.com", workloads: { web: web({ hosts, rollout: { strategy } }) } }),
          "dev",
        ).addons;
      expect(addons("blueGreen")).toContain("argo-rollouts");
      expect(addons("canary")).toContain("argo-rollouts");
      expect(addons("rolling")).not.toContain("argo-rollouts");
    });
  });

  describe("what the gateway does", () => {
    const traffic = (resilience: object) => only(web({ hosts: ["a.example.com"], resilience })).values.traffic;

    const compression = true;

    test("where nothing is given, answers are compressed, and that is all", () => {
      expect(only(web({ hosts: ["a.example.com"] })).values.traffic).toEqual({ compression });
      expect(traffic({})).toEqual({ compression });
    });

    test("time-outs, retries, circuit breaking, affinity", () => {
      expect(
        traffic({
          timeoutSeconds: 20,
          connectSeconds: 2,
          retries: { attempts: 3, perTrySeconds: 5 },
          circuitBreaker: { connections: 100 },
          affinity: {},
        }),
      ).toEqual({
        compression,
        timeouts: { requestSeconds: 20, connectSeconds: 2 },
        retries: {
          attempts: 3,
          perTrySeconds: 5,
          after: ["connect-failure", "refused-stream", "reset-before-request"],
        },
        circuitBreaker: { connections: 100, pending: 1024, requests: 1024 },
        cookie: { name: "slipway-affinity" },
      });
    });

    test("affinity by address needs no cookie", () => {
      expect(traffic({ affinity: { by: "address" } })).toEqual({ compression, byAddress: true });
    });

    test("what may have been worked on is tried again only when config says so", () => {
      expect(traffic({ retries: { after: "failed" } })!.retries).toEqual({
        attempts: 2,
        after: ["connect-failure", "refused-stream", "5xx"],
      });
    });

    test("WebSockets: no end of a request, an hour of silence, or as given", () => {
      expect(traffic({ webSockets: true })).toEqual({
        compression,
        timeouts: { requestSeconds: 0, idleSeconds: 3600 },
      });
      expect(traffic({ webSockets: true, idleSeconds: 60 })).toEqual({
        compression,
        timeouts: { requestSeconds: 0, idleSeconds: 60 },
      });
    });
  });

  test("the mesh and recommendations come to every workload where config switches them on", () => {
    const addons = { istio: true, "vertical-pod-autoscaler": true };
    expect(only(web(), { addons }).values).toMatchObject({ mesh: true, recommendations: true });
    const { values } = only(web());
    expect([values.mesh, values.recommendations]).toEqual([undefined, undefined]);
    const cron = only({ kind: "cron", image: "a/b:1", schedule: "0 2 * * *" }, { addons }).values;
    expect([cron.mesh, cron.recommendations]).toEqual([true, undefined]);
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

describe("what the cluster does for workloads by itself", () => {
  const addons = (over: Record<string, unknown>) => planStack(stackConfig(over), "dev").addons;
  const key = { secrets: ["key"] };
  const reads = { ...key, workloads: { api: web({ secrets: { KEY: "key" } }) } };
  const job = { kind: "task", image: "ghcr.io/acme/job:1", command: ["x"], secrets: { KEY: "key" } };

  test.each<[string, boolean, Record<string, unknown>]>([
    ["a secret of the secret manager", true, reads],
    [
      "one of Vault",
      true,
      { ...reads, secretSource: { kind: "vault", server: "https://vault.example.com", role: "shop" } },
    ],
    [
      "one that only an up can change",
      false,
      { ...reads, secretSource: { kind: "pulumi" }, secretValues: { key: "x" } },
    ],
    [
      "a database's password",
      true,
      { stores: { db: { kind: "postgres" } }, workloads: { api: web({ uses: ["db"] }) } },
    ],
    ["a bucket", false, { stores: { media: { kind: "bucket" } }, workloads: { api: web({ uses: ["media"] }) } }],
    ["a job, which reads it anew each time", false, { ...key, workloads: { job } }],
    ["nothing", false, { workloads: { api: web() } }],
  ])("pods restart when what they read changes elsewhere: %s, %s", (_, expected, over) => {
    expect(addons(over).includes("reloader")).toBe(expected);
    expect(planStack(stackConfig(over), "dev").restarts).toBe(expected);
  });

  test("not where that is switched off", () => {
    expect(planStack(stackConfig({ ...reads, addons: { reloader: false } }), "dev").restarts).toBe(false);
  });

  test("images are verified where config says who signs them; signers of one place stand together", () => {
    const issuer = "https://token.actions.githubusercontent.com";
    const subject = "https://github.com/acme/shop/.github/workflows/release.yml@refs/tags/*";
    const signedBy = [
      { from: "ghcr.io/acme", issuer, subject },
      { from: "quay.io/acme", publicKey: "awskms:///alias/cosign" },
      { from: "ghcr.io/acme", publicKey: "awskms:///alias/old" },
    ];
    const over = { images: { signedBy }, workloads: { api: web() } };
    expect(addons(over)).toContain("kyverno");
    expect(addons({ workloads: { api: web() } })).not.toContain("kyverno");
    expect(planStack(stackConfig(over), "dev").signatures).toEqual([
      { from: "ghcr.io/acme", signers: [{ issuer, subject }, { publicKey: "awskms:///alias/old" }] },
      { from: "quay.io/acme", signers: [{ publicKey: "awskms:///alias/cosign" }] },
    ]);
  });
});

describe("planAddons", () => {
  const order = (compute: string, publicHosts: boolean, switches = {}): readonly string[] => {
    const result = planAddons({ cloud: "aws", addons: awsPlanner.addons, compute, publicHosts, switches });
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
