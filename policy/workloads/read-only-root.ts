import { POD_TYPES, podCheck, weakening } from "../pods";
import { at, isNot } from "../read";
import type { ResourceRule } from "../rule";

export const readOnlyRoot: ResourceRule = {
  name: "read-only-root",
  pack: "workloads",
  description: "Containers cannot write to their own image.",
  severity: "medium",
  frameworks: ["NSA/CISA Kubernetes Hardening Guide"],
  why: "What breaks in can then leave nothing behind, and a container that fills its disk cannot take the node with it.",
  mend: "Set securityContext.readOnlyRootFilesystem: true, and mount an emptyDir where it writes.",
  link: "https://kubernetes.io/docs/tasks/configure-pod-container/security-context/",
  types: POD_TYPES,
  level: "mandatory",
  levels: { dev: "advisory" },
  onUnknown: { behaviour: "judges-the-rest", text: "An unknown flag passes; the other containers are judged." },
  check: podCheck({
    container: ({ label, spec }, { windows }) =>
      !windows && !label.startsWith("ephemeral") && isNot(at(spec, "securityContext.readOnlyRootFilesystem"), true)
        ? [`${label} can write to its root file system`]
        : [],
    values: weakening(["readOnlyRootFilesystem"], false),
  }),
};
