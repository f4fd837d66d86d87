import { at, dictsAt } from "../read";
import type { ResourceRule } from "../rule";

/** Subjects that stand for nobody in particular. */
const ANYBODY: readonly unknown[] = ["system:anonymous", "system:unauthenticated", "system:authenticated"];

export const k8sBindingLimited: ResourceRule = {
  name: "k8s-binding-limited",
  pack: "identity",
  description: "Nobody is bound to cluster-admin, and nothing is given to everybody.",
  severity: "critical",
  frameworks: ["CIS EKS 4.1.1"],
  why: "A pod with cluster-admin turns any break-in into the loss of the cluster.",
  mend: "Bind a role that lists what is needed, to the subject that needs it.",
  link: "https://kubernetes.io/docs/concepts/security/rbac-good-practices/",
  types: [
    "kubernetes:rbac.authorization.k8s.io/v1:ClusterRoleBinding",
    "kubernetes:rbac.authorization.k8s.io/v1:RoleBinding",
  ],
  level: "mandatory",
  onUnknown: { behaviour: "judges-the-rest", text: "An unknown role and unknown subjects pass." },
  check: ({ props }) => [
    ...(at(props, "roleRef.name") === "cluster-admin" ? ["it gives cluster-admin"] : []),
    ...dictsAt(props, "subjects")
      .filter((subject) => ANYBODY.includes(subject["name"]))
      .map((subject) => `it gives rights to ${String(subject["name"])}`),
  ],
};
