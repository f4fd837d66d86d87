/**
 * A bad version in simulated time: the shop's own prod config says how pods are replaced, how long Helm is patient and what the
 * gates measure; pods, Helm and Argo Rollouts are played by their documented rules, on a clock that only waits move. `ops watch` is
 * the command itself. Each run has to end with the old version serving, and nobody without a pod meanwhile.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { ERROR_RATIO } from "../../components/monitoring/queries";
import type { Context } from "../../ops/command";
import { watch } from "../../ops/look/watch";
import { readStackConfig } from "../../ops/stack/stack-file";
import { parseConfig, rawConfig } from "../../stacks/config/load";
import { planStack } from "../../stacks/plan/plan";
import type { WorkloadPlan } from "../../stacks/plan/workloads";
import { fileConfig, root } from "../support/configs";

/** Seconds that the issue of a bad deploy may take. */
const LIMIT = 300;
/** Seconds from a pod's making to its first traffic: its image is fetched, it starts, its probe has answered. */
const STARTUP = 30;
/** Seconds that Prometheus takes to know: scraped every 30, and a rule over it every 30. */
const KNOWN_AFTER = 60;

type Fault = "never ready" | "errors";

function workload(over: Record<string, unknown>): WorkloadPlan {
  const raw = rawConfig(fileConfig("Pulumi.prod.yaml")) as { workloads: Record<string, object> };
  const api = { ...raw.workloads["api"], ...over };
  const config = parseConfig({ ...raw, workloads: { ...raw.workloads, api } }, "Pulumi.prod.yaml");
  return planStack(config, "prod").workloads.find(({ name }) => name === "api")!;
}

/** Figures of the chart that config does not say. */
const chart = (file: string, pattern: RegExp): number =>
  Number(pattern.exec(readFileSync(join(root, "charts/workload", file), "utf8"))![1]);
const GATE = {
  delay: chart("templates/_progressive.tpl", /initialDelay: (\d+)s/),
  interval: chart("templates/_progressive.tpl", /interval: (\d+)s/),
  failureLimit: chart("templates/_progressive.tpl", /failureLimit: (\d+)/),
};

/** A Deployment of some pods, by the second. */
class World {
  seconds = 0;
  /** Fewest pods that have served at any moment. */
  fewest: number;
  /** When the new version first got traffic. */
  private hurtSince?: number;
  private old: number;
  private fresh = 0;

  constructor(
    readonly pods: number,
    private readonly fault: Fault,
    /** Pods that are made at a time. */
    private readonly surge = 1,
  ) {
    this.old = pods;
    this.fewest = pods;
  }

  wait(seconds: number): void {
    this.seconds += seconds;
    if (this.fresh > 0) this.hurtSince ??= this.seconds;
  }

  /** Some pods more, then as many of the other version less, as maxSurge and maxUnavailable 0 ask. @returns whether it ended in time */
  private replace(patience: number, to: "old" | "fresh", ready: boolean): boolean {
    const end = this.seconds + patience;
    const from = to === "old" ? "fresh" : "old";
    while (this[from] > 0) {
      if (!ready || this.seconds + STARTUP > end) {
        this.wait(end - this.seconds);
        return false;
      }
      this.wait(STARTUP);
      const together = Math.min(this.surge, this[from]);
      this[to] += together;
      this[from] -= together;
      this.fewest = Math.min(this.fewest, this.old + this.fresh);
    }
    return true;
  }

  /** Helm, atomic: what is not ready in its time is taken back. */
  release({ timeoutSeconds }: WorkloadPlan): boolean {
    if (this.replace(timeoutSeconds, "fresh", this.fault !== "never ready")) return true;
    this.replace(timeoutSeconds, "old", true);
    return false;
  }

  back({ timeoutSeconds }: WorkloadPlan): boolean {
    return this.replace(timeoutSeconds, "old", true);
  }

  /** Part of the requests that fail, as Prometheus knows it by now. */
  get errors(): number {
    const known = this.hurtSince !== undefined && this.seconds >= this.hurtSince + KNOWN_AFTER;
    return known && this.fault === "errors" ? this.fresh / (this.old + this.fresh) : 0;
  }

  /** Argo Rollouts at a canary's first step: measured from then on, and all traffic back at one bad one more than it takes. */
  canary(weight: number): boolean {
    this.wait(STARTUP);
    this.hurtSince = this.seconds;
    this.wait(GATE.delay);
    for (let bad = 0; ; this.wait(GATE.interval)) {
      const failing = this.seconds >= this.hurtSince + KNOWN_AFTER ? weight / 100 : 0;
      if (failing > 0.01) bad += 1;
      if (bad > GATE.failureLimit) return true;
      if (this.seconds > 3600) return false;
    }
  }

  get serves(): "old" | "new" | "both" {
    return this.fresh === 0 ? "old" : this.old === 0 ? "new" : "both";
  }
}

/** `ops watch`, asking that world at its own time. */
async function watched(world: World): Promise<boolean> {
  const real = global.fetch;
  global.fetch = (async (address: string) => {
    const query = new URL(address).searchParams.get("query");
    const metric = { namespace: "shop", workload: "api" };
    const result = query === ERROR_RATIO ? [{ metric, value: [0, String(world.errors)] }] : [];
    return { json: async () => ({ status: "success", data: { result } }) };
  }) as unknown as typeof fetch;
  try {
    const flags = {
      for: "10",
      every: "30",
      errors: "1",
      p95: "2000",
      prometheus: "http://prometheus",
      stack: "prod",
      cwd: root,
    };
    const context: Partial<Context<typeof flags>> = {
      ...{ config: readStackConfig(root, "prod"), flags, env: {}, say: () => {} },
      now: () => new Date(world.seconds * 1000),
      sleep: async (milliseconds) => world.wait(milliseconds / 1000),
    };
    return (await watch.run(context as Context<typeof flags>, ["api"])).succeeded;
  } finally {
    global.fetch = real;
  }
}

/** As many pods as there can be, replaced as the chart has it where config says nothing. */
function worldOf({ values: { autoscaling, replicas, rollout } }: WorkloadPlan, fault: Fault): World {
  const most = autoscaling?.max ?? replicas ?? 1;
  const given = rollout?.maxSurge ?? `${chart("values.yaml", /maxSurge: (\d+)%/)}%`;
  return new World(most, fault, typeof given === "number" ? given : Math.ceil((most * Number.parseFloat(given)) / 100));
}

test("a version that never becomes ready is taken back within Helm's patience, and nobody is without a pod", () => {
  const api = workload({});
  const world = worldOf(api, "never ready");
  expect(world.pods).toBeGreaterThan(1);
  expect(world.release(api)).toBe(false);
  expect(world).toMatchObject({ serves: "old", fewest: world.pods });
  expect(world.seconds).toBeLessThan(LIMIT);
});

test.each([1, 2, 5, 20, 100])(
  "a good one of %d pods is ready in its time, a node that has to come first and all",
  (max) => {
    const api = workload({ scaling: { min: 1, max } });
    const world = worldOf(api, "errors");
    world.wait(90);
    expect(world.release({ ...api, timeoutSeconds: api.timeoutSeconds - 90 })).toBe(true);
  },
);

test("where config writes ten minutes, they are what a bad one takes; the old version serves all the while", () => {
  const api = workload({ readySeconds: 600 });
  const world = worldOf(api, "never ready");
  world.release(api);
  expect(world).toMatchObject({ serves: "old", fewest: world.pods });
  expect(world.seconds).toBe(600);
});

test("Kubernetes' own deadline is Helm's patience", () => {
  expect(workload({}).timeoutSeconds).toBe(chart("values.yaml", /progressDeadlineSeconds: (\d+)/));
  expect(workload({ readySeconds: 600 }).values.rollout).toMatchObject({ progressDeadlineSeconds: 600 });
});

test("one that is ready and answers with errors is found by ops watch, and rolled back", async () => {
  const api = workload({});
  const world = worldOf(api, "errors");
  expect(world.release(api)).toBe(true);
  expect(world.serves).toBe("new");
  expect(await watched(world)).toBe(false);
  expect(world.back(api)).toBe(true);
  expect(world).toMatchObject({ serves: "old", fewest: world.pods });
  expect(world.seconds).toBeLessThan(LIMIT);
});

test("ops watch lets a good one pass, at the end of its time", async () => {
  const world = new World(3, "never ready");
  expect(await watched(world)).toBe(true);
  expect(world.seconds).toBe(600);
});

test("a canary's gates give all traffic back at their second bad measurement", () => {
  const { values } = workload({ rollout: { strategy: "canary" } });
  const [first] = values.progressive!.steps;
  const world = new World(3, "errors");
  expect(world.canary(first!.weight)).toBe(true);
  expect(world.seconds).toBeLessThan(LIMIT);
  expect(world.serves).toBe("old");
});
