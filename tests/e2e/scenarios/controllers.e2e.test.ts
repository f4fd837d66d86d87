/** Third-party controllers that really run, each with no more rights than its makers give it. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chartSource } from "../../../components/helm/source";
import { create } from "../charts/apply";
import { type ChartRepository, startChartRepository } from "../charts/repository";
import type { KubeObject } from "../cluster/api";
import { type Cluster, startCluster } from "../cluster/cluster";
import { startController } from "../cluster/controllers";
import { type HostProcess, waitFor } from "../cluster/process";
import { run } from "../tools/run";
import { toolPath } from "../tools/tools";

const labels = { app: "api" };
const path = "/apis/argoproj.io/v1alpha1/namespaces/default/rollouts/api";

/** A canary that a person lets go on after its first half. */
const rollout = {
  apiVersion: "argoproj.io/v1alpha1",
  kind: "Rollout",
  metadata: { name: "api" },
  spec: {
    replicas: 4,
    progressDeadlineSeconds: 3,
    selector: { matchLabels: labels },
    template: { metadata: { labels }, spec: { containers: [{ name: "api", image: "shop/api:1" }] } },
    strategy: { canary: { steps: [{ setWeight: 50 }, { pause: {} }] } },
  },
};

interface Status {
  readonly phase: string;
  readonly message?: string;
}

const namespace = "argo-rollouts";

let folder: string;
let repository: ChartRepository;
let cluster: Cluster;
let controller: HostProcess;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "slipway-controllers-"));
  [cluster, repository] = await Promise.all([startCluster(), startChartRepository()]);
  const env = { KUBECONFIG: cluster.kubeconfig, HELM_CACHE_HOME: folder, HELM_CONFIG_HOME: folder };
  const { chart } = chartSource("argo-rollouts", repository.folder);
  const where = ["--namespace", namespace, "--create-namespace"];
  await run(toolPath("helm"), ["install", "argo-rollouts", chart, ...where, "--wait", "--timeout", "60s"], { env });
  controller = await startController(cluster, "rollouts-controller", { namespace, deployment: "argo-rollouts" });
});

afterAll(async () => {
  await controller?.stop();
  await cluster?.stop();
  await repository?.stop();
  rmSync(folder, { recursive: true, force: true });
});

async function becomes(phase: string): Promise<Status> {
  return waitFor(
    `the rollout to be ${phase}`,
    30,
    async () => {
      const status = (await cluster.api.get(path))["status"] as Status | undefined;
      if (status?.phase === phase) return status;
      throw new Error(JSON.stringify(status));
    },
    [controller],
  );
}

/** Image → how many ready pods run it. */
async function serving(): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const pod of (await cluster.api.list("/api/v1/namespaces/default/pods?labelSelector=app=api")) as Pod[]) {
    const ready = pod.status?.conditions?.some(({ type, status }) => type === "Ready" && status === "True");
    const image = pod.spec.containers[0]!.image;
    if (ready && !pod.metadata["deletionTimestamp"]) counts[image] = (counts[image] ?? 0) + 1;
  }
  return counts;
}

interface Pod extends KubeObject {
  readonly spec: { readonly containers: readonly { readonly image: string }[] };
  readonly status?: { readonly conditions?: readonly { readonly type: string; readonly status: string }[] };
}

async function serves(wanted: Record<string, number>): Promise<void> {
  await waitFor(`pods as ${JSON.stringify(wanted)}`, 20, async () => {
    const now = await serving();
    if (JSON.stringify(now) === JSON.stringify(wanted)) return true;
    throw new Error(JSON.stringify(now));
  });
}

const useImage = (image: string) =>
  cluster.api.patch(path, { spec: { template: { spec: { containers: [{ name: "api", image }] } } } });

test("Argo Rollouts pauses a canary half-way, promotes it, and keeps what serves when a release is bad", async () => {
  await create(cluster.api, rollout);
  await becomes("Healthy");
  await serves({ "shop/api:1": 4 });

  await useImage("shop/api:2");
  expect((await becomes("Paused")).message).toBe("CanaryPauseStep");
  await serves({ "shop/api:1": 2, "shop/api:2": 2 });
  await cluster.api.patch(`${path}/status`, { status: { pauseConditions: null } });
  await becomes("Healthy");
  await serves({ "shop/api:2": 4 });

  await useImage("shop/api:3-unready");
  expect((await becomes("Degraded")).message).toMatch(/ProgressDeadlineExceeded|has timed out progressing/);
  expect(await serving()).toMatchObject({ "shop/api:2": 3 });
});
