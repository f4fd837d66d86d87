import { POD_TYPES, podCheck, weakening } from "../pods";
import { at, isNot } from "../read";
import type { ResourceRule } from "../rule";

export const noPrivilegeEscalation: ResourceRule = {
  name: "no-privilege-escalation",
  pack: "workloads",
  description: "Containers cannot gain rights while they run.",
  severity: "high",
  frameworks: ["PSS restricted", "CIS EKS 4.2.5"],
  why: "A setuid binary in the image turns a non-root process into root.",
  mend: "Set securityContext.allowPrivilegeEscalation: false on every container.",
  link: "https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted",
  types: POD_TYPES,
  level: "mandatory",
  onUnknown: { behaviour: "judges-the-rest", text: "An unknown flag passes; the other containers are judged." },
  check: podCheck({
    container: ({ label, spec }, { windows }) =>
      !windows && isNot(at(spec, "securityContext.allowPrivilegeEscalation"), false)
        ? [`${label} may gain rights`]
        : [],
    values: weakening(["allowPrivilegeEscalation"], true),
  }),
};
