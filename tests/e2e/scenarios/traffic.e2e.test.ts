/**
 * Blue-green and canary to their end: Argo Rollouts runs, with the chart's own values and rights, and its plugin moves the
 * weights of the workload's HTTPRoute. Prometheus is a page that says what the test wants. Minutes are seconds; pods are KWOK's.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { argoRollouts } from "../../../components/addons/argo-rollouts";
import { chartSource } from "../../../components/helm/source";
import { at, type SampleName, sampleValues } from "../../charts/workload/samples";
import { contextOf } from "../../components/addons/context";
import { createDefinitions } from "../charts/definitions";
import { type ChartRepository, startChartRepository } from "../charts/repository";
import { startController } from "../cluster/controllers";
import { type HostProcess, waitFor } from "../cluster/process";
import { toolPath } from "../tools/tools";
import { makeNamespace, type Releases, startReleases } from "./releases";

const NS = "shop";
const namespace = "argo-rollouts";
const rollouts = `/apis/argoproj.io/v1alpha1/namespaces/${NS}/rollouts`;

let folder: string;
let repository: ChartRepository;
let releases: Releases;
let controller: HostProcess;
let prometheus: Server;
/** What every query is answered with. */
let measured: number;

/** The plugin: a real one where there is one. */
function plugin(): string {
  const given = process.env["SLIPWAY_GATEWAY_PLUGIN"];
  if (given !== undefined && !existsSync(given)) throw new Error(`SLIPWAY_GATEWAY_PLUGIN: there is no ${given}`);
  return given ?? toolPath("gateway-plugin");
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "slipway-traffic-"));
  measured = 0;
  [releases, repository] = await Promise.all([startReleases(), startChartRepository()]);
  prometheus = createServer((_request, response) => {
    const result = [{ metric: {}, value: [Date.now() / 1000, String(measured)] }];
    response.setHeader("content-type", "application/json");
    response.end(JSON.stringify({ status: "success", data: { resultType: "vector", result } }));
  });
  await new Promise<void>((resolve) => prometheus.listen(0, "127.0.0.1", resolve));
  await createDefinitions(releases.api, repository, [
    ...(["prometheus-operator-crds", "external-secrets", "envoy-gateway", "vertical-pod-autoscaler"] as const),
  ]);
  await makeNamespace(releases.api, NS);
  await install();
  controller = await startController(releases.cluster, "rollouts-controller", {
    namespace,
    deployment: "argo-rollouts",
  });
});

afterAll(async () => {
  await controller?.stop();
  await releases?.stop();
  await repository?.stop();
  prometheus?.closeAllConnections();
  prometheus?.close();
  rmSync(folder, { recursive: true, force: true });
});

/** The add-on as the program releases it, but for where its plugin lies. */
async function install(): Promise<void> {
  const values = argoRollouts.releases[0]!.values(contextOf("dev"));
  const file = join(folder, "argo-rollouts.json");
  const [router] = at(values, "controller.trafficRouterPlugins") as { name: string }[];
  const routers = [{ ...router, location: `file://${plugin()}` }];
  const controllerValues = { ...(at(values, "controller") as object), trafficRouterPlugins: routers };
  writeFileSync(file, JSON.stringify({ ...values, controller: controllerValues }));
  const { chart } = chartSource("argo-rollouts", repository.folder);
  const how = ["--namespace", namespace, "--create-namespace", "--wait", "--timeout", "60s", "--values", file];
  await releases.helm("install", "argo-rollouts", chart, ...how);
}

const values = (sample: SampleName, name: string, tag: string) => {
  const { port } = prometheus.address() as AddressInfo;
  const given = sampleValues(sample, {
    ...{ name, image: { repository: "registry.example.com/shop/web", tag } },
    ...{ metrics: undefined, alerts: undefined, recommendations: undefined, autoscaling: undefined, replicas: 2 },
  });
  const { wait, scale } = given["progressive"] as { wait: object; scale: string };
  const steps = [10, 50, 100].map((weight) => ({ weight, watchSeconds: 6 }));
  const gates = { prometheus: `http://127.0.0.1:${port}`, errorPercent: 1 };
  return { ...given, progressive: { ...{ scale, steps, gates }, retireSeconds: 30, wait } };
};

/** Releases it, and has its gates measured every second. */
async function release(sample: SampleName, name: string, tag: string): Promise<void> {
  await releases.release(NS, values(sample, name, tag));
  const path = `/apis/argoproj.io/v1alpha1/namespaces/${NS}/analysistemplates/${name}-watch`;
  const template = await releases.api.get(path);
  const metrics = (at(template, "spec.metrics") as object[]).map((metric) => ({
    ...metric,
    ...{ interval: "1s", initialDelay: "1s" },
  }));
  await releases.api.patch(path, { spec: { metrics } });
}

/** Percent of the traffic that goes to the new version. */
async function weight(name: string): Promise<number> {
  const route = await releases.api.get(`/apis/gateway.networking.k8s.io/v1/namespaces/${NS}/httproutes/${name}`);
  const backends = at(route, "spec.rules.0.backendRefs") as { name: string; weight: number }[];
  const [stable, preview] = [name, `${name}-preview`].map((each) => backends.find((one) => one.name === each)!.weight);
  expect(stable! + preview!).toBe(100);
  return preview!;
}

interface Seen {
  readonly weights: readonly number[];
  readonly phase: string;
  readonly message: string;
  /** Pods of the new version when it first had traffic. */
  readonly podsAtFirst: number;
}

/** Follows a rollout until it is in one of these phases, with every weight that the route had on the way. */
async function follow(name: string, tag: string, phases: readonly string[]): Promise<Seen> {
  const weights: number[] = [];
  let podsAtFirst = 0;
  return waitFor(
    `${name} to be ${phases.join(" or ")}`,
    90,
    async () => {
      const now = await weight(name);
      if (weights.at(-1) !== now) weights.push(now);
      if (now > 0 && podsAtFirst === 0) {
        podsAtFirst = (await releases.pods(NS, name)).filter((pod) => pod.image === tag && pod.ready).length;
      }
      const rollout = await releases.api.get(`${rollouts}/${name}`);
      const { phase = "", message = "" } = (at(rollout, "status") ?? {}) as { phase?: string; message?: string };
      const observed = at(rollout, "status.observedGeneration") === String(rollout.metadata["generation"]);
      // Back at nothing: the end of either way.
      if (observed && phases.includes(phase) && now === 0) return { weights, phase, message, podsAtFirst };
      throw new Error(`${phase} ${message}, weights ${weights}`);
    },
    [controller],
  );
}

describe.each(["web-blue-green", "web-canary"] as const)("%s", (sample) => {
  const name = sample.replace("web-", "");
  const full = sample === "web-blue-green";

  test("traffic moves 10, 50, 100 to the new version, which then is the one that serves", async () => {
    measured = 0;
    await release(sample, name, "1.0.0");
    expect(await follow(name, "1.0.0", ["Healthy"])).toMatchObject({ weights: [0] });
    await release(sample, name, "2.0.0");
    const seen = await follow(name, "2.0.0", ["Healthy"]);
    expect(seen.weights.filter((each) => each > 0)).toEqual([10, 50, 100]);
    expect(seen.podsAtFirst).toBe(full ? 2 : 1);
  }, 240_000);

  test("a gate that fails takes the traffic back by itself; the old version serves", async () => {
    await release(sample, name, "3.0.0");
    await waitFor("its first traffic", 60, async () => {
      if ((await weight(name)) === 10) return true;
      throw new Error("none yet");
    });
    measured = 7;
    const seen = await follow(name, "3.0.0", ["Degraded"]);
    expect(seen.weights).not.toContain(100);
    expect(seen.weights.at(-1)).toBe(0);
    expect(seen.message).toMatch(/error-percent.*assessed Failed/);
    const ready = (await releases.pods(NS, name)).filter((pod) => pod.ready && pod.image === "2.0.0");
    expect(ready).toHaveLength(2);
  }, 240_000);
});

/** Runs a day-2 command on the workload, of a stack that is asked for its config alone. */
async function ops(...args: string[]): Promise<{ readonly code: number; readonly out: string; readonly err: string }> {
  const config = {
    ...{ "slipway:app": NS, "slipway:environment": "dev" },
    "slipway:workloads": {
      canary: { kind: "web", image: "registry.example.com/shop/web:2", rollout: { strategy: "canary" } },
    },
  };
  writeFileSync(join(folder, "Pulumi.dev.yaml"), JSON.stringify({ config }));
  const main = join(__dirname, "../../../ops/main.cjs");
  const where = ["--stack", "dev", "-C", folder, "--kubeconfig", releases.cluster.kubeconfig];
  const child = spawn(process.execPath, [main, ...args, ...where], { stdio: ["ignore", "pipe", "pipe"] });
  let [out, err] = ["", ""];
  child.stdout.on("data", (part) => {
    out += part;
  });
  child.stderr.on("data", (part) => {
    err += part;
  });
  const [code] = (await once(child, "close")) as [number];
  return { code, out, err };
}

test("ops traffic watches it to its end, and gives it back at a word", async () => {
  measured = 0;
  await release("web-canary", "canary", "4.0.0");
  const watched = await ops("traffic", "canary", "watch", "--timeout", "90", "--json");
  expect({ code: watched.code, err: watched.err }).toMatchObject({ code: 0 });
  expect(JSON.parse(watched.out)).toMatchObject({ succeeded: true, traffic: { phase: "Healthy", newPercent: 0 } });
  expect(await ops("traffic", "canary", "abort")).toMatchObject({
    code: 3,
    err: expect.stringContaining("no rollout under way"),
  });

  await release("web-canary", "canary", "5.0.0");
  const given = await ops("traffic", "canary", "abort");
  expect({ code: given.code, err: given.err }).toEqual({ code: 0, err: "" });
  expect(await weight("canary")).toBe(0);
  expect(await ops("why", "canary")).toMatchObject({
    code: 2,
    out: expect.stringContaining("Its new version was refused"),
  });

  await release("web-canary", "canary", "6.0.0");
  expect(await ops("traffic", "canary", "promote", "--full")).toMatchObject({ code: 0 });
  expect(await ops("traffic", "canary", "watch", "--timeout", "60")).toMatchObject({ code: 0 });
  expect((await releases.pods(NS, "canary")).some((pod) => pod.ready && pod.image === "6.0.0")).toBe(true);
}, 240_000);
