import { POD_TYPES, podCheck, securityOf, weakening } from "../pods";
import { at, isNot } from "../read";
import type { ResourceRule } from "../rule";

export const runAsNonRoot: ResourceRule = {
  name: "run-as-non-root",
  pack: "workloads",
  description: "Containers are refused when they would run as root.",
  severity: "high",
  frameworks: ["PSS restricted", "CIS Kubernetes 5.2.7"],
  why: "Root in a container is root on the node as soon as one wall falls; without the flag the image decides.",
  mend: "Set securityContext.runAsNonRoot: true on the pod or on every container.",
  link: "https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted",
  types: POD_TYPES,
  level: "mandatory",
  onUnknown: {
    behaviour: "judges-the-rest",
    text: "An unknown flag passes; the other containers are judged. Pods with users of their own (hostUsers: false) pass.",
  },
  check: podCheck({
    pod: ({ spec, ownUsers }) =>
      !ownUsers && at(spec, "securityContext.runAsNonRoot") === false ? ["the pod may run as root"] : [],
    container: (container, pod) => {
      const inherited = at(pod.spec, "securityContext.runAsNonRoot") === false;
      const own = at(container.spec, "securityContext.runAsNonRoot");
      // What the pod's own flag says wrong is said once, for the pod.
      if (pod.ownUsers || (inherited && (own === undefined || own === null))) return [];
      return isNot(securityOf(container, pod, "runAsNonRoot"), true) ? [`${container.label} may run as root`] : [];
    },
    values: weakening(["runAsNonRoot"], false),
  }),
};
