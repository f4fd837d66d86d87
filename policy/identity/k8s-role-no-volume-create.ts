import { powersIn, RBAC_UNKNOWN } from "../rbac";
import type { ResourceRule } from "../rule";
import { CLUSTER_ROLE } from "../types";

export const k8sRoleNoVolumeCreate: ResourceRule = {
  name: "k8s-role-no-volume-create",
  pack: "identity",
  description: "No cluster role makes persistent volumes by hand.",
  severity: "medium",
  frameworks: ["CIS Kubernetes 5.1.9"],
  why: "A persistent volume may be any folder of any node, and a claim on it passes every Pod Security check.",
  mend: "Let a storage class make the volumes.",
  link: "https://kubernetes.io/docs/concepts/security/rbac-good-practices/#persistent-volume-creation",
  types: [CLUSTER_ROLE],
  level: "mandatory",
  levels: { dev: "advisory" },
  onUnknown: RBAC_UNKNOWN,
  check: (role) => powersIn(role, { group: "", resources: ["persistentvolumes"], verbs: ["create"] }),
};
