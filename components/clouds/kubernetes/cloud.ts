import { secret } from "@pulumi/pulumi";
import type { ClusterHandle } from "../../contracts/cluster";
import type { Scope } from "../../contracts/common";
import { ClusterProvider } from "../../helm/cluster-provider";
import { InClusterCloud } from "../../in-cluster/cloud";
import { ownCluster } from "./cluster";
import { guardCluster } from "./guard";
import type { KubernetesOptions } from "./options";

/** Any Kubernetes: kind, k3s, on one's own machines, or a cloud that Slipway does not know. */
export class KubernetesCloud extends InClusterCloud<KubernetesOptions> {
  readonly name = "kubernetes";
  protected readonly replicas: number | undefined;
  readonly provider: ClusterProvider;

  constructor(scope: Scope, told: KubernetesOptions["cluster"]) {
    super(scope, told);
    const { kubeconfig, context, nodes } = told;
    // A second pod on the same node keeps nothing up.
    this.replicas = nodes.count === 1 ? 1 : undefined;
    this.provider = new ClusterProvider(`${scope.name}-kubernetes`, {
      kubeconfig: secret(kubeconfig ?? ""),
      context,
      clusterName: scope.name,
    });
  }

  guard(): Promise<void> {
    return guardCluster(this.scope, this.provider);
  }

  cluster(): ClusterHandle {
    return ownCluster(this.scope, this.told);
  }
}
