import { powersIn, RBAC_UNKNOWN } from "../rbac";
import type { ResourceRule } from "../rule";
import { ROLES } from "../types";

export const k8sRoleNoTokenRequest: ResourceRule = {
  name: "k8s-role-no-token-request",
  pack: "identity",
  description: "No role makes tokens for whatever service account it likes.",
  severity: "high",
  frameworks: ["CIS Kubernetes 5.1.13"],
  why: "A token for another account is that account, with all its rights, in the cluster and in the cloud.",
  mend: "Name the accounts in resourceNames.",
  link: "https://kubernetes.io/docs/concepts/security/rbac-good-practices/#token-request",
  types: ROLES,
  level: "mandatory",
  onUnknown: RBAC_UNKNOWN,
  check: (role) =>
    powersIn(role, { group: "", resources: ["serviceaccounts/token"], verbs: ["create"], unlessNamed: true }),
};
