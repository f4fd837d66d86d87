import { dictsAt, stringsAt } from "../read";
import type { ResourceRule } from "../rule";

const PARTS = ["verbs", "resources", "apiGroups"] as const;

export const k8sRoleNoWildcards: ResourceRule = {
  name: "k8s-role-no-wildcards",
  pack: "identity",
  description: "Roles name verbs, resources and API groups.",
  severity: "high",
  frameworks: ["CIS EKS 4.1.3"],
  why: "A wildcard also covers secrets, and whatever kinds are installed later.",
  mend: 'List what is needed instead of "*".',
  link: "https://kubernetes.io/docs/concepts/security/rbac-good-practices/#least-privilege",
  types: ["kubernetes:rbac.authorization.k8s.io/v1:ClusterRole", "kubernetes:rbac.authorization.k8s.io/v1:Role"],
  level: "mandatory",
  onUnknown: { behaviour: "judges-the-rest", text: "Unknown rules, or parts of them, pass." },
  check: ({ props }) =>
    dictsAt(props, "rules").flatMap((rule, index) =>
      PARTS.filter((part) => stringsAt(rule, part).includes("*")).map((part) => `rules[${index}].${part} is "*"`),
    ),
};
