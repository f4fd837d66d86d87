/** Admission on a real API server: workloads' pods under Pod Security `restricted`, their objects by real definitions. */
import { at, ONE_OF_EACH, podTemplate, render, SAMPLES, type SampleName } from "../../charts/workload/samples";
import { create, type Manifest } from "../charts/apply";
import { createDefinitions } from "../charts/definitions";
import { type Disks, startDisks } from "../charts/disks";
import { type ChartRepository, startChartRepository } from "../charts/repository";
import type { KubeObject } from "../cluster/api";
import { type Cluster, startCluster } from "../cluster/cluster";
import { waitFor } from "../cluster/process";
import { makeNamespace, storageClass } from "./releases";
import { applied, type Pod, WEAKENINGS } from "./weakenings";

/** What has objects of other controllers, which do not run here, is in rollouts.e2e.test.ts. */
const elsewhere: readonly SampleName[] = ["web-blue-green", "web-canary", "worker-events"];
const samples = SAMPLES.filter((sample) => !elsewhere.includes(sample));

let repository: ChartRepository;
let cluster: Cluster;
let disks: Disks;

beforeAll(async () => {
  repository = await startChartRepository();
  // The sample that uses every feature asks for such a class, and for an arm64 node; others for spot, or for none of it.
  const zone = { "topology.kubernetes.io/zone": "eu-west-1a" };
  cluster = await startCluster({
    nodes: [
      { name: "node-a", labels: { ...zone, "kubernetes.io/arch": "arm64" } },
      { name: "node-b", labels: { ...zone, "karpenter.sh/capacity-type": "spot" } },
    ],
  });
  await createDefinitions(cluster.api, repository, ["prometheus-operator-crds", "external-secrets", "envoy-gateway"]);
  disks = startDisks(cluster.api);
  await create(cluster.api, storageClass("gp3", true));
  await create(cluster.api, storageClass("shared", false));
  await create(cluster.api, {
    apiVersion: "scheduling.k8s.io/v1",
    kind: "PriorityClass",
    metadata: { name: "business-critical" },
    value: 1000,
  } as Manifest);
});

afterAll(async () => {
  await disks?.stop();
  await cluster?.stop();
  await repository?.stop();
});

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
    await makeNamespace(cluster.api, sample, { quota: { cpu: 32, memoryGb: 64, pods: 50, storageGb: 200 } });
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

test("between them the samples have every kind of object that the chart makes for them", () => {
  const kinds = new Set(samples.flatMap((sample) => objectsOf(sample).map(({ kind }) => kind)));
  expect([...kinds].sort()).toEqual([
    "BackendTrafficPolicy",
    "ConfigMap",
    "CronJob",
    "Deployment",
    "ExternalSecret",
    "HTTPRoute",
    "HorizontalPodAutoscaler",
    "Job",
    "NetworkPolicy",
    "PersistentVolumeClaim",
    "PodDisruptionBudget",
    "PodMonitor",
    "PrometheusRule",
    "Role",
    "RoleBinding",
    "SecurityPolicy",
    "Service",
    "ServiceAccount",
    "ServiceMonitor",
    "StatefulSet",
  ]);
});

describe.each(ONE_OF_EACH)("a pod of %s", (sample) => {
  const pod = (): Pod => {
    const { spec } = podTemplate(render(sample)) as Pick<Pod, "spec">;
    // Made by nobody: the namespace's own account, as the sample's is made with the sample.
    return { apiVersion: "v1", kind: "Pod", metadata: { name: "weakened", namespace: "restricted" }, spec };
  };

  beforeAll(async () => {
    if ((await cluster.api.find("/api/v1/namespaces/restricted")) === undefined)
      await makeNamespace(cluster.api, "restricted");
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
