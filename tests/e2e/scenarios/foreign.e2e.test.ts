/** Third-party charts and raw objects as workloads, by the program itself on the engine: made, changed, refused, removed. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { stringify } from "yaml";
import { type Harness, startHarness } from "../harness";
import type { Stack } from "../stack";
import { run } from "../tools/run";
import { toolPath } from "../tools/tools";
import { foundation } from "./running";

let harness: Harness;
let shop: Stack;

/** A chart of somebody else's: one Deployment, as careful as `restricted` asks for, and a ConfigMap. */
const deployment = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: {{ .Release.Name }}
  labels: &labels { app.kubernetes.io/name: queue, app.kubernetes.io/instance: {{ .Release.Name }} }
spec:
  replicas: {{ .Values.replicas }}
  progressDeadlineSeconds: 10
  selector: { matchLabels: *labels }
  template:
    metadata: { labels: *labels }
    spec:
      securityContext: { runAsNonRoot: true, runAsUser: 10001, seccompProfile: { type: RuntimeDefault } }
      containers:
        - name: queue
          image: {{ .Values.image }}
          resources: { requests: { cpu: {{ .Values.cpu }}, memory: 64Mi }, limits: { memory: 64Mi } }
          securityContext:
            allowPrivilegeEscalation: {{ .Values.careless }}
            capabilities: { drop: [ALL] }
`;

const chart = {
  ...{ kind: "chart", chart: { repo: "https://charts.example.com", name: "queue", version: "1.2.3" } },
  ...{ ports: [5672], readySeconds: 30 },
};
/** All of its values, as config is laid over what was there before. */
const queue = (values: object = {}) => ({
  ...chart,
  values: { replicas: 2, image: "registry.example.com/queue:4.0.0", careless: false, ...values },
});
const settings = (limit: string) => ({
  ...{ kind: "manifests", namespaces: ["shop-mq"], after: ["mq"] },
  manifests: [
    ...["shop", "shop-mq"].map((namespace) => ({
      ...{ apiVersion: "v1", kind: "ConfigMap", metadata: { name: "limits", namespace }, data: { limit } },
    })),
  ],
});

beforeAll(async () => {
  harness = await startHarness();
  const folder = join(harness.charts.folder, "queue");
  mkdirSync(join(folder, "templates"), { recursive: true });
  writeFileSync(join(folder, "Chart.yaml"), stringify({ apiVersion: "v2", name: "queue", version: "1.2.3" }));
  const defaults = { replicas: 1, image: "registry.example.com/queue:4.0.0", cpu: "100m", careless: false };
  writeFileSync(join(folder, "values.yaml"), stringify(defaults));
  writeFileSync(join(folder, "templates", "deployment.yaml"), deployment);
  await run(toolPath("helm"), ["package", folder, "--destination", harness.charts.folder]);
  shop = await harness.stack("dev", {
    like: "none",
    config: {
      ...{ ...foundation, layer: undefined, secrets: [] },
      ...{ chartMirror: harness.charts.folder },
      addons: { "kube-prometheus-stack": false, "metrics-server": false, "external-secrets": false },
      quota: { pods: 5 },
      workloads: { mq: queue(), settings: settings("10") },
    },
  });
});

afterAll(() => harness?.stop());

const workloads = (mq: object, limit: string) => shop.configure({ workloads: { mq, settings: settings(limit) } });
const up = () => shop.pulumi("up", "--yes", "--skip-preview");
const api = () => harness.cluster.api;
const limits = async (namespace: string) =>
  (await api().get(`/api/v1/namespaces/${namespace}/configmaps/limits`))["data"];
const deployed = async () => (await api().get("/apis/apps/v1/namespaces/shop-mq/deployments/mq"))["spec"];
const images = async () => JSON.stringify(await deployed());

test("made: the chart in a namespace of its own, then the objects, each where it says", async () => {
  await shop.up();
  expect(await deployed()).toMatchObject({ replicas: 2 });
  const { metadata } = await api().get("/api/v1/namespaces/shop-mq");
  expect(metadata.labels).toMatchObject({ "pod-security.kubernetes.io/enforce": "restricted" });
  expect([await limits("shop"), await limits("shop-mq")]).toEqual([{ limit: "10" }, { limit: "10" }]);
}, 600_000);

test("changed: values and objects alike, and nothing more the second time", async () => {
  workloads(queue({ image: "registry.example.com/queue:4.1.0", replicas: 3 }), "20");
  expect(await up()).toMatchObject({ code: 0 });
  expect(await images()).toContain("queue:4.1.0");
  expect(await limits("shop-mq")).toEqual({ limit: "20" });
  expect((await shop.pulumi("preview", "--expect-no-changes")).code).toBe(0);
}, 600_000);

test("refused by the quota: the release is taken back, and the error says so", async () => {
  workloads(queue({ image: "registry.example.com/queue:4.1.0", replicas: 9 }), "20");
  const refused = await up();
  expect(refused.code).not.toBe(0);
  expect(refused.output).toMatch(/exceeded quota/);
  expect(await deployed()).toMatchObject({ replicas: 3 });
}, 600_000);

test("refused by Pod Security, and by the stack's own admission policy: the old version serves", async () => {
  workloads(queue({ careless: true, replicas: 3 }), "20");
  const careless = await up();
  expect(careless.code).not.toBe(0);
  expect(careless.output).toMatch(/violates PodSecurity/);
  workloads(queue({ image: "registry.example.com/queue:latest", replicas: 3 }), "20");
  const floating = await up();
  expect(floating.code).not.toBe(0);
  expect(floating.output).toContain("[image-version]");
  expect(await images()).toContain("queue:4.1.0");
}, 600_000);

test("removed with the rest", async () => {
  workloads(queue({ image: "registry.example.com/queue:4.1.0", replicas: 3 }), "20");
  await shop.succeed("destroy", "--yes", "--skip-preview");
  expect(await api().find("/api/v1/namespaces/shop-mq")).toBeUndefined();
  expect(await api().find("/api/v1/namespaces/shop/configmaps/limits")).toBeUndefined();
}, 600_000);
