import type { CloudOpts } from "../../contracts/cloud";
import type { ClusterArgs } from "../../contracts/cluster";
import { ClusterProvider } from "../../helm/cluster-provider";
import { InClusterCloud } from "../../in-cluster/cloud";
import { guardHost } from "./guard";
import { VpsHost } from "./host";
import type { VpsOptions } from "./options";

/** One VPS: Slipway hardens it, installs k3s, and from then on it is a Kubernetes like any other. */
export class VpsCloud extends InClusterCloud<VpsOptions> {
  readonly name = "vps";
  /** A second pod on the same node keeps nothing up. */
  protected readonly replicas = 1;
  private way?: ClusterProvider;

  guard(): Promise<void> {
    return guardHost(this.scope, this.told);
  }

  cluster(_args: ClusterArgs & VpsOptions["cluster"], opts?: CloudOpts): VpsHost {
    const { scope, told } = this;
    const host = new VpsHost(this.full("host"), { scope, told }, opts);
    const { kubeconfig, name: clusterName } = host;
    this.way = new ClusterProvider(this.full("vps"), { kubeconfig, clusterName }, { parent: host });
    return host;
  }

  /** @throws Error before the host is there, which no caller needs it for */
  get provider(): ClusterProvider {
    if (!this.way) throw new Error("the host comes before what is in its cluster");
    return this.way;
  }
}
