import { powersIn, RBAC_UNKNOWN } from "../rbac";
import type { ResourceRule } from "../rule";
import { ROLES } from "../types";

export const k8sRoleNoExec: ResourceRule = {
  name: "k8s-role-no-exec",
  pack: "identity",
  description: "No role runs commands in other pods.",
  severity: "high",
  frameworks: ["NSA/CISA Kubernetes Hardening Guide", "SOC 2 CC6.1"],
  why: "Who may exec into a pod has its secrets and its identity, and leaves no trace in its logs.",
  mend: "Leave pods/exec, pods/attach and pods/portforward to people, by access entries.",
  link: "https://kubernetes.io/docs/concepts/security/rbac-good-practices/",
  types: ROLES,
  level: "mandatory",
  levels: { dev: "advisory" },
  onUnknown: RBAC_UNKNOWN,
  check: (role) =>
    powersIn(role, {
      group: "",
      resources: ["pods/exec", "pods/attach", "pods/portforward", "pods/ephemeralcontainers"],
      verbs: ["create", "get", "update", "patch"],
    }),
};
