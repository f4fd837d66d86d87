import { secret } from "@pulumi/pulumi";
import type { ClusterHandle } from "../../contracts/cluster";
import type { Scope } from "../../contracts/common";
import type { KubernetesOptions } from "./options";

/** A cluster that is there already: Slipway makes nothing of it. */
export function ownCluster(scope: Scope, { kubeconfig, context }: KubernetesOptions["cluster"]): ClusterHandle {
  return {
    name: scope.name,
    endpoint: context === undefined ? "as the kubeconfig says" : `as the context ${context} says`,
    kubeconfig: secret(kubeconfig ?? ""),
    ...(context !== undefined && { context }),
    issuer: "https://kubernetes.default.svc.cluster.local",
    ...{ accessGroup: "", nodeRole: "", compute: "own" },
  };
}
