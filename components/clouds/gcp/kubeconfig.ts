import type * as container from "@pulumi/gcp/container";
import { interpolate, type Output } from "@pulumi/pulumi";
import { loginKubeconfig } from "../../shared/kubeconfig";

/** Whoever uses it logs in through Google's own plugin. */
export function kubeconfigOf({
  endpoint,
  masterAuth,
}: Pick<container.Cluster, "endpoint" | "masterAuth">): Output<string> {
  return loginKubeconfig({
    server: interpolate`https://${endpoint}`,
    authority: masterAuth.clusterCaCertificate,
    login: {
      command: "gke-gcloud-auth-plugin",
      installHint: "install it with: gcloud components install gke-gcloud-auth-plugin",
      provideClusterInfo: true,
    },
  });
}
