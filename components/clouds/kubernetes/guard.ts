import * as k8s from "@pulumi/kubernetes";
import { RunError } from "@pulumi/pulumi";
import type { Scope } from "../../contracts/common";

/** Says that any cluster will do: for clusters that are made anew every day. */
export const ANY_CLUSTER = "any";

/**
 * Stops before the first create when the kubeconfig leads to another cluster than the stack's. The UID of `kube-system` is what
 * a cluster has for life, and no other has.
 * @throws RunError that names both.
 */
export async function guardCluster(scope: Scope, provider: k8s.Provider): Promise<void> {
  if (scope.account === ANY_CLUSTER) return;
  const found = k8s.core.v1.Namespace.get(`${scope.name}-guard`, "kube-system", { provider });
  const uid = await new Promise<string>((resolve) => found.metadata.uid.apply(resolve));
  if (uid === scope.account) return;
  throw new RunError(
    [
      "The kubeconfig leads to another cluster than the one where this stack belongs; nothing was changed.",
      `  given    the cluster ${uid}`,
      `  allowed  the cluster ${scope.account} (slipway:account)`,
      "  mend     take another context or kubeconfig; or, if the stack really belongs there, correct slipway:account:",
      "           kubectl get namespace kube-system --output jsonpath='{.metadata.uid}'",
    ].join("\n"),
  );
}
