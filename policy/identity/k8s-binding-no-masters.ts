import { dictsAt } from "../read";
import type { ResourceRule } from "../rule";
import { ROLE_BINDINGS } from "../types";

export const k8sBindingNoMasters: ResourceRule = {
  name: "k8s-binding-no-masters",
  pack: "identity",
  description: "Nothing is bound to the group system:masters.",
  severity: "high",
  frameworks: ["CIS Kubernetes 5.1.7"],
  why: "Its members may do everything without being asked: no role, webhook or deletion of a binding holds them.",
  mend: "Bind the people or groups that need the role by their own names.",
  link: "https://kubernetes.io/docs/concepts/security/rbac-good-practices/#least-privilege",
  types: ROLE_BINDINGS,
  level: "mandatory",
  onUnknown: { behaviour: "judges-the-rest", text: "Unknown subjects pass." },
  check: ({ props }) =>
    dictsAt(props, "subjects").some(({ name }) => name === "system:masters") ? ["it names system:masters"] : [],
};
