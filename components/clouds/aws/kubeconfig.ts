import type * as aws from "@pulumi/aws";
import type { Input, Output } from "@pulumi/pulumi";
import { loginKubeconfig } from "../../shared/kubeconfig";

/** Whoever uses it logs in through the AWS CLI and takes the deployer role: so it may be read by anyone. */
export function kubeconfigOf(
  { name, endpoint, certificateAuthority }: Pick<aws.eks.Cluster, "name" | "endpoint" | "certificateAuthority">,
  deployerArn: Input<string>,
  region: string,
): Output<string> {
  const who = ["--region", region, "--cluster-name", name, "--role-arn", deployerArn];
  return loginKubeconfig({
    server: endpoint,
    authority: certificateAuthority.data,
    login: { command: "aws", args: ["eks", "get-token", "--output", "json", ...who] },
  });
}
