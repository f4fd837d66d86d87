import { powersIn, RBAC_UNKNOWN, READS, WRITES } from "../rbac";
import type { ResourceRule } from "../rule";
import { ROLES } from "../types";

export const k8sRoleNoNodeProxy: ResourceRule = {
  name: "k8s-role-no-node-proxy",
  pack: "identity",
  description: "No role talks to the kubelets through nodes/proxy.",
  severity: "critical",
  frameworks: ["CIS Kubernetes 5.1.10"],
  why: "The kubelet's API runs commands in every pod of its node, past admission and past the audit log.",
  mend: "Use nodes/metrics, nodes/stats or nodes/log instead of nodes/proxy.",
  link: "https://kubernetes.io/docs/concepts/security/rbac-good-practices/#access-to-proxy-subresource-of-nodes",
  types: ROLES,
  level: "mandatory",
  onUnknown: RBAC_UNKNOWN,
  check: (role) => powersIn(role, { group: "", resources: ["nodes/proxy"], verbs: [...READS, ...WRITES, "delete"] }),
};
