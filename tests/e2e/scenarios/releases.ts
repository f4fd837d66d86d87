/** Releases of the workload chart by helm itself, in the program's own namespace, on a real API server. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { WorkloadNamespace, type WorkloadNamespaceArgs } from "../../../components/workloads/namespace";
import type { Values } from "../../charts/helm";
import { simulate } from "../../support/simulate";
import { create, type Manifest } from "../charts/apply";
import { type Disks, startDisks } from "../charts/disks";
import type { KubeApi, KubeObject } from "../cluster/api";
import { type Cluster, type ClusterOptions, startCluster } from "../cluster/cluster";
import { waitFor } from "../cluster/process";
import { run } from "../tools/run";
import { toolPath } from "../tools/tools";

const CHART = join(__dirname, "../../../charts/workload");

/** A pod, as far as these tests look. */
export interface PodState {
  readonly name: string;
  readonly image: string;
  readonly node: string;
  readonly ready: boolean;
  readonly ending: boolean;
}

/** A cluster with disks, and helm to release workloads into it. */
export interface Releases {
  readonly cluster: Cluster;
  readonly api: KubeApi;
  /** helm, as the administrator. @throws Error with helm's words */
  helm(...args: string[]): Promise<string>;
  /** Installs or upgrades a workload as the program does: atomic, and waiting for jobs. */
  release(namespace: string, values: Values, timeoutSeconds?: number): Promise<string>;
  /** Pods of a workload. */
  pods(namespace: string, name: string): Promise<readonly PodState[]>;
  /** Waits until the pods of a workload are as wanted. */
  until(what: string, namespace: string, name: string, wanted: (pods: readonly PodState[]) => boolean): Promise<void>;
  stop(): Promise<void>;
}

/** Starts it, with the cluster's default class of disks. */
export async function startReleases(options: ClusterOptions = {}): Promise<Releases> {
  const folder = mkdtempSync(join(tmpdir(), "slipway-releases-"));
  const cluster = await startCluster(options);
  const { api } = cluster;
  const disks: Disks = startDisks(api);
  await create(api, storageClass("gp3", true));
  const helm = (...args: string[]) =>
    run(toolPath("helm"), args, {
      env: { KUBECONFIG: cluster.kubeconfig, HELM_CACHE_HOME: folder, HELM_CONFIG_HOME: folder },
    });
  const pods = async (namespace: string, name: string) =>
    (await api.list(`/api/v1/namespaces/${namespace}/pods?labelSelector=app.kubernetes.io%2Fname%3D${name}`)).map(
      stateOf,
    );
  return {
    cluster,
    api,
    helm,
    pods,
    release: (namespace, values, timeoutSeconds = 60) => {
      const file = join(folder, `${namespace}-${values["name"]}.json`);
      writeFileSync(file, JSON.stringify(values));
      const how = ["--atomic", "--cleanup-on-fail", "--wait-for-jobs", "--timeout", `${timeoutSeconds}s`];
      const where = ["--namespace", namespace, "--values", file];
      return helm("upgrade", "--install", String(values["name"]), CHART, ...where, ...how);
    },
    until: async (what, namespace, name, wanted) => {
      await waitFor(what, 30, async () => {
        const found = await pods(namespace, name);
        if (wanted(found)) return true;
        throw new Error(`There are: ${JSON.stringify(found)}`);
      });
    },
    stop: async () => {
      await disks.stop();
      await cluster.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** A class of disks that are made once it is known where the pod runs. */
export const storageClass = (name: string, byDefault: boolean): Manifest =>
  ({
    apiVersion: "storage.k8s.io/v1",
    kind: "StorageClass",
    metadata: { name, annotations: { "storageclass.kubernetes.io/is-default-class": String(byDefault) } },
    provisioner: "disks.example.com",
    volumeBindingMode: "WaitForFirstConsumer",
  }) as Manifest;

/** Makes the program's own namespace for workloads. */
export async function makeNamespace(
  api: KubeApi,
  namespace: string,
  args: Partial<WorkloadNamespaceArgs> = {},
): Promise<void> {
  const made = await simulate(() => new WorkloadNamespace(namespace, { namespace, partOf: "shop", ...args }));
  for (const { type, inputs } of made.resources) {
    if (type.startsWith("kubernetes:")) await create(api, inputs as unknown as Manifest);
  }
}

function stateOf({ metadata, spec, status }: KubeObject): PodState {
  const { containers, nodeName } = spec as { containers: { image: string }[]; nodeName?: string };
  const { conditions = [] } = (status ?? {}) as { conditions?: { type: string; status: string }[] };
  return {
    name: metadata.name,
    image: containers[0]!.image.replace(/^.*:/, ""),
    node: nodeName ?? "",
    ready: conditions.some(({ type, status: is }) => type === "Ready" && is === "True"),
    ending: metadata["deletionTimestamp"] !== undefined,
  };
}
