import { POD_TYPES, podCheck, weakens } from "../pods";
import { at } from "../read";
import type { ResourceRule } from "../rule";

export const runAsUser: ResourceRule = {
  name: "run-as-user",
  pack: "workloads",
  description: "Nothing asks to run as user 0.",
  severity: "high",
  frameworks: ["PSS restricted"],
  why: "User 0 is root, whatever else is set.",
  mend: "Set securityContext.runAsUser to another number, or leave it to the image.",
  link: "https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted",
  types: POD_TYPES,
  level: "mandatory",
  onUnknown: { behaviour: "judges-the-rest", text: "An unknown user passes; the other containers are judged." },
  check: podCheck({
    pod: ({ spec }) => (at(spec, "securityContext.runAsUser") === 0 ? ["the pod runs as user 0"] : []),
    container: ({ label, spec }) => (at(spec, "securityContext.runAsUser") === 0 ? [`${label} runs as user 0`] : []),
    values: (node) => weakens(node, "runAsUser", 0),
  }),
};
