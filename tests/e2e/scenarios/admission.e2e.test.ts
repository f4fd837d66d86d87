/** Admission on a real API server: workloads' pods under Pod Security `restricted`, their objects by real definitions. */
import { WorkloadNamespace } from "../../../components/workloads/namespace";
import { at, ONE_OF_EACH, podTemplate, render, type SampleName } from "../../charts/workload/samples";
import { simulate } from "../../support/simulate";
import { create, type Manifest } from "../charts/apply";
import { createDefinitions } from "../charts/definitions";
import { type ChartRepository, startChartRepository } from "../charts/repository";
import type { KubeObject } from "../cluster/api";
import { type Cluster, startCluster } from "../cluster/cluster";
import { waitFor } from "../cluster/process";
import { applied, type Pod, WEAKENINGS } from "./weakenings";

const samples: readonly SampleName[] = [
  "web-minimal",
  "web-full",
  "web-shared-metrics",
  "worker",
  "cron",
  "task-migration",
];

let repository: ChartRepository;
let cluster: Cluster;

beforeAll(async () => {
  repository = await startChartRepository();
  // The sample that uses every feature asks for such a node and such a class.
  const labels = { "kubernetes.io/arch": "arm64", "topology.kubernetes.io/zone": "eu-west-1a" };
  cluster = await startCluster({ nodes: [{ name: "node-a", labels }] });
  await createDefinitions(cluster.api, repository, ["prometheus-operator-crds", "external-secrets", "envoy-gateway"]);
  await create(cluster.api, {
    apiVersion: "scheduling.k8s.io/v1",
    kind: "PriorityClass",
    metadata: { name: "business-critical" },
    value: 1000,
  } as Manifest);
});

afterAll(async () => {
  await cluster?.stop();
  await repository?.stop();
});

/** The program's own namespace for workloads, called after the sample. */
async function makeNamespace(namespace: string): Promise<void> {
  const made = await simulate(() => new WorkloadNamespace(namespace, { namespace, partOf: "shop" }));
  for (const { type, inputs } of made.resources) {
    if (type.startsWith("kubernetes:")) await create(cluster.api, inputs as unknown as Manifest);
  }
}

/** The objects of a sample, in the namespace that is called after it. */
const objectsOf = (sample: SampleName): Manifest[] =>
  render(sample).map((manifest) => ({ ...manifest, metadata: { ...manifest.metadata, namespace: sample } }));

/** The pods that a workload's controllers have made, once there are any. */
const podsOf = (namespace: string) =>
  waitFor(`pods in ${namespace}`, 20, async () => {
    const events = await cluster.api.list(`/api/v1/namespaces/${namespace}/events`);
    const refused = events.find((event) => event["reason"] === "FailedCreate");
    if (refused !== undefined) return [refused];
    const pods = await cluster.api.list(`/api/v1/namespaces/${namespace}/pods`);
    if (pods.length > 0 && pods.every(hasStarted)) return pods;
    throw new Error(`There are: ${pods.map((pod) => `${pod.metadata.name} ${phase(pod)}`).join(", ") || "none"}`);
  });

const phase = (object: KubeObject) => (object["status"] as { phase?: string } | undefined)?.phase;
const hasStarted = (pod: KubeObject) => ["Running", "Succeeded"].includes(phase(pod) ?? "");

describe.each(samples)("the sample %s", (sample) => {
  test("is accepted, strictly, and its pods are admitted and run", async () => {
    await makeNamespace(sample);
    for (const manifest of objectsOf(sample)) {
      await create(cluster.api, manifest);
      // As `kubectl create job --from=cronjob/…` does, rather than to wait for the night.
      if (manifest.kind === "CronJob") await create(cluster.api, jobFrom(manifest));
    }
    expect((await podsOf(sample)).filter((object) => !hasStarted(object))).toEqual([]);
  });

  test("is refused with a field that no definition knows", async () => {
    for (const manifest of objectsOf(sample)) {
      const spec = at(manifest, "spec");
      if (spec === undefined) continue;
      const metadata = { ...manifest.metadata, name: `${manifest.metadata.name}-strange` };
      const strange = { ...manifest, metadata, spec: { ...spec, ofNoDefinition: 1 } };
      await expect(create(cluster.api, strange, { dryRun: true })).rejects.toThrow(
        /unknown field "spec.ofNoDefinition"/,
      );
    }
  });
});

function jobFrom(cronJob: Manifest): Manifest {
  const { metadata } = cronJob;
  const spec = at(cronJob, "spec.jobTemplate.spec");
  return {
    apiVersion: "batch/v1",
    kind: "Job",
    metadata: { ...metadata, name: `${metadata.name}-now` },
    spec,
  } as Manifest;
}

test("between them the samples have every kind of object that the chart can make", () => {
  const kinds = new Set(samples.flatMap((sample) => objectsOf(sample).map(({ kind }) => kind)));
  expect([...kinds].sort()).toEqual([
    "CronJob",
    "Deployment",
    "ExternalSecret",
    "HTTPRoute",
    "HorizontalPodAutoscaler",
    "Job",
    "NetworkPolicy",
    "PodDisruptionBudget",
    "PodMonitor",
    "PrometheusRule",
    "Service",
    "ServiceAccount",
    "ServiceMonitor",
  ]);
});

describe.each(ONE_OF_EACH)("a pod of %s", (sample) => {
  const pod = (): Pod => {
    const { spec } = podTemplate(render(sample)) as Pick<Pod, "spec">;
    // Made by nobody: the namespace's own account, as the sample's is made with the sample.
    return { apiVersion: "v1", kind: "Pod", metadata: { name: "weakened", namespace: "restricted" }, spec };
  };

  beforeAll(async () => {
    if ((await cluster.api.find("/api/v1/namespaces/restricted")) === undefined) await makeNamespace("restricted");
    const { serviceAccountName } = pod().spec;
    const metadata = { name: serviceAccountName, namespace: "restricted" };
    await create(cluster.api, { apiVersion: "v1", kind: "ServiceAccount", metadata });
  });

  test("is admitted as it is", async () => {
    await expect(create(cluster.api, pod(), { dryRun: true })).resolves.toMatchObject({ kind: "Pod" });
  });

  test.each(WEAKENINGS)("is refused with $field", async (weakening) => {
    for (const weak of applied(weakening, pod())) {
      await expect(create(cluster.api, weak, { dryRun: true })).rejects.toThrow(
        new RegExp(`violates PodSecurity "restricted:latest": .*${weakening.says}`),
      );
    }
  });
});
