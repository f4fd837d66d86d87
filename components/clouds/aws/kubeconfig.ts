import type * as aws from "@pulumi/aws";
import { type Input, jsonStringify, type Output } from "@pulumi/pulumi";

/**
 * A kubeconfig without a credential: whoever uses it logs in through the AWS CLI and takes the deployer role, so it may
 * be read by anyone and works for a person and for CI alike.
 */
export function kubeconfigOf(
  cluster: Pick<aws.eks.Cluster, "name" | "endpoint" | "certificateAuthority">,
  deployerArn: Input<string>,
  region: string,
): Output<string> {
  return jsonStringify({
    apiVersion: "v1",
    kind: "Config",
    "current-context": "slipway",
    contexts: [{ name: "slipway", context: { cluster: "slipway", user: "slipway" } }],
    clusters: [
      {
        name: "slipway",
        cluster: { server: cluster.endpoint, "certificate-authority-data": cluster.certificateAuthority.data },
      },
    ],
    users: [
      {
        name: "slipway",
        user: {
          exec: {
            apiVersion: "client.authentication.k8s.io/v1beta1",
            command: "aws",
            args: [
              "eks",
              "get-token",
              "--output",
              "json",
              "--region",
              region,
              "--cluster-name",
              cluster.name,
              "--role-arn",
              deployerArn,
            ],
            interactiveMode: "Never",
          },
        },
      },
    ],
  });
}
