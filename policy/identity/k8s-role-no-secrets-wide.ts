import { powersIn, RBAC_UNKNOWN, READS } from "../rbac";
import type { ResourceRule } from "../rule";
import { CLUSTER_ROLE } from "../types";

export const k8sRoleNoSecretsWide: ResourceRule = {
  name: "k8s-role-no-secrets-wide",
  pack: "identity",
  description: "No cluster role reads the secrets of every namespace.",
  severity: "high",
  frameworks: ["CIS EKS 4.1.2", "CIS Kubernetes 5.1.2", "SOC 2 CC6.1"],
  why: "Who reads all secrets has every password, and every service account's rights, of the cluster.",
  mend: "Give a Role in the namespaces concerned, or name the secrets in resourceNames.",
  link: "https://kubernetes.io/docs/concepts/security/rbac-good-practices/#listing-secrets",
  types: [CLUSTER_ROLE],
  level: "mandatory",
  levels: { dev: "advisory" },
  onUnknown: RBAC_UNKNOWN,
  check: (role) => powersIn(role, { group: "", resources: ["secrets"], verbs: READS, unlessNamed: true }),
};
