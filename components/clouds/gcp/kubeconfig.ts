import type * as container from "@pulumi/gcp/container";
import { interpolate, jsonStringify, type Output } from "@pulumi/pulumi";

/** A kubeconfig without a credential: whoever uses it logs in through Google's own plugin, a person and CI alike. */
export function kubeconfigOf({
  endpoint,
  masterAuth,
}: Pick<container.Cluster, "endpoint" | "masterAuth">): Output<string> {
  return jsonStringify({
    apiVersion: "v1",
    kind: "Config",
    "current-context": "slipway",
    contexts: [{ name: "slipway", context: { cluster: "slipway", user: "slipway" } }],
    clusters: [
      {
        name: "slipway",
        cluster: {
          server: interpolate`https://${endpoint}`,
          "certificate-authority-data": masterAuth.clusterCaCertificate,
        },
      },
    ],
    users: [
      {
        name: "slipway",
        user: {
          exec: {
            apiVersion: "client.authentication.k8s.io/v1beta1",
            command: "gke-gcloud-auth-plugin",
            installHint: "install it with: gcloud components install gke-gcloud-auth-plugin",
            provideClusterInfo: true,
            interactiveMode: "Never",
          },
        },
      },
    ],
  });
}
