import { POD_TYPES, podCheck, securityOf, weakens } from "../pods";
import { isNot } from "../read";
import type { ResourceRule } from "../rule";

export const runAsNonRoot: ResourceRule = {
  name: "run-as-non-root",
  pack: "workloads",
  description: "Containers are refused when they would run as root.",
  severity: "high",
  frameworks: ["PSS restricted"],
  why: "Root in a container is root on the node as soon as one wall falls; without the flag the image decides.",
  mend: "Set securityContext.runAsNonRoot: true on the pod or on every container.",
  link: "https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted",
  types: POD_TYPES,
  level: "mandatory",
  onUnknown: { behaviour: "judges-the-rest", text: "An unknown flag passes; the other containers are judged." },
  check: podCheck({
    container: (container, pod) =>
      isNot(securityOf(container, pod, "runAsNonRoot"), true) ? [`${container.label} may run as root`] : [],
    values: (node) => weakens(node, "runAsNonRoot", false),
  }),
};
