import { POD_TYPES, podCheck, weakening } from "../pods";
import { at } from "../read";
import type { ResourceRule } from "../rule";

export const noPrivileged: ResourceRule = {
  name: "no-privileged",
  pack: "workloads",
  description: "No container is privileged.",
  severity: "critical",
  frameworks: ["PSS baseline", "CIS EKS 4.2.1"],
  why: "A privileged container is root on its node, and from there on every pod of the node.",
  mend: "Leave securityContext.privileged out.",
  link: "https://kubernetes.io/docs/concepts/security/pod-security-standards/#baseline",
  types: POD_TYPES,
  level: "mandatory",
  onUnknown: { behaviour: "judges-the-rest", text: "An unknown flag passes; the other containers are judged." },
  check: podCheck({
    container: ({ label, spec }) => (at(spec, "securityContext.privileged") === true ? [`${label} is privileged`] : []),
    values: weakening(["privileged"], true),
  }),
};
