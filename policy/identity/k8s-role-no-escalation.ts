import { dictsAt, stringsAt } from "../read";
import type { ResourceRule } from "../rule";

const ESCALATING = ["bind", "escalate", "impersonate"] as const;

export const k8sRoleNoEscalation: ResourceRule = {
  name: "k8s-role-no-escalation",
  pack: "identity",
  description: "No role may bind, escalate or impersonate.",
  severity: "high",
  frameworks: ["CIS EKS 4.1.8"],
  why: "Each of these verbs lets its holder become somebody with more rights.",
  mend: "Leave them out; let people with access entries change roles.",
  link: "https://kubernetes.io/docs/concepts/security/rbac-good-practices/#privilege-escalation-risks",
  types: ["kubernetes:rbac.authorization.k8s.io/v1:ClusterRole", "kubernetes:rbac.authorization.k8s.io/v1:Role"],
  level: "mandatory",
  onUnknown: { behaviour: "judges-the-rest", text: "Unknown rules and verbs pass." },
  check: ({ props }) =>
    dictsAt(props, "rules").flatMap((rule, index) =>
      stringsAt(rule, "verbs")
        .filter((verb) => (ESCALATING as readonly string[]).includes(verb))
        .map((verb) => `rules[${index}] allows ${verb}`),
    ),
};
