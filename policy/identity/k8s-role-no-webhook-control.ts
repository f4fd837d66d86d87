import { powersIn, RBAC_UNKNOWN, WRITES } from "../rbac";
import type { ResourceRule } from "../rule";
import { CLUSTER_ROLE } from "../types";

export const k8sRoleNoWebhookControl: ResourceRule = {
  name: "k8s-role-no-webhook-control",
  pack: "identity",
  description: "No cluster role changes whatever admission webhook it likes.",
  severity: "high",
  frameworks: ["CIS Kubernetes 5.1.12"],
  why: "A webhook reads, changes or refuses every object that anybody writes, secrets too.",
  mend: "Name the webhook configurations in resourceNames.",
  link: "https://kubernetes.io/docs/concepts/security/rbac-good-practices/#control-admission-webhooks",
  types: [CLUSTER_ROLE],
  level: "mandatory",
  levels: { dev: "advisory" },
  onUnknown: RBAC_UNKNOWN,
  check: (role) =>
    powersIn(role, {
      group: "admissionregistration.k8s.io",
      resources: ["validatingwebhookconfigurations", "mutatingwebhookconfigurations"],
      verbs: WRITES,
      unlessNamed: true,
    }),
};
