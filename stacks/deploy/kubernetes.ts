import type { Resource } from "@pulumi/pulumi";
import type { ClusterHandle } from "../../components/contracts/cluster";
import { ClusterProvider } from "../../components/helm/cluster-provider";

/** The way into the cluster for one layer. Everything that the layer makes there waits for `after`, and is gone before it. */
export function kubernetesProvider(
  name: string,
  cluster: ClusterHandle,
  after: Resource[],
  parent: Resource,
): ClusterProvider {
  return new ClusterProvider(
    name,
    { kubeconfig: cluster.kubeconfig, context: cluster.context, clusterName: cluster.name },
    { parent, dependsOn: after },
  );
}
