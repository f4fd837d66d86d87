import { powersIn, RBAC_UNKNOWN } from "../rbac";
import type { ResourceRule } from "../rule";
import { CLUSTER_ROLE } from "../types";

export const k8sRoleNoCsrApproval: ResourceRule = {
  name: "k8s-role-no-csr-approval",
  pack: "identity",
  description: "No cluster role approves certificates of the cluster's own authority.",
  severity: "high",
  frameworks: ["CIS Kubernetes 5.1.11"],
  why: "A client certificate carries any name and group that is asked for, and cannot be taken back.",
  mend: "Leave certificatesigningrequests/approval to the control plane; use cert-manager for workloads.",
  link: "https://kubernetes.io/docs/concepts/security/rbac-good-practices/#csrs-and-certificate-issuing",
  types: [CLUSTER_ROLE],
  level: "mandatory",
  levels: { dev: "advisory" },
  onUnknown: RBAC_UNKNOWN,
  check: (role) =>
    powersIn(role, {
      group: "certificates.k8s.io",
      resources: ["certificatesigningrequests/approval", "signers"],
      verbs: ["update", "patch", "approve", "sign"],
      unlessNamed: true,
    }),
};
