/** Every add-on, as the program registers it, goes onto a real API server: charts, values, objects, namespaces. */
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as k8s from "@pulumi/kubernetes";
import { catalogue } from "../../../components/addons/catalogue";
import { sharedNamespaces } from "../../../components/addons/definition";
import { orderAddons } from "../../../components/addons/order";
import { installAddons } from "../../../components/addons/platform";
import type { AddonName } from "../../../components/contracts/addon";
import { type ChartPin, charts } from "../../../components/helm/versions";
import { contextOf } from "../../components/addons/context";
import { type ResourceRecord, simulate } from "../../support/simulate";
import { create, type Manifest } from "../charts/apply";
import { type Disks, startDisks } from "../charts/disks";
import { type ChartRepository, startChartRepository } from "../charts/repository";
import type { KubeObject } from "../cluster/api";
import { type Cluster, startCluster } from "../cluster/cluster";
import { startController } from "../cluster/controllers";
import { waitFor } from "../cluster/process";
import { run } from "../tools/run";
import { toolPath } from "../tools/tools";

/** What the platform layer makes for disks, less what the driver's parameters say. */
const storageClass = {
  apiVersion: "storage.k8s.io/v1",
  kind: "StorageClass",
  metadata: { name: "gp3" },
  provisioner: "ebs.csi.aws.com",
  volumeBindingMode: "WaitForFirstConsumer",
};

/** What a Release asks Helm for. */
interface Release {
  readonly name: string;
  readonly namespace: string;
  readonly chart: string;
  readonly version: string;
  readonly values: object;
  readonly timeout: number;
  readonly repositoryOpts: { readonly repo: string };
}

const names = Object.keys(catalogue) as AddonName[];
const ordered = orderAddons(names, catalogue);
const order = "order" in ordered ? ordered.order : [];

let folder: string;
let repository: ChartRepository;
let cluster: Cluster;
let disks: Disks;

/** All that the program registers for every add-on there is, in its order. */
async function register(environment: "dev" | "prod"): Promise<readonly ResourceRecord[]> {
  const { scope, facts, settings } = contextOf(environment);
  const routes = [{ severity: "critical", to: "slack", secret: "chat", target: "#ops" }] as const;
  const made = await simulate(() => {
    installAddons({
      order,
      scope,
      facts,
      settings: { ...settings, monitoring: { ...settings.monitoring, routes } },
      provider: new k8s.Provider("cluster", { kubeconfig: "{}" }),
      dataCidrs: ["10.0.200.0/22"],
      chartMirror: repository.url,
      identity: ({ identity }) =>
        identity && {
          annotations: { "eks.amazonaws.com/role-arn": `arn:${identity.serviceAccount}` },
        },
    });
  });
  return made.resources.filter(({ type }) => type.startsWith("kubernetes:"));
}

function helm(...args: string[]): Promise<string> {
  const env = { KUBECONFIG: cluster.kubeconfig, HELM_CACHE_HOME: folder, HELM_CONFIG_HOME: folder };
  return run(toolPath("helm"), args, { env });
}

async function install(release: Release): Promise<void> {
  const values = join(folder, `${release.name}.json`);
  writeFileSync(values, JSON.stringify(release.values));
  const where = ["--repo", release.repositoryOpts.repo, "--version", release.version, "--namespace", release.namespace];
  // As components/helm/release.ts has it.
  const how = ["--atomic", "--cleanup-on-fail", "--wait-for-jobs", "--disable-openapi-validation"];
  const what = ["--timeout", `${release.timeout}s`, "--values", values];
  await helm("upgrade", "--install", release.name, release.chart, ...where, ...how, ...what);
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "slipway-charts-test-"));
  repository = await startChartRepository();
  cluster = await startCluster();
  disks = startDisks(cluster.api);
  await create(cluster.api, storageClass);
});

afterAll(async () => {
  await disks?.stop();
  await cluster?.stop();
  await repository?.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** Installs it all, one after the other: what a release needs must have come before it. */
async function installAll(resources: readonly ResourceRecord[]): Promise<void> {
  for (const { type, inputs } of resources) {
    if (isRelease(type)) await install(inputs as unknown as Release);
    else if (isNew(inputs as unknown as Manifest)) await create(cluster.api, inputs as unknown as Manifest);
  }
}

const isRelease = (type: string) => type === "kubernetes:helm.sh/v3:Release";

/** What was made before: dev's objects stay as they are when prod is laid over them. */
const made = new Set<string>();
function isNew({ kind, metadata }: Manifest): boolean {
  const id = `${kind} ${metadata.namespace} ${metadata.name}`;
  return !made.has(id) && made.add(id).size > 0;
}

interface Pod extends KubeObject {
  readonly status: { readonly phase: string; readonly conditions?: readonly { type: string; status: string }[] };
}

const pods = async () => (await cluster.api.list("/api/v1/pods")) as readonly Pod[];
const isReady = ({ status }: Pod) =>
  status.phase === "Succeeded" || status.conditions?.some(({ type, status }) => type === "Ready" && status === "True");

/** What controllers could not do, such as make a pod that Pod Security refuses. */
async function refusals(): Promise<unknown[]> {
  const events = await cluster.api.list("/api/v1/events");
  return events.filter((event) => event["reason"] === "FailedCreate").map((event) => event["message"]);
}

test("every chart that is pinned is served under its name and version, in both forms", async () => {
  const index = await (await fetch(`${repository.url}/index.yaml`)).text();
  for (const { chart, version } of Object.values<ChartPin>(charts)) {
    expect(index).toContain(`- ${chart}-${version}.tgz`);
    expect(existsSync(join(repository.folder, `${chart}-${version}.tgz`))).toBe(true);
  }
});

test.each(["dev", "prod"] as const)(
  "every add-on of %s installs in its order and becomes ready, and its objects are what their definitions say",
  async (environment) => {
    await installAll(await register(environment));

    const releases = JSON.parse(await helm("list", "--all-namespaces", "--output", "json")) as Record<string, string>[];
    const pins = Object.entries<ChartPin>(charts).map(([key, { chart, version }]) => [key, `${chart}-${version}`]);
    expect(Object.fromEntries(releases.map(({ name, chart }) => [name, chart]))).toEqual(Object.fromEntries(pins));
    expect(releases.filter(({ status }) => status !== "deployed")).toEqual([]);

    expect((await pods()).filter((pod) => !isReady(pod)).map(({ metadata }) => metadata.name)).toEqual([]);
    expect(await refusals()).toEqual([]);
  },
  600_000,
);

test("namespaces of add-ons carry their level, and each runs pods that were admitted at it", async () => {
  const running = await pods();
  for (const { namespace, podSecurity } of Object.values(catalogue)) {
    if (sharedNamespaces.has(namespace)) continue;
    const { metadata } = await cluster.api.get(`/api/v1/namespaces/${namespace}`);
    expect(metadata.labels).toMatchObject({ "pod-security.kubernetes.io/enforce": podSecurity });
    expect(running.filter((pod) => pod.metadata.namespace === namespace).length).toBeGreaterThan(0);
  }
});

test("the pods that the Prometheus operator makes are admitted too, and its service account may make them", async () => {
  const place = { namespace: "monitoring", deployment: "kube-prometheus-stack-operator" };
  const operator = await startController(cluster, "prometheus-operator", place);
  try {
    await waitFor(
      "Prometheus and Alertmanager, two of each",
      60,
      async () => {
        const made = (await pods()).filter(
          ({ metadata }) => metadata.labels?.["app.kubernetes.io/managed-by"] === "prometheus-operator",
        );
        const told = made.map((pod) => `${pod.metadata.name}: ${isReady(pod) ? "ready" : pod.status.phase}`);
        if (told.filter((line) => line.endsWith("ready")).length === 4) return true;
        throw new Error([...told, ...(await refusals())].join("; "));
      },
      [operator],
    );
    expect(await refusals()).toEqual([]);
  } finally {
    await operator.stop();
  }
});

test("a chart whose pods need more than its namespace allows does not get in", async () => {
  const releases = (await register("dev")).filter(({ type }) => isRelease(type));
  const exporter = releases.find(({ inputs }) => inputs["name"] === "node-exporter")!;
  const { values, ...release } = exporter.inputs as unknown as Release;
  const misplaced = { ...release, name: "misplaced", namespace: "keda", timeout: 5 };
  const renamed = { ...values, fullnameOverride: "misplaced" };
  await expect(install({ ...misplaced, values: renamed })).rejects.toThrow(/misplaced|timed out|deadline/);
  expect(String(await refusals())).toContain('violates PodSecurity "restricted:latest"');
});

test("the definitions are the real ones: each refuses a field that it does not know", async () => {
  const objects = (await register("prod")).filter(
    ({ type }) => /^kubernetes:[^:]*\.[^:]*:/.test(type) && !isRelease(type),
  );
  const custom = objects.filter(({ type }) => !/:(networking|rbac\.authorization)\.k8s\.io\//.test(type));
  expect(custom.length).toBeGreaterThan(15);
  for (const { inputs } of custom) {
    const { metadata, spec, ...rest } = inputs as unknown as Manifest & { spec: object };
    const other = { ...metadata, name: `${metadata.name}-strange` };
    const strange = { ...rest, metadata: other, spec: { ...spec, ofNoDefinition: 1 } };
    await expect(create(cluster.api, strange, { dryRun: true })).rejects.toThrow(
      'strict decoding error: unknown field "spec.ofNoDefinition"',
    );
  }
});
