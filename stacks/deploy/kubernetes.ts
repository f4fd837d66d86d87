import * as k8s from "@pulumi/kubernetes";
import type { Resource } from "@pulumi/pulumi";
import type { ClusterHandle } from "../../components/contracts/cluster";

/**
 * The way into the cluster for one layer. Everything that the layer makes there waits for `after`, and is gone before it.
 * `clusterIdentifier` is the cluster's name: a kubeconfig that changes (a renewed certificate) then updates the provider
 * where the engine would otherwise replace everything in the cluster.
 */
export function kubernetesProvider(
  name: string,
  cluster: ClusterHandle,
  after: Resource[],
  parent: Resource,
): k8s.Provider {
  return new k8s.Provider(
    name,
    { kubeconfig: cluster.kubeconfig, clusterIdentifier: cluster.name, enableServerSideApply: true },
    { parent, dependsOn: after },
  );
}
