import { bothLevels, POD_TYPES, podCheck } from "../pods";
import { at, isMissing, isNot } from "../read";
import type { ResourceRule } from "../rule";

const off = (type: unknown): boolean => !isMissing(type) && isNot(type, "RuntimeDefault", "Localhost");

export const seccompNotUnconfined: ResourceRule = {
  name: "seccomp-not-unconfined",
  pack: "workloads",
  description: "No container switches its seccomp profile off.",
  severity: "high",
  frameworks: ["PSS baseline", "CIS Kubernetes 5.7.2"],
  why: "Unconfined opens every system call of the kernel, also those that only exploits use.",
  mend: 'Set securityContext.seccompProfile.type: "RuntimeDefault".',
  link: "https://kubernetes.io/docs/tutorials/security/seccomp/",
  types: POD_TYPES,
  level: "mandatory",
  onUnknown: { behaviour: "judges-the-rest", text: "An unknown profile passes; the other containers are judged." },
  check: podCheck({
    ...bothLevels((label, context) =>
      off(at(context, "seccompProfile.type"))
        ? [`${label} has the seccomp profile ${String(at(context, "seccompProfile.type"))}`]
        : [],
    ),
    values: {
      keys: ["seccompProfile"],
      find: ({ path, value }) =>
        at(value, "seccompProfile.type") === "Unconfined" ? [`${path}.seccompProfile.type is Unconfined`] : [],
    },
  }),
};
