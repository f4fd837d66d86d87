import { dictsAt } from "../read";
import type { ResourceRule } from "../rule";
import { ROLE_BINDINGS } from "../types";

export const k8sBindingNotDefaultAccount: ResourceRule = {
  name: "k8s-binding-not-default-account",
  pack: "identity",
  description: "No rights are given to a namespace's default service account, or to all accounts at once.",
  severity: "high",
  frameworks: ["CIS EKS 4.1.5", "CIS Kubernetes 5.1.5"],
  why: "Every pod that names no account then has these rights.",
  mend: "Bind a service account that belongs to the one workload which needs the role.",
  link: "https://kubernetes.io/docs/concepts/security/rbac-good-practices/",
  types: ROLE_BINDINGS,
  level: "mandatory",
  levels: { dev: "advisory" },
  onUnknown: { behaviour: "judges-the-rest", text: "Unknown subjects pass." },
  check: ({ props }) =>
    dictsAt(props, "subjects").flatMap(({ kind, name }) => {
      if (kind === "ServiceAccount" && name === "default") return ["it gives rights to a default service account"];
      const group = kind === "Group" && typeof name === "string" && /^system:serviceaccounts(:|$)/.test(name);
      return group ? [`it gives rights to every account in ${name}`] : [];
    }),
};
