import { powersIn, RBAC_UNKNOWN } from "../rbac";
import type { ResourceRule } from "../rule";
import { CLUSTER_ROLE } from "../types";

export const k8sRoleNoPodsWide: ResourceRule = {
  name: "k8s-role-no-pods-wide",
  pack: "identity",
  description: "No cluster role makes pods in every namespace.",
  severity: "medium",
  frameworks: ["CIS EKS 4.1.4", "CIS Kubernetes 5.1.4"],
  why: "A pod may name any service account of its namespace, and so gets the rights of all of them.",
  mend: "Give a Role in the namespaces concerned; controllers make Jobs or Deployments rather than pods.",
  link: "https://kubernetes.io/docs/concepts/security/rbac-good-practices/#workload-creation",
  types: [CLUSTER_ROLE],
  level: "advisory",
  onUnknown: RBAC_UNKNOWN,
  check: (role) => powersIn(role, { group: "", resources: ["pods"], verbs: ["create"] }),
};
