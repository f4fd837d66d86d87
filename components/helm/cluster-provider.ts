import * as k8s from "@pulumi/kubernetes";
import { type CustomResourceOptions, type Input, runtime } from "@pulumi/pulumi";
import { ReleaseFailures } from "./failures/release-failures";

export interface ClusterProviderArgs {
  /** How to reach the cluster and log in to it. */
  readonly kubeconfig: Input<string>;
  /** A context of the kubeconfig of whoever runs this, instead. @default `kubeconfig` */
  readonly context?: string;
  /**
   * The cluster's name. A kubeconfig that changes (a renewed certificate) then updates the provider, where the engine
   * would otherwise replace everything in the cluster.
   */
  readonly clusterName: Input<string>;
}

/** The way into a cluster. Releases that are made through it say why they failed. */
export class ClusterProvider extends k8s.Provider {
  /** Not in a preview, in which no release can fail. */
  readonly failures?: ReleaseFailures;

  constructor(name: string, { kubeconfig, context, clusterName }: ClusterProviderArgs, opts?: CustomResourceOptions) {
    const way = context === undefined ? { kubeconfig } : { context };
    super(name, { ...way, clusterIdentifier: clusterName, enableServerSideApply: true }, opts);
    if (!runtime.isDryRun() && context === undefined) this.failures = new ReleaseFailures(name, kubeconfig);
  }
}
