import { POD_TYPES, podCheck, securityOf } from "../pods";
import { isMissing } from "../read";
import type { ResourceRule } from "../rule";

export const seccomp: ResourceRule = {
  name: "seccomp",
  pack: "workloads",
  description: "A seccomp profile limits the system calls.",
  severity: "medium",
  frameworks: ["PSS restricted", "CIS Kubernetes 5.7.2"],
  why: "Most ways out of a container begin with a system call that no normal program makes.",
  mend: 'Set securityContext.seccompProfile.type: "RuntimeDefault" on the pod or on every container.',
  link: "https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted",
  types: POD_TYPES,
  level: "mandatory",
  onUnknown: { behaviour: "judges-the-rest", text: "An unknown profile passes; the other containers are judged." },
  check: podCheck({
    container: (container, pod) =>
      !pod.windows && isMissing(securityOf(container, pod, "seccompProfile.type"))
        ? [`${container.label} has no seccomp profile`]
        : [],
  }),
};
