import { ConfigError, type Problem } from "../../../stacks/config/errors";
import { type Raw, stackConfig, web } from "../../support/configs";

function problems(over: Raw): readonly Problem[] {
  try {
    stackConfig({ acmeEmail: "a@example.com", ...over });
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
}

const hosts = ["a.example.com"];
const stores = { db: { kind: "postgres" }, cache: { kind: "redis" } };
const worker = (scaling: object, over: Raw = {}): Raw => ({
  stores,
  workloads: { jobs: { kind: "worker", image: "a/b:1", uses: ["cache"], scaling, ...over } },
});
const site = (over: Raw, more: Raw = {}): Raw => ({ workloads: { site: web(over) }, ...more });
const list = { kind: "redisList", store: "cache", list: "jobs", length: 5 };
const cron = { kind: "cron", start: "0 7 * * *", end: "0 9 * * *", pods: 3 };

describe("what workloads may not ask for, where, and how it is mended", () => {
  test.each<[string, Raw, string, RegExp, RegExp]>([
    [
      "blue-green without hosts",
      site({ rollout: { strategy: "blueGreen" } }),
      "workloads.site.rollout.strategy",
      /divided at the gateway/,
      /strategy: rolling/,
    ],
    [
      "a worker's canary",
      worker({ min: 1, max: 2 }, { rollout: { strategy: "canary" } }),
      "workloads.jobs.rollout.strategy",
      /rolling/,
      /./,
    ],
    [
      "a strategy that there is not",
      site({ hosts, rollout: { strategy: "blue-green" } }),
      "workloads.site.rollout.strategy",
      /rolling, blueGreen, canary/,
      /./,
    ],
    [
      "weights that go back",
      site({
        hosts,
        rollout: {
          strategy: "canary",
          steps: [
            { weight: 50, watchSeconds: 60 },
            { weight: 5, watchSeconds: 60 },
          ],
        },
      }),
      "workloads.site.rollout.steps[1].weight",
      /more traffic at each step/,
      /above 50/,
    ],
    [
      "blue-green that stops halfway",
      site({ hosts, rollout: { strategy: "blueGreen", steps: [{ weight: 50, watchSeconds: 60 }] } }),
      "workloads.site.rollout.steps",
      /100 at the last step/,
      /strategy: canary/,
    ],
    [
      "a rolling update that cannot move",
      site({ rollout: { strategy: "rolling", maxSurge: "0%", maxUnavailable: 0 } }),
      "workloads.site.rollout",
      /above 0/,
      /maxSurge: 1/,
    ],
    [
      "a surge that is no number",
      site({ rollout: { strategy: "rolling", maxSurge: "a few" } }),
      "workloads.site.rollout.maxSurge",
      /percentage in quotes/,
      /25%/,
    ],
    [
      "a canary with Argo Rollouts switched off",
      site({ hosts, rollout: { strategy: "canary" } }, { addons: { "argo-rollouts": false } }),
      "workloads.site.rollout.strategy",
      /switched on by itself/,
      /argo-rollouts: false from slipway:addons/,
    ],
    [
      "triggers with KEDA switched off",
      { ...worker({ min: 1, max: 2, triggers: [cron] }), addons: { keda: false } },
      "workloads.jobs.scaling.triggers",
      /switched on by itself/,
      /keda: false from slipway:addons/,
    ],
    [
      "a web workload of no pod",
      site({ scaling: { min: 0 } }),
      "workloads.site.scaling.min",
      /worker with triggers/,
      /min: 1/,
    ],
    [
      "a worker of no pod and no trigger",
      worker({ min: 0, max: 2 }),
      "workloads.jobs.scaling.min",
      /nothing else/,
      /triggers/,
    ],
    [
      "triggers, and no range of pods",
      worker({ min: 2, max: 2, triggers: [cron] }),
      "workloads.jobs.scaling.max",
      /a range of pods/,
      /remove triggers/,
    ],
    [
      "a trigger on a store that it does not use",
      worker({ min: 0, max: 2, triggers: [{ kind: "postgres", store: "db", query: "x", value: 1 }] }),
      "workloads.jobs.scaling.triggers[0].store",
      /a postgres that the workload uses/,
      /workloads\.jobs\.uses/,
    ],
    [
      "a list in a database",
      worker({ min: 0, max: 2, triggers: [{ ...list, store: "db" }] }, { uses: ["db"] }),
      "workloads.jobs.scaling.triggers[0].store",
      /a redis/,
      /under/,
    ],
    [
      "credentials that are nowhere",
      worker({
        min: 0,
        max: 2,
        triggers: [{ kind: "pubsub", subscription: "projects/p/subscriptions/s", credentials: "KEY", length: 5 }],
      }),
      "workloads.jobs.scaling.triggers[0].credentials",
      /variable/,
      /workloads\.jobs\.secrets/,
    ],
    [
      "a queue by its URL",
      worker({
        min: 0,
        max: 2,
        triggers: [{ kind: "sqs", queue: "https://sqs.eu-west-1.amazonaws.com/1/q", length: 5 }],
      }),
      "workloads.jobs.scaling.triggers[0].queue",
      /name of a queue/,
      /no URL/,
    ],
    [
      "a trigger that there is not",
      worker({ min: 0, max: 2, triggers: [{ kind: "kafka" }] }),
      "workloads.jobs.scaling.triggers[0].kind",
      /redisList, sqs, pubsub, serviceBus, postgres, prometheus, cron/,
      /choose/,
    ],
    [
      "requests that nobody counts",
      site({ scaling: { requestsPerSecond: 50 } }),
      "workloads.site.scaling.requestsPerSecond",
      /the gateway counts/,
      /kind prometheus/,
    ],
    [
      "resilience without hosts",
      site({ resilience: { retries: {} } }),
      "workloads.site.resilience",
      /with hosts/,
      /remove it/,
    ],
    [
      "WebSockets that end with their request",
      site({ hosts, resilience: { webSockets: true, timeoutSeconds: 20 } }),
      "workloads.site.resilience.timeoutSeconds",
      /stay open/,
      /idleSeconds/,
    ],
    [
      "a mesh on Fargate",
      site({}, { cluster: { compute: "fargate", architectures: ["amd64"] }, addons: { istio: true } }),
      "addons.istio",
      /run on nodes/,
      /remove istio/,
    ],
  ])("%s", (_what, over, path, allowed, mend) => {
    const found = problems(over);
    expect(found.map((problem) => problem.path)).toEqual([path]);
    expect(found[0]!.allowed).toMatch(allowed);
    expect(found[0]!.mend).toMatch(mend);
  });

  test("all that there is, rightly asked for, is no problem", () => {
    const triggers = [
      list,
      cron,
      { kind: "sqs", queue: "orders", length: 5 },
      { kind: "serviceBus", namespace: "shop-bus", queue: "orders", credentials: "BUS", length: 5 },
    ];
    expect(
      problems({
        stores,
        secrets: ["bus"],
        workloads: {
          jobs: {
            kind: "worker",
            image: "a/b:1",
            uses: ["cache"],
            secrets: { BUS: "bus" },
            scaling: { min: 0, max: 9, triggers, down: { pods: 1, periodSeconds: 30 } },
            rollout: { strategy: "rolling", maxUnavailable: "50%" },
          },
          site: web({
            hosts,
            scaling: { requestsPerSecond: 20 },
            rollout: { strategy: "blueGreen", gates: { smoke: { command: ["x"] }, p95Milliseconds: 300 } },
            resilience: { webSockets: true, retries: {}, circuitBreaker: {}, affinity: {} },
          }),
        },
      }),
    ).toEqual([]);
  });
});
