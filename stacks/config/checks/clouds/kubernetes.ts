import type { CloudCheck } from "../../../plan/clouds/cloud";
import type { ConfigOf } from "../../schema";
import { inClusterChecks } from "./in-cluster";

type KubernetesCheck = CloudCheck<ConfigOf<"kubernetes">>;

const oneWay: KubernetesCheck = ({ cluster }) => {
  if (!cluster || (cluster.kubeconfig === undefined) !== (cluster.context === undefined)) return [];
  return [
    {
      path: "cluster.context",
      given: cluster.context === undefined ? "neither kubeconfig nor context" : "both kubeconfig and context",
      allowed: "one of them",
      mend: "write context: <name>, or set a kubeconfig: pulumi config set --secret --path slipway:cluster.kubeconfig",
    },
  ];
};

const knownCluster: KubernetesCheck = ({ account, environment }) =>
  account === "any" && environment !== undefined && environment !== "dev"
    ? [
        {
          path: "account",
          given: `any, in ${environment}`,
          allowed: "the UID of the cluster's namespace kube-system",
          mend: "see it with: kubectl get namespace kube-system --output jsonpath='{.metadata.uid}'",
        },
      ]
    : [];

/** The cluster and stores of a stack on a Kubernetes of one's own. */
export const kubernetesChecks: readonly KubernetesCheck[] = [
  oneWay,
  knownCluster,
  ...(inClusterChecks as readonly KubernetesCheck[]),
];
