/** What the API server itself refuses in the namespaces of workloads, by the program's own admission policies. */
import { WorkloadAdmission } from "../../../components/workloads/admission";
import { ONE_OF_EACH, podTemplate, render } from "../../charts/workload/samples";
import { simulate } from "../../support/simulate";
import { create, type Manifest } from "../charts/apply";
import { type Cluster, startCluster } from "../cluster/cluster";
import { waitFor } from "../cluster/process";
import type { Pod } from "./weakenings";

/** No Pod Security here: what is refused is refused by the policies. */
const OWN = "shop";
const CHARTS = "grafana";
const PINNED = "pinned";
const digest = `sha256:${"a".repeat(64)}`;

let cluster: Cluster;

beforeAll(async () => {
  cluster = await startCluster();
  const of = (name: string, namespaces: string[], otherNamespaces: string[], registries: string[]) =>
    new WorkloadAdmission(name, {
      ...{ partOf: "shop", namespaces, otherNamespaces },
      limits: { registries, digest: registries.length > 0 },
    });
  const made = await simulate(() => {
    of("shop-dev-admission", [OWN], [CHARTS], []);
    of("shop-prod-admission", [PINNED], [], ["registry.example.com/shop"]);
  });
  for (const name of [OWN, CHARTS, PINNED, "elsewhere"]) {
    await create(cluster.api, { apiVersion: "v1", kind: "Namespace", metadata: { name } });
    const account = { name: "own", namespace: name };
    await create(cluster.api, { apiVersion: "v1", kind: "ServiceAccount", metadata: account });
  }
  for (const { type, inputs } of made.resources) {
    if (type.startsWith("kubernetes:")) await create(cluster.api, inputs as unknown as Manifest);
  }
  // A policy holds some seconds after it is made.
  await waitFor("the policies to hold", 60, async () => {
    for (const [namespace, object] of [
      [OWN, pod({ automountServiceAccountToken: true })],
      [CHARTS, service({ type: "NodePort" })],
      [PINNED, container({ image: "a/b:1" })],
      [OWN, service({ type: "NodePort" })],
      [OWN, container({ image: "a/b" })],
    ] as const) {
      if (await accepted(namespace, object)) throw new Error(`${namespace} still takes a ${object.kind}`);
    }
    return true;
  });
});

afterAll(() => cluster?.stop());

const inside = (namespace: string, object: Manifest): Manifest => ({
  ...object,
  metadata: { ...object.metadata, namespace },
});
const dryRun = (namespace: string, object: Manifest) =>
  create(cluster.api, inside(namespace, object), { dryRun: true });
const accepted = (namespace: string, object: Manifest) =>
  dryRun(namespace, object).then(
    () => true,
    () => false,
  );

function pod(over: object = {}): Pod {
  const { spec } = podTemplate(render("web-minimal")) as Pick<Pod, "spec">;
  const { priorityClassName: _, ...rest } = { ...spec, serviceAccountName: "own", ...over } as Pod["spec"];
  return { apiVersion: "v1", kind: "Pod", metadata: { name: "tried", namespace: OWN }, spec: rest };
}

const container = (over: object): Pod => {
  const good = pod();
  return { ...good, spec: { ...good.spec, containers: good.spec.containers.map((each) => ({ ...each, ...over })) } };
};

const withVolume = (volume: object): Pod => {
  const good = pod();
  const { volumes = [] } = good.spec as { volumes?: readonly object[] };
  return { ...good, spec: { ...good.spec, volumes: [...volumes, volume] } as Pod["spec"] };
};

/** Without what only a container that goes on running may have. */
function onceOnly(container: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  const { livenessProbe: _l, readinessProbe: _r, startupProbe: _s, lifecycle: _c, ...rest } = container;
  return rest;
}

const deployment = ({ spec }: Pod): Manifest => {
  const labels = { app: "tried" };
  const template = { metadata: { labels }, spec };
  return {
    ...{ apiVersion: "apps/v1", kind: "Deployment", metadata: { name: "tried" } },
    ...{ spec: { selector: { matchLabels: labels }, template } },
  };
};

const cronJob = ({ spec }: Pod): Manifest => ({
  ...{ apiVersion: "batch/v1", kind: "CronJob", metadata: { name: "tried" } },
  ...{
    spec: { schedule: "0 2 * * *", jobTemplate: { spec: { template: { spec: { ...spec, restartPolicy: "Never" } } } } },
  },
});

const service = (over: object): Manifest => ({
  ...{ apiVersion: "v1", kind: "Service", metadata: { name: "tried" } },
  ...{ spec: { selector: { app: "tried" }, ports: [{ port: 80 }], ...over } },
});

const requests = { cpu: "100m", memory: "64Mi" };
const weakenings: readonly (readonly [what: string, rule: string, weak: () => Pod])[] = [
  ["no resources", "resources", () => container({ resources: {} })],
  ["no limit of memory", "resources", () => container({ resources: { requests } })],
  ["no request of CPU", "resources", () => container({ resources: { limits: { memory: "64Mi" } } })],
  ["a writable root", "read-only-root", () => container({ securityContext: { readOnlyRootFilesystem: false } })],
  ["nothing said of the root", "read-only-root", () => container({ securityContext: {} })],
  ["a mounted token", "service-account-token", () => pod({ automountServiceAccountToken: true })],
  ["the namespace's account", "service-account", () => pod({ serviceAccountName: "default" })],
  ["a folder of the node's", "host-path", () => withVolume({ name: "v", hostPath: { path: "/" } })],
  ["the tag latest", "image-version", () => container({ image: "registry.example.com/a:latest" })],
  ["no tag, and a port", "image-version", () => container({ image: "registry.example.com:5000/a" })],
  ["an image that is never pulled", "image-pull", () => container({ imagePullPolicy: "Never" })],
  [
    "an init container without resources",
    "resources",
    () => pod({ initContainers: [{ ...onceOnly(pod().spec.containers[0]), name: "first", resources: {} }] }),
  ],
];

test.each(ONE_OF_EACH)("the objects of %s are taken as the chart makes them", async (sample) => {
  const kinds = ["Deployment", "Job", "CronJob", "Service"];
  const made = render(sample).filter(({ kind }) => kinds.includes(kind));
  expect(made.length).toBeGreaterThan(0);
  for (const manifest of made) await expect(dryRun(OWN, manifest)).resolves.toMatchObject({ kind: manifest.kind });
});

describe.each(weakenings)("%s", (_, rule, weak) => {
  const named = new RegExp(`ValidatingAdmissionPolicy 'shop-dev-admission-(pods|images)'.* \\[${rule}\\] `);

  test(`is refused by ${rule}, in a pod and in what makes pods`, async () => {
    await expect(dryRun(OWN, weak())).rejects.toThrow(named);
    await expect(dryRun(OWN, deployment(weak()))).rejects.toThrow(named);
    await expect(dryRun(OWN, cronJob(weak()))).rejects.toThrow(named);
  });

  test("is no concern elsewhere; in a chart's namespace only where it is of images", async () => {
    expect(await accepted("elsewhere", weak())).toBe(true);
    expect(await accepted(CHARTS, weak())).toBe(!rule.startsWith("image-"));
  });
});

test.each([
  [{ type: "NodePort" }, "service-type"],
  [{ type: "LoadBalancer" }, "service-type"],
  [{ type: "ExternalName", externalName: "example.com" }, "service-type"],
  [{ externalIPs: ["203.0.113.1"] }, "service-external-addresses"],
])("a Service with %j is refused by %s, in a chart's namespace too", async (spec, rule) => {
  const named = new RegExp(`ValidatingAdmissionPolicy 'shop-dev-admission-services'.* \\[${rule}\\] `);
  await expect(dryRun(OWN, service(spec))).rejects.toThrow(named);
  await expect(dryRun(CHARTS, service(spec))).rejects.toThrow(named);
  expect(await accepted("elsewhere", service(spec))).toBe(true);
});

test("images by digest from the registries of config, and no others", async () => {
  const image = (name: string) => container({ image: name });
  expect(await accepted(PINNED, image(`registry.example.com/shop/web@${digest}`))).toBe(true);
  await expect(dryRun(PINNED, image("registry.example.com/shop/web:1"))).rejects.toThrow(/\[image-digest\]/);
  const beside = image(`registry.example.com/shop2/web@${digest}`);
  await expect(dryRun(PINNED, beside)).rejects.toThrow(
    /\[image-registry\] images come from registry\.example\.com\/shop/,
  );
});
